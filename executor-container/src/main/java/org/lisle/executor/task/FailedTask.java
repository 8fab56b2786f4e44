package org.lisle.executor.task;

import java.util.List;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.TaskFailure;
import org.lisle.core.message.TaskMetrics;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;

/** What the driver is told of a task that failed outside of its attempt: it could not be begun, or its end could not be told. */
public final class FailedTask {
    private FailedTask() {}

    public static TaskUpdate update(long taskId, LisleException failure) {
        return TaskUpdate.newBuilder()
                .setTaskId(taskId)
                .setAccumulators(List.of())
                .setState(TaskState.FAILED)
                .setMetrics(TaskMetrics.newBuilder().build())
                .setFailure(TaskFailure.newBuilder()
                        .setKind(failure.kind().name())
                        .setCode(failure.code().name())
                        .setMessage(String.valueOf(failure.getMessage()))
                        .setStackTrace("")
                        .build())
                .build();
    }
}
