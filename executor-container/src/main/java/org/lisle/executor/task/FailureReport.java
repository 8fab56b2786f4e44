package org.lisle.executor.task;

import org.jspecify.annotations.Nullable;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.TaskFailure;
import org.lisle.core.message.TaskState;
import org.lisle.executor.scope.KillSwitch;
import org.lisle.executor.scope.TaskIdentity;
import org.lisle.executor.scope.TaskKilledException;
import org.lisle.executor.shuffle.fetch.FetchFailedException;

/**
 * What the driver is told of an attempt that failed. The kind follows from the exception alone: Lisle's own carry their code; any other is
 * the user's, unless its topmost frame is Lisle's.
 */
record FailureReport(TaskState state, TaskFailure failure) {

    /** @param killSwitch of the attempt: whatever an attempt dies of after it was killed, it was killed */
    static FailureReport of(Throwable thrown, TaskIdentity task, KillSwitch killSwitch) {
        String killed = killSwitch.reason().orElse(null);
        TaskKilledException kill = find(thrown, TaskKilledException.class);
        if (killed != null || kill != null) {
            return killed(killed != null ? killed : String.valueOf(thrown.getMessage()));
        }
        FetchFailedException fetch = find(thrown, FetchFailedException.class);
        if (fetch != null) {
            return fetchFailed(fetch);
        }
        if (thrown instanceof LisleException known) {
            TaskState state = known.code() == ErrorCode.COMMIT_DENIED ? TaskState.COMMIT_DENIED : TaskState.FAILED;
            return report(state, known.code(), String.valueOf(known.getMessage()), thrown);
        }
        if (thrown instanceof OutOfMemoryError) {
            return report(TaskState.FAILED, ErrorCode.MEMORY_EXHAUSTED, outOfMemory(task), thrown);
        }
        return report(TaskState.FAILED, codeOf(thrown), task + " failed: " + StackTraces.describe(thrown), thrown);
    }

    static FailureReport killed(String reason) {
        return new FailureReport(
                TaskState.KILLED, failure(ErrorCode.JOB_CANCELLED, reason, "").build());
    }

    private static ErrorCode codeOf(Throwable thrown) {
        // Casts that the user's types hide fail in Lisle's frames; what is too deep or missing is the user's as well.
        boolean users = thrown instanceof ClassCastException
                || thrown instanceof StackOverflowError
                || thrown instanceof LinkageError
                || thrown instanceof InterruptedException
                || !StackTraces.beginsInLisle(thrown);
        return users ? ErrorCode.USER_CODE_FAILED : ErrorCode.INTERNAL_ERROR;
    }

    private static String outOfMemory(TaskIdentity task) {
        return task + " ran out of memory on its executor: raise " + Settings.EXECUTOR_MEMORY.name()
                + " (in local mode -Xmx of this JVM), lower " + Settings.EXECUTOR_CORES.name()
                + ", or use more partitions, so that the functions hold less at a time";
    }

    private static FailureReport fetchFailed(FetchFailedException fetch) {
        TaskFailure failure = failure(ErrorCode.FETCH_FAILED, String.valueOf(fetch.getMessage()), "")
                .setShuffleId(fetch.shuffleId())
                .setMapPartitions(fetch.mapPartitions())
                .setMapTaskIds(fetch.mapTaskIds())
                .setAddress(fetch.address())
                .setUnreachableHost(fetch.unreachableHost())
                .build();
        return new FailureReport(TaskState.FETCH_FAILED, failure);
    }

    private static FailureReport report(TaskState state, ErrorCode code, String message, Throwable thrown) {
        return new FailureReport(
                state, failure(code, message, StackTraces.print(thrown)).build());
    }

    private static TaskFailure.Builder failure(ErrorCode code, String message, String stackTrace) {
        return TaskFailure.newBuilder()
                .setKind(code.kind().name())
                .setCode(code.name())
                .setMessage(message)
                .setStackTrace(stackTrace);
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 32; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
