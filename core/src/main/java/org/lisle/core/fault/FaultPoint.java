package org.lisle.core.fault;

/** A place in the product that asks a {@link FaultInjector} before it goes on; behind each, the key it asks with. */
public enum FaultPoint {
    /** An attempt begins in an executor. Key: {@code stageId/partition/attempt}. */
    TASK_START,
    /** An attempt's user code has ended and its output is to be closed. Same key. */
    TASK_OUTPUT,
    /** An attempt's report is about to be sent. Same key. */
    TASK_REPORT,
    /** The driver is about to append a record to its journal. Key: the record's type. */
    JOURNAL_RECORD,
    /** The driver has flushed a record and is about to announce its effect. Key: the record's type. */
    JOURNAL_FLUSHED,
    /** A reader is about to ask for segments or a block. Key: {@code shuffleId/mapPartition} of the first segment, or the block's id. */
    FETCH,
    /** A server is about to answer. Same key. */
    SERVE,
    /** A map task's data file, a spill or a block is about to be written. Key: the file's name. */
    DISK_WRITE,
    /** An attempt is about to commit its output, the driver having agreed. Key: {@code stageId/partition/attempt}. */
    TASK_COMMIT,
    /** The driver is about to commit a job's output. Key: the output's path. */
    JOB_COMMIT,
    /** A message, a request or an answer is about to be sent to another process. Key: the message's type. */
    MESSAGE
}
