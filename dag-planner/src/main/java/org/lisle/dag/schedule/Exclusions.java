package org.lisle.dag.schedule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.lisle.core.error.LisleException;

/**
 * Keeps tasks off executors and hosts on which they failed: a task off where it failed ({@link ChoosyTasks}), a stage off where several of
 * its tasks failed, everything off where tasks of stages failed that ended well elsewhere. Never so that nothing can run: then the oldest
 * exclusion is taken back; and when that has helped nothing again and again, the jobs fail and say why.
 *
 * <p>The failures of a stage count for the application only when the stage ends well: otherwise the program may be at fault everywhere.
 */
final class Exclusions {
    /** Exclusions taken back so often, and each at least once, without any task ending well help nothing. */
    private static final int LEAST_LIFTS = 4;

    private final ExclusionConfig config;
    private final LongSupplier nextTaskId;
    private final ExecutorTracker executors;
    private final Pools pools;
    private final CommandBuffer out;
    private final ExclusionList application = new ExclusionList();
    private final FailureCounts applicationCounts;
    private final Set<StageState> stages = new HashSet<>();
    private List<String> hostsTold = List.of();

    /** @param nextTaskId the id that the next attempt will have */
    Exclusions(
            ExclusionConfig config,
            LongSupplier nextTaskId,
            ExecutorTracker executors,
            Pools pools,
            CommandBuffer out) {
        this.nextTaskId = nextTaskId;
        this.config = config;
        this.executors = executors;
        this.pools = pools;
        this.out = out;
        this.applicationCounts = new FailureCounts(
                config.applicationTasksPerExecutor(), config.applicationExecutorsPerNode(), config.timeoutNanos());
    }

    /** An attempt failed, and it is not known to be somebody else's fault. */
    void failed(Attempt attempt, String message, String stackTrace, long nowNanos) {
        if (!config.enabled()) {
            return;
        }
        StageState stage = attempt.stage;
        if (stage.exclusions == null) {
            stage.exclusions = new StageExclusions(config);
            stages.add(stage);
        }
        stage.tasks.choosy.avoid(attempt.partition, attempt.executor);
        var failure = new StageExclusions.Failure(
                attempt.taskId, attempt.partition, attempt.executor.id, attempt.executor.host, message, stackTrace);
        if (stage.exclusions.failed(stage.id(), failure, nowNanos)) {
            pools.wake();
        }
    }

    /** The stage is over. */
    void stageClosed(StageState stage, boolean endedWell, long nowNanos) {
        StageExclusions known = stage.exclusions;
        if (known == null) {
            return;
        }
        stages.remove(stage);
        if (endedWell) {
            for (StageExclusions.Failure failure : known.failures()) {
                var task = new FailureCounts.Task(stage.id(), failure.partition());
                applicationCounts.count(
                        task, failure.executor(), failure.host(), failure.message(), nowNanos, application);
            }
            apply();
        }
    }

    void executorAdded(ExecutorState executor) {
        if (application.covers(executor)) {
            apply();
        }
    }

    void executorLost(String id) {
        application.forgetExecutor(id);
        applicationCounts.forgetExecutor(id);
        if (!application.isEmpty()) {
            apply();
        }
    }

    /**
     * Ends exclusions whose time is over, and those that leave stages nowhere to run.
     *
     * @param fail ends the jobs of a stage for which nothing helps
     */
    void tick(long nowNanos, FailStage fail) {
        if (!application.isEmpty() && application.liftUntil(nowNanos - config.timeoutNanos())) {
            apply();
        }
        liftForBarriers();
        for (StageState stage : stages.isEmpty() ? List.<StageState>of() : List.copyOf(stages)) {
            relieve(stage, nowNanos, fail);
        }
    }

    /** A barrier stage that waits, and for which there are slots enough, is not kept from them by what the application does without. */
    private void liftForBarriers() {
        if (pools.barriers() == 0 || application.isEmpty()) {
            return;
        }
        for (StageState stage : pools.inOrder()) {
            int there = tasksAtOnce(stage, executor -> !executor.leaving && !executor.refuses);
            int wanted = stage.barrier != null && stage.barrier.tasks <= there ? stage.barrier.tasks : 0;
            while (!application.isEmpty() && tasksAtOnce(stage, executor -> !executor.closed()) < wanted) {
                application.liftOldest();
                apply();
            }
        }
    }

    private int tasksAtOnce(StageState stage, Predicate<ExecutorState> counted) {
        int tasks = 0;
        for (ExecutorState executor : executors.all()) {
            tasks += stage.isFor(executor) && counted.test(executor) ? executor.slots / stage.slotsPerTask() : 0;
        }
        return tasks;
    }

    private void relieve(StageState stage, long nowNanos, FailStage fail) {
        StageExclusions known = stage.exclusions;
        if (known == null || known.excluded.isEmpty() || !stage.active) {
            return;
        }
        if (known.excluded.liftUntil(nowNanos - config.timeoutNanos())) {
            pools.wake();
        }
        String excluded = known.excluded.toString();
        while (stage.hasLaunchable() && executors.anyUsable(stage::isFor) && !executors.anyUsable(stage::mayUse)) {
            StageExclusions.Failure last = known.last();
            int most = Math.max(LEAST_LIFTS, 2 * known.excluded.size());
            if (known.liftOldest(nextTaskId.getAsLong()) > most) {
                fail.fail(stage, job -> JobFailures.excludedEverywhere(stage, excluded, last));
                return;
            }
            pools.wake();
        }
    }

    /** Fails the jobs of a stage. */
    interface FailStage {
        void fail(StageState stage, Function<JobState, LisleException> failure);
    }

    /** When the next exclusion ends; {@link Long#MAX_VALUE} when none is. */
    long nextDeadlineNanos() {
        long oldest = application.oldestNanos();
        for (StageState stage : stages) {
            if (stage.exclusions != null) {
                oldest = Math.min(oldest, stage.exclusions.excluded.oldestNanos());
            }
        }
        return oldest == Long.MAX_VALUE ? Long.MAX_VALUE : oldest + config.timeoutNanos();
    }

    /** Brings executors in line with the application's exclusions; if none of a kind were left, the oldest exclusions end. */
    private void apply() {
        while (isAnyKindCovered()) {
            application.liftOldest();
        }
        for (ExecutorState executor : executors.all()) {
            boolean excluded = application.covers(executor);
            if (executors.exclude(executor, excluded)) {
                String why = application.why(executor);
                out.add(new Command.ExecutorExcluded(executor.id, why == null ? "" : why));
                pools.wake();
            }
        }
        List<String> hosts = application.hosts();
        if (!hosts.equals(hostsTold)) {
            hostsTold = hosts;
            out.add(new Command.ExcludeHosts(hosts));
        }
    }

    private boolean isAnyKindCovered() {
        Set<String> covered = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (ExecutorState executor : executors.all()) {
            if (executor.slots > 0) {
                (application.covers(executor) ? covered : left).add(executor.profile);
            }
        }
        return !left.containsAll(covered);
    }
}
