package org.lisle.executor;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.api.StorageLevel;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.BarrierStage;
import org.lisle.core.message.DumpTasks;
import org.lisle.core.message.ForgetStages;
import org.lisle.core.message.HeldShuffles;
import org.lisle.core.message.HeldTask;
import org.lisle.core.message.InvalidateMapOutputs;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.MoveBlocks;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.message.RemoveShuffles;
import org.lisle.core.message.Shutdown;
import org.lisle.core.message.TaskDefinition;
import org.lisle.executor.driver.DriverLink;
import org.lisle.executor.driver.MessageEpoch;
import org.lisle.executor.pressure.ResidentWatch;
import org.lisle.executor.report.Heartbeats;
import org.lisle.executor.report.ProcessMemory;
import org.lisle.executor.report.StackDumps;
import org.lisle.executor.report.TaskUpdateSender;
import org.lisle.executor.scope.TaskIdentity;
import org.lisle.executor.task.Attempt;
import org.lisle.executor.task.FailedTask;
import org.lisle.executor.task.TaskPool;
import org.lisle.executor.task.TaskRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks, keeps blocks, serves segments. Takes the driver's messages by {@link #handle} and answers through the link it was given.
 * Holds no state outside of itself: a JVM may have several.
 *
 * <p>Order: make it, have the driver told of {@link #registration}, {@link #startHeartbeats}, and at the end {@link #close}.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class Executor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final Duration SHUFFLES_TOLD_EVERY = Duration.ofMinutes(1);
    private static final int INLINE_RESULT_BYTES = 512 << 10;

    private final ExecutorConfig config;
    private final DriverLink driver;
    private final ExecutorParts parts;
    private final AtomicInteger epoch;
    private final ExecutorThreads threads;
    private final ExecutorData data;
    private final TaskUpdateSender updates;
    private final TaskPool tasks;

    public Executor(ExecutorConfig config, DriverLink driver, ExecutorParts parts) {
        this.config = config;
        this.driver = driver;
        this.parts = parts;
        this.epoch = new AtomicInteger(config.epoch());
        String name = "executor " + config.executor();
        this.threads = new ExecutorThreads(name);
        this.data = new ExecutorData(config, driver, parts, threads, epoch::get);
        this.updates = new TaskUpdateSender(driver, config.executor(), epoch::get, threads.timer());
        var runner = new TaskRunner(
                data.services(),
                parts.loader(),
                data.broadcasts(),
                (block, bytes) -> data.blocks().putBytes(block, bytes, StorageLevel.MEMORY_AND_DISK_SER),
                INLINE_RESULT_BYTES);
        this.tasks = new TaskPool(config.slots(), config.resources(), name, parts.loader(), runner, updates);
    }

    /**
     * What the driver has to know of this executor.
     *
     * @param whole whether it knows nothing and is told what the executor holds; then files are read
     */
    public RegisterExecutor registration(boolean whole) {
        List<TaskIdentity> unreported = whole ? updates.unacknowledged() : List.of();
        List<TaskIdentity> running = whole
                ? tasks.attempts().stream()
                        .map(Attempt::identity)
                        .filter(task -> !unreported.contains(task))
                        .toList()
                : List.of();
        return new RegisterExecutor(
                config.executor(),
                epoch.get(),
                config.host(),
                data.port(),
                config.slots(),
                config.memoryPoolBytes(),
                ProcessHandle.current().pid(),
                config.logUrl(),
                data.localDirectories(),
                held(running),
                held(unreported),
                whole ? data.heldOutputs().list(config.executor(), config.host(), data.port()) : List.of(),
                whole ? data.blocks().told() : List.of(),
                config.container(),
                config.profile());
    }

    /**
     * Begins to tell the driver regularly that this executor lives; called once.
     *
     * @param unknown called when the driver says that it does not know this executor
     */
    public void startHeartbeats(Duration interval, Runnable unknown) {
        Supplier<String> refusal = () -> "";
        if (config.containerBytes() > 0) {
            var watch = new ResidentWatch(
                    data.pool(), config.containerBytes(), ProcessMemory::residentBytes, threads.workers());
            watch.start(threads.timer());
            refusal = watch::refusal;
        }
        new Heartbeats(driver, config.executor(), epoch::get, tasks, data.pool(), refusal, unknown)
                .start(threads.timer(), interval);
        threads.timer()
                .scheduleWithFixedDelay(
                        () -> threads.workers().execute(this::tellShuffles),
                        SHUFFLES_TOLD_EVERY.toMillis(),
                        SHUFFLES_TOLD_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Lists the shuffles on this node's disks and removes those that the driver does not know any more. */
    void tellShuffles() {
        List<Integer> shuffles = data.heldOutputs().shuffles();
        if (!shuffles.isEmpty()) {
            driver.request(new HeldShuffles(config.executor(), epoch.get(), shuffles))
                    .whenComplete((answer, failure) -> {
                        if (failure != null) {
                            LOG.debug("The driver was not told of shuffles {}", shuffles, failure);
                        } else if (answer instanceof RemoveShuffles remove) {
                            handle(remove);
                        }
                    });
        }
    }

    private static List<HeldTask> held(List<TaskIdentity> tasks) {
        return tasks.stream()
                .map(task -> new HeldTask(task.taskId(), task.stageId(), task.partition(), task.attempt()))
                .toList();
    }

    /** A driver has taken the registration; from now on orders of older ones are refused. What they said of outputs is forgotten. */
    public void registered(int driversEpoch) {
        int before = epoch.getAndAccumulate(driversEpoch, Math::max);
        if (before < driversEpoch) {
            tasks.forgetAllStages();
            data.mapOutputs().invalidateAll();
        }
    }

    /** The driver knows this executor again, and nothing of its blocks. */
    public void reportBlocks() {
        threads.workers().execute(() -> data.blocks().reportAll());
    }

    /** The bytes of a block that is here, for a driver in this JVM; fails with INTERNAL_ERROR naming the block when it is not. */
    public byte[] block(String name) {
        byte[] bytes = data.blocks().bytes(BlockId.parse(name));
        if (bytes == null) {
            throw new LisleException(
                    ErrorCode.INTERNAL_ERROR, "executor " + config.executor() + " does not hold the block " + name, "");
        }
        return bytes;
    }

    /** Takes a message of the driver. Does not block; messages of an older driver and unknown ones are logged and dropped. */
    public void handle(SpecificRecord message) {
        if (!isCurrent(message)) {
            return;
        }
        if (message instanceof LaunchTasks launch) {
            launch(launch);
        } else if (message instanceof BarrierStage begins) {
            tasks.beginBarrier(begins);
        } else if (message instanceof KillTasks kill) {
            tasks.kill(kill.getTaskIds(), kill.getReason());
        } else if (message instanceof DumpTasks dump) {
            new StackDumps(driver, config.executor(), epoch::get, tasks).send(dump.getTaskIds());
        } else if (message instanceof Shutdown shutdown) {
            parts.ended().shutdown(shutdown.getReason(), shutdown.getLeaveClasses());
        } else if (message instanceof ForgetStages forget) {
            tasks.forgetStages(forget.getStageIds());
        } else if (message instanceof InvalidateMapOutputs invalidate) {
            data.mapOutputs().invalidate(invalidate.getShuffleIds());
        } else if (message instanceof RemoveShuffles remove) {
            threads.workers().execute(() -> data.removeShuffles(remove.getShuffleIds()));
        } else if (message instanceof MoveBlocks move) {
            threads.workers().execute(() -> data.copyAway(move.getBlocks()));
        } else if (message instanceof RemoveBlocks remove) {
            threads.workers().execute(() -> data.removeBlocks(remove.getBlocks(), remove.getPrefixes()));
        } else {
            LOG.warn(
                    "The driver sent a {}, which an executor does not know",
                    message.getSchema().getName());
        }
    }

    /** Orders are taken from the newest driver that was heard of only. */
    private boolean isCurrent(SpecificRecord message) {
        int ofMessage = MessageEpoch.of(message);
        int known = epoch.accumulateAndGet(ofMessage, Math::max);
        if (ofMessage < known) {
            LOG.warn(
                    "Dropped a {} of the driver's attempt {}, which attempt {} has replaced",
                    message.getSchema().getName(),
                    ofMessage,
                    known);
        }
        return ofMessage == known;
    }

    private void launch(LaunchTasks launch) {
        tasks.addStages(launch.getStages());
        for (TaskDefinition task : launch.getTasks()) {
            try {
                tasks.launch(task);
            } catch (LisleException e) {
                LOG.error("Task {} cannot be launched", task.getTaskId(), e);
                updates.ended(
                        new TaskIdentity(task.getTaskId(), task.getStageId(), task.getPartition(), task.getAttempt()),
                        FailedTask.update(task.getTaskId(), e));
            }
        }
    }

    /** Stops what runs, and deletes what is this executor's own. Segments stay for those who may need them. */
    @Override
    public void close() {
        tasks.close();
        threads.close();
        data.close();
    }
}
