package org.lisle.executor.scope;

/** What is counted of a task; see {@code TaskMetrics} for the meanings. */
public enum Counter {
    RECORDS_READ,
    BYTES_READ,
    RECORDS_WRITTEN,
    BYTES_WRITTEN,
    SHUFFLE_RECORDS_WRITTEN,
    SHUFFLE_BYTES_WRITTEN,
    SHUFFLE_RECORDS_READ,
    SHUFFLE_BYTES_READ_LOCAL,
    SHUFFLE_BYTES_READ_REMOTE,
    BYTES_SPILLED,
    RESULT_BYTES,
    RUN_NANOS,
    CPU_NANOS,
    GC_NANOS,
    DESERIALIZE_NANOS,
    FETCH_WAIT_NANOS,
    SHUFFLE_WRITE_NANOS,
    BAD_RECORDS
}
