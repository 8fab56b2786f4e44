package org.lisle.dag.driver;

import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.message.TaskFailure;
import org.lisle.core.message.TaskMetrics;
import org.lisle.core.message.TaskUpdate;
import org.lisle.dag.schedule.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What executors say of tasks, as events. */
final class TaskEvents {
    private static final Logger LOG = LoggerFactory.getLogger(TaskEvents.class);

    private TaskEvents() {}

    static Event of(TaskUpdate update) {
        long taskId = update.getTaskId();
        return switch (update.getState()) {
            case SUCCEEDED -> new Event.TaskSucceeded(taskId, update.getMapOutput());
            case KILLED -> new Event.TaskKilled(taskId);
            case COMMIT_DENIED -> new Event.TaskCommitDenied(taskId);
            case FAILED -> failed(taskId, update.getFailure());
            case FETCH_FAILED -> fetchFailed(taskId, update.getFailure());
        };
    }

    static Event progress(long taskId, TaskMetrics metrics) {
        return new Event.TaskProgress(
                taskId,
                metrics.getBytesRead() + metrics.getShuffleBytesReadLocal() + metrics.getShuffleBytesReadRemote(),
                metrics.getRecordsRead() + metrics.getShuffleRecordsRead(),
                metrics.getCpuNanos(),
                metrics.getRunNanos());
    }

    private static Event failed(long taskId, @Nullable TaskFailure failure) {
        if (failure == null) {
            return new Event.TaskFailed(
                    taskId, ErrorCode.INTERNAL_ERROR, "the executor did not say why the task failed", "");
        }
        return new Event.TaskFailed(taskId, code(failure), failure.getMessage(), failure.getStackTrace());
    }

    private static Event fetchFailed(long taskId, @Nullable TaskFailure failure) {
        if (failure == null || failure.getShuffleId() < 0) {
            return failed(taskId, failure);
        }
        return new Event.TaskFetchFailed(
                taskId,
                failure.getShuffleId(),
                failure.getMapPartitions(),
                failure.getMapTaskIds(),
                failure.getMessage(),
                failure.getUnreachableHost());
    }

    private static ErrorCode code(TaskFailure failure) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(failure.getCode())) {
                return code;
            }
        }
        LOG.warn("A task failed with the code {}, which this version does not know", failure.getCode());
        return ErrorCode.INTERNAL_ERROR;
    }
}
