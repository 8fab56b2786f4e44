package org.lisle.api;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.dag.driver.ApplicationStatus;

/** Jobs and stages as they are; names and meanings of Spark's JavaSparkStatusTracker. Each call looks anew. Thread-safe. */
public final class StatusTracker {
    private final Supplier<ApplicationStatus> status;
    private final Function<@Nullable String, List<Integer>> jobsOfGroup;

    StatusTracker(Supplier<ApplicationStatus> status, Function<@Nullable String, List<Integer>> jobsOfGroup) {
        this.status = status;
        this.jobsOfGroup = jobsOfGroup;
    }

    /** How far something is. */
    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /** @param stageIds stages it needs, by id */
    public record JobInfo(int jobId, List<Integer> stageIds, State status) {}

    /**
     * @param currentAttemptId always 0: a stage that runs again is the same
     * @param submissionTime of its first task, milliseconds since 1970; 0 before
     */
    public record StageInfo(
            int stageId,
            int currentAttemptId,
            long submissionTime,
            String name,
            int numTasks,
            int numActiveTasks,
            int numCompletedTasks,
            int numFailedTasks) {}

    /** The jobs of a group, of the last thousand jobs; those without a group for null. */
    public int[] getJobIdsForGroup(@Nullable String jobGroup) {
        return ints(jobsOfGroup.apply(jobGroup));
    }

    public int[] getActiveJobIds() {
        return ints(status.get().jobs().stream()
                .filter(job -> isActive(job.state()))
                .map(ApplicationStatus.Job::id)
                .toList());
    }

    public int[] getActiveStageIds() {
        return ints(status.get().stages().stream()
                .filter(stage -> isActive(stage.state()))
                .map(ApplicationStatus.Stage::id)
                .toList());
    }

    /** Null for a job that is not known, or no longer. */
    public @Nullable JobInfo getJobInfo(int jobId) {
        return status.get().jobs().stream()
                .filter(job -> job.id() == jobId)
                .map(job -> new JobInfo(
                        job.id(), job.stageIds(), State.valueOf(job.state().name())))
                .findFirst()
                .orElse(null);
    }

    /** Null for a stage that is not known, or no longer. */
    public @Nullable StageInfo getStageInfo(int stageId) {
        return status.get().stages().stream()
                .filter(stage -> stage.id() == stageId)
                .map(stage -> new StageInfo(
                        stage.id(),
                        0,
                        stage.firstTaskMillis(),
                        stage.name(),
                        stage.tasks(),
                        stage.running(),
                        stage.done(),
                        stage.failedAttempts()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isActive(ApplicationStatus.State state) {
        return state == ApplicationStatus.State.WAITING || state == ApplicationStatus.State.RUNNING;
    }

    private static int[] ints(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
