package org.lisle.dag.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.TaskMetrics;

/**
 * What the application did so far, for progress lines, the web page and JSON. A snapshot: nothing in it changes. Times are milliseconds
 * since 1970; 0 for what has not happened.
 *
 * @param waitingForExecutorsMillis since when jobs run and no executor that has slots lives; 0 when they do not wait
 * @param jobs all jobs, the oldest first; ended ones beyond a thousand are dropped
 * @param stages of those jobs, by id
 * @param executors by the order of their coming, lost ones too; of these beyond a thousand the first are dropped
 * @param badRecords what made the user's code throw and was set aside
 * @param notices what stands still and what was done about it, the oldest first; of these beyond twenty the first are dropped
 */
public record ApplicationStatus(
        Phases phases,
        long waitingForExecutorsMillis,
        List<Job> jobs,
        List<Stage> stages,
        List<Executor> executors,
        List<Shuffle> shuffles,
        List<StoredDataset> storage,
        BadRecords badRecords,
        List<Notice> notices) {
    public ApplicationStatus {
        jobs = List.copyOf(jobs);
        stages = List.copyOf(stages);
        executors = List.copyOf(executors);
        shuffles = List.copyOf(shuffles);
        storage = List.copyOf(storage);
        notices = List.copyOf(notices);
    }

    /** @param text one line, and the lines of a stack */
    public record Notice(long millis, String text) {}

    /** When the application's phases began; the last task is the one that ended last until now. */
    public record Phases(
            long startedMillis,
            long firstExecutorMillis,
            long firstJobMillis,
            long firstTaskMillis,
            long lastTaskEndMillis) {}

    /** @param directory where they are; empty when bad records fail their tasks */
    public record BadRecords(long count, String directory) {
        public static final BadRecords NONE = new BadRecords(0, "");
    }

    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /**
     * @param name the action and where it was called
     * @param partitions results it needs
     * @param stageIds stages it needs, by id; a stage that was computed before and did not run for this job is not in {@code stages}
     * @param failure why it failed; empty otherwise
     */
    public record Job(
            int id,
            String name,
            String pool,
            State state,
            int partitions,
            int partitionsDone,
            List<Integer> stageIds,
            long submittedMillis,
            long endedMillis,
            String failure) {}

    /**
     * @param name the dataset it ends with and where that was made
     * @param jobId the job it ran for first
     * @param tasks partitions to compute for the jobs it runs for
     * @param failedAttempts attempts that went wrong by themselves: not those that were told to end, lost with their executor, or not
     *     allowed to commit because another attempt was
     * @param attempts all attempts started
     * @param metrics sums of the attempts that counted
     * @param shuffleId the shuffle it writes, -1 for a result stage
     * @param lastFailure one line about the last attempt that failed or was lost with its executor; empty when none was
     * @param skewed one line about each partition that is split over several tasks
     */
    public record Stage(
            int id,
            String name,
            int jobId,
            State state,
            int tasks,
            int done,
            int running,
            int failedAttempts,
            int attempts,
            long firstTaskMillis,
            long lastTaskEndMillis,
            TaskMetrics metrics,
            int shuffleId,
            String lastFailure,
            List<String> skewed) {}

    /**
     * @param doneTasks attempts that ended well
     * @param failedTasks attempts that failed, counted as for a stage
     * @param lostReason null while it lives
     * @param excluded why it gets no tasks for a while; empty when it does
     */
    public record Executor(
            String id,
            String host,
            int port,
            int slots,
            int runningTasks,
            int doneTasks,
            int failedTasks,
            long memoryBytes,
            long memoryUsedBytes,
            long storageUsedBytes,
            long residentBytes,
            long gcNanos,
            String logUrl,
            long addedMillis,
            long lostMillis,
            @Nullable String lostReason,
            String excluded) {}

    /** @param outputsKnown map outputs that can be read */
    public record Shuffle(int id, int mapPartitions, int reducePartitions, int outputsKnown, long bytesWritten) {}

    /** A persisted dataset: what is stored of it, all copies counted. */
    public record StoredDataset(int rddId, int storedPartitions, long memoryBytes, long diskBytes) {}
}
