package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What failed in one stage, and which executors and hosts it does without because of that. Made with the first failure. */
final class StageExclusions {
    /** Failures are kept for the application's account, but not without end. */
    private static final int MOST_KEPT = 10_000;

    /** One failed attempt. */
    record Failure(long taskId, int partition, String executor, String host, String message, String stackTrace) {}

    final ExclusionList excluded = new ExclusionList();
    private final FailureCounts counts;
    private final List<Failure> failures = new ArrayList<>();
    private int liftsWithoutSuccess;
    private @Nullable Failure last;
    private long countedFromTaskId;

    StageExclusions(ExclusionConfig config) {
        counts = new FailureCounts(
                config.stageTasksPerExecutor(), config.stageExecutorsPerNode(), config.timeoutNanos());
    }

    /** Returns whether something new is excluded. */
    boolean failed(int stageId, Failure failure, long nowNanos) {
        last = failure;
        if (failures.size() < MOST_KEPT) {
            failures.add(new Failure(
                    failure.taskId(), failure.partition(), failure.executor(), failure.host(), failure.message(), ""));
        }
        if (failure.taskId() < countedFromTaskId) {
            return false;
        }
        return counts.count(
                new FailureCounts.Task(stageId, failure.partition()),
                failure.executor(),
                failure.host(),
                failure.message(),
                nowNanos,
                excluded);
    }

    /** A task of the stage ended well: there is a place that works. */
    void succeeded() {
        liftsWithoutSuccess = 0;
    }

    /**
     * Takes the oldest exclusion back. Attempts that run already prove nothing against it. Returns how often this was done since a task
     * ended well.
     *
     * @param nextTaskId the id of the next attempt
     */
    int liftOldest(long nextTaskId) {
        countedFromTaskId = nextTaskId;
        excluded.liftOldest();
        return ++liftsWithoutSuccess;
    }

    /** The last failure; null before the first. */
    @Nullable
    Failure last() {
        return last;
    }

    /** All failures, without their stack traces. */
    List<Failure> failures() {
        return failures;
    }
}
