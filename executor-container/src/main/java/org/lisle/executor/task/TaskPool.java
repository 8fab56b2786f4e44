package org.lisle.executor.task;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.lisle.api.resource.ResourceInformation;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.BarrierStage;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskUpdate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executor's slots: threads that run attempts, in the order in which they arrive, and the programs of stages. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class TaskPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskPool.class);
    private static final long CLOSE_SECONDS = 5;
    private static final int ENDED_KEPT = 1024;

    private final TaskRunner runner;
    private final TaskReports reports;
    private final TaskResources resources;
    private final ExecutorService threads;
    private final Map<Integer, KnownStage> stages = new ConcurrentHashMap<>();
    private final Map<Integer, BarrierStage> barriers = new ConcurrentHashMap<>();
    private final Map<Long, Attempt> attempts = new ConcurrentHashMap<>();
    /** The ids of the attempts that ended last. */
    private final Set<Long> ended = Collections.synchronizedSet(Collections.newSetFromMap(new Newest()));

    /**
     * @param resources what tasks are given besides memory and processors
     * @param loader the job's class loader, which the threads have as their context class loader
     * @param name for the threads' names
     */
    public TaskPool(
            int slots,
            List<ResourceUnits> resources,
            String name,
            ClassLoader loader,
            TaskRunner runner,
            TaskReports reports) {
        this.resources = new TaskResources(resources);
        this.runner = runner;
        this.reports = reports;
        this.threads = Executors.newFixedThreadPool(Math.max(1, slots), factory(name, loader));
    }

    /** Remembers what all tasks of the stages share. */
    public void addStages(List<StageDefinition> definitions) {
        definitions.forEach(definition -> stages.put(definition.getStageId(), new KnownStage(definition)));
    }

    /**
     * Another driver is there, which sends the programs of its own stages. Attempts that are here go on with theirs, but for those of barrier
     * stages, which wait for others that may be gone.
     */
    public void forgetAllStages() {
        stages.clear();
        barriers.clear();
        List<Long> together = attempts.values().stream()
                .filter(attempt -> attempt.barrier() != null)
                .map(attempt -> attempt.identity().taskId())
                .toList();
        kill(together, "a barrier stage begins anew with another driver");
    }

    public void forgetStages(Collection<Integer> stageIds) {
        stageIds.forEach(stages::remove);
        stageIds.forEach(barriers::remove);
    }

    /** Tasks of a barrier stage follow. */
    public void beginBarrier(BarrierStage stage) {
        barriers.put(stage.getStageId(), stage);
    }

    /**
     * Queues a task. One that is here already, or was until lately, is not run again: its order came twice.
     *
     * @throws LisleException PROTOCOL when the task's stage is not known
     */
    public void launch(TaskDefinition task) {
        KnownStage stage = stages.get(task.getStageId());
        if (stage == null) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "task " + task.getTaskId() + " is of stage " + task.getStageId() + ", whose program was never sent",
                    "");
        }
        Attempt attempt = new Attempt(stage, task, barriers.get(task.getStageId()));
        if (attempts.putIfAbsent(task.getTaskId(), attempt) != null) {
            return;
        }
        // looked at second, because whoever ends is first put there and then taken from the attempts
        if (ended.contains(task.getTaskId())) {
            attempts.remove(task.getTaskId());
        } else {
            threads.execute(() -> run(attempt));
        }
    }

    /** Asks attempts to stop; those that are not here are left alone. */
    public void kill(Collection<Long> taskIds, String reason) {
        for (long taskId : taskIds) {
            Attempt attempt = attempts.get(taskId);
            if (attempt != null) {
                attempt.kill(reason);
            }
        }
    }

    /** Attempts queued or running. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts.values());
    }

    private void run(Attempt attempt) {
        attempt.begin();
        try {
            reports.ended(attempt.identity(), update(attempt));
        } finally {
            ended.add(attempt.identity().taskId());
            attempts.remove(attempt.identity().taskId());
            attempt.end();
        }
    }

    /** The attempt's own account; a mistake in making it is told too, because a task of which nothing is heard is waited for. */
    private TaskUpdate update(Attempt attempt) {
        try {
            Map<String, ResourceInformation> given = resources.take();
            try {
                TaskUpdate update = runner.run(attempt, given);
                runner.aboutToReport(attempt);
                return update;
            } finally {
                resources.giveBack(given);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The end of {} could not be told", attempt.identity(), e);
            return FailedTask.update(
                    attempt.identity().taskId(),
                    new LisleException(
                            ErrorCode.INTERNAL_ERROR,
                            "the executor failed at the end of " + attempt.identity() + ": " + e,
                            "this is a mistake in Lisle; the executor's log has the stack trace",
                            e));
        }
    }

    /** Kills what runs and waits a moment for it. A function of the user's that ignores its interruption is left behind on a daemon thread. */
    @Override
    public void close() {
        kill(attempts.keySet(), "the executor ends");
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Tasks did not stop within {} s and are left behind: {}", CLOSE_SECONDS, attempts.keySet());
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory factory(String name, ClassLoader loader) {
        AtomicInteger next = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + " slot " + next.getAndIncrement());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    /** Forgets what came first. */
    private static final class Newest extends LinkedHashMap<Long, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > ENDED_KEPT;
        }
    }
}
