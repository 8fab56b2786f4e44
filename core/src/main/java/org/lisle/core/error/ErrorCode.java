package org.lisle.core.error;

/**
 * The stable codes of {@link LisleException}. A code says what happened; its kind says whose fault it is; {@link #retryable()} says
 * whether another attempt of the same task may succeed.
 */
public enum ErrorCode {
    // ---- the user's program
    USER_CODE_FAILED(ErrorKind.USER, true),
    CLOSURE_NOT_SERIALIZABLE(ErrorKind.USER, false),
    CLOSURE_CLASS_REFUSED(ErrorKind.USER, false),
    RECORD_NOT_SERIALIZABLE(ErrorKind.USER, false),
    CLASS_NOT_FOUND(ErrorKind.USER, false),
    INVALID_ARGUMENT(ErrorKind.USER, false),
    INVALID_SETTING(ErrorKind.USER, false),
    USAGE(ErrorKind.USER, false),
    CONTEXT_CLOSED(ErrorKind.USER, false),
    NO_CONTEXT(ErrorKind.USER, false),
    INPUT_NOT_FOUND(ErrorKind.USER, false),
    INPUT_CHANGED(ErrorKind.USER, false),
    INPUT_CORRUPT(ErrorKind.USER, false),
    OUTPUT_EXISTS(ErrorKind.USER, false),
    RESULT_TOO_LARGE(ErrorKind.USER, false),
    RECORD_TOO_LARGE(ErrorKind.USER, false),
    EMPTY_COLLECTION(ErrorKind.USER, false),
    JOB_CANCELLED(ErrorKind.USER, false),
    SYSTEM_EXIT(ErrorKind.USER, false),
    NON_DETERMINISTIC(ErrorKind.USER, false),
    TOO_MANY_BAD_RECORDS(ErrorKind.USER, false),
    BARRIER_MISMATCH(ErrorKind.USER, false),
    BARRIER_BROKEN(ErrorKind.USER, true),
    // ---- resources
    EXECUTOR_TOO_LARGE(ErrorKind.INSUFFICIENT_RESOURCES, false),
    NO_EXECUTORS(ErrorKind.INSUFFICIENT_RESOURCES, false),
    TOO_FEW_SLOTS(ErrorKind.INSUFFICIENT_RESOURCES, false),
    MEMORY_EXHAUSTED(ErrorKind.INSUFFICIENT_RESOURCES, true),
    // ---- what Lisle stands on
    CLUSTER_UNREACHABLE(ErrorKind.EXTERNAL, false),
    QUEUE_UNKNOWN(ErrorKind.USER, false),
    SUBMISSION_REJECTED(ErrorKind.EXTERNAL, false),
    APPLICATION_FAILED(ErrorKind.EXTERNAL, false),
    FILE_SYSTEM(ErrorKind.EXTERNAL, true),
    LOCAL_DISK(ErrorKind.EXTERNAL, true),
    SPILL_DISK_FULL(ErrorKind.EXTERNAL, true),
    CONNECTION_LOST(ErrorKind.EXTERNAL, true),
    AUTHENTICATION_FAILED(ErrorKind.EXTERNAL, false),
    EXECUTOR_LOST(ErrorKind.EXTERNAL, true),
    STALE_EPOCH(ErrorKind.EXTERNAL, true),
    EXECUTORS_EXCLUDED(ErrorKind.EXTERNAL, false),
    TASK_STALLED(ErrorKind.EXTERNAL, true),
    FETCH_FAILED(ErrorKind.EXTERNAL, true),
    BLOCK_CORRUPT(ErrorKind.EXTERNAL, true),
    COMMIT_DENIED(ErrorKind.EXTERNAL, true),
    COMMIT_FAILED(ErrorKind.EXTERNAL, true),
    // ---- ourselves
    INTERNAL_ERROR(ErrorKind.INTERNAL, true),
    PROTOCOL(ErrorKind.INTERNAL, false);

    private final ErrorKind kind;
    private final boolean retryable;

    ErrorCode(ErrorKind kind, boolean retryable) {
        this.kind = kind;
        this.retryable = retryable;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** Whether another attempt of the task that failed so may end well. */
    public boolean retryable() {
        return retryable;
    }
}
