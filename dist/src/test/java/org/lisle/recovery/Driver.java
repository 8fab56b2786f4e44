package org.lisle.recovery;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.BadRecordStore;
import org.lisle.core.journal.ApplicationEnded;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.resource.ProfileRules;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.ClusterGateway;
import org.lisle.dag.driver.DriverRuntime;
import org.lisle.dag.driver.DriverServices;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.executor.Executor;
import org.lisle.hdfs.badrecords.HadoopBadRecordFiles;

/** One driver of a rig, as a backend of the context. Cut off, it neither hears nor is heard. */
final class Driver implements Backend {
    /** A task that it launched. */
    record Launched(int stageId, int partition) {}

    private final LisleConf conf;
    private final int epoch;
    private final DriverJournal.Opened opened;
    private final DriverRuntime runtime;
    final List<Launched> launched = new CopyOnWriteArrayList<>();
    private final Set<CompletableFuture<SpecificRecord>> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean dead;

    Driver(
            LisleConf conf,
            int epoch,
            MemoryJournals journals,
            Function<Runnable, Crash> crash,
            Function<String, Executor> executors)
            throws IOException {
        this.conf = conf;
        this.epoch = epoch;
        Crash planned = crash.apply(this::cutOff);
        this.opened = DriverJournal.open(
                journals.store(epoch), epoch, new byte[] {7}, 0, planned, failure -> planned.journalFailed(), 1);
        BadRecordStore badRecords = HadoopBadRecordFiles.open(conf, applicationId());
        BadRecordStore.prepare(badRecords);
        this.runtime = new DriverRuntime(
                conf,
                new NoCluster(),
                (executor, host, port, block) -> CompletableFuture.completedFuture(
                        executors.apply(executor).block(block)),
                Clock.systemUTC(),
                opened.journal(),
                badRecords);
        runtime.services().blocksServedAt("localhost", 0);
    }

    void cutOff() {
        dead = true;
        pending.forEach(question -> question.completeExceptionally(unreachable()));
    }

    void connect(Executor executor) {
        runtime.services().executorAdded(executor.registration(epoch > 1), message -> {
            if (!dead) {
                if (message instanceof LaunchTasks launch) {
                    for (TaskDefinition task : launch.getTasks()) {
                        launched.add(new Launched(task.getStageId(), task.getPartition()));
                    }
                }
                executor.handle(message);
            }
        });
        executor.registered(epoch);
    }

    void lost(String executor) {
        runtime.services().executorLost(executor, "its process ended", false);
    }

    /** The executors of the driver before, as its journal says, that did not come through its death. */
    void loseAllBut(Set<String> living) {
        opened.journal().claims().executors().keySet().stream()
                .filter(executor -> !living.contains(executor))
                .forEach(this::lost);
    }

    /** What an earlier driver wrote down as the application's end. */
    Optional<String> earlierEnd() {
        return opened.journal().claims().ended().map(ApplicationEnded::getMessage);
    }

    /** Writes down the application's end, as the ApplicationMaster does before it tells it. */
    void end(String message) {
        opened.journal().write(new ApplicationEnded(true, message));
    }

    CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
        CompletableFuture<SpecificRecord> heard = new CompletableFuture<>();
        pending.add(heard);
        if (dead) {
            cutOff();
        } else {
            runtime.services().request(message).whenComplete((answer, failure) -> {
                // an answer that comes as the driver is cut off must end its question all the same
                if (failure != null) {
                    heard.completeExceptionally(failure);
                } else if (dead) {
                    heard.completeExceptionally(unreachable());
                } else {
                    heard.complete(answer);
                }
                pending.remove(heard);
            });
        }
        return heard;
    }

    static CompletableFuture<SpecificRecord> cutOffFrom() {
        return CompletableFuture.failedFuture(unreachable());
    }

    private static LisleException unreachable() {
        return new LisleException(ErrorCode.CONNECTION_LOST, "the driver does not answer", "");
    }

    /** Ends what stands still. */
    void bury() {
        runtime.close();
    }

    @Override
    public JobRunner jobs() {
        return new JobRunner() {
            @Override
            public CompletableFuture<Void> submit(PlannedJob job, ResultListener listener) {
                return dead ? new CompletableFuture<>() : runtime.jobs().submit(job, listener);
            }

            @Override
            public void cancel(int jobId, String reason) {
                if (!dead) {
                    runtime.jobs().cancel(jobId, reason);
                }
            }
        };
    }

    @Override
    public DriverServices services() {
        return runtime.services();
    }

    @Override
    public DriverJournal journal() {
        return opened.journal();
    }

    @Override
    public int defaultParallelism() {
        return 2;
    }

    @Override
    public String applicationId() {
        return "recovery-1";
    }

    @Override
    public long applicationTime() {
        return 1_700_000_000_000L;
    }

    @Override
    public int applicationNumber() {
        return 1;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    /** As on a cluster where the number of executors follows the work. */
    static ExecutorProfile kind(LisleConf conf, @Nullable ResourceProfile wanted) {
        return ProfileRules.onCluster(conf.with("lisle.dynamicAllocation.enabled", "true"))
                .of(wanted);
    }

    @Override
    public ExecutorProfile executors(@Nullable ResourceProfile wanted) {
        return kind(conf, wanted);
    }

    @Override
    public Map<String, String> settings() {
        return conf.asMap();
    }

    @Override
    public ClassLoader jobClassLoader() {
        return Driver.class.getClassLoader();
    }

    /** The context was closed. */
    @Override
    public void close() {
        if (!dead) {
            runtime.close();
            opened.close();
        }
    }

    private static final class NoCluster implements ClusterGateway {
        @Override
        public void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) {}

        @Override
        public void releaseExecutor(String executor, String reason) {}
    }
}
