package org.lisle.executor.shuffle.fetch;

/** Hears what a reader did, in sums of many records. Called on the task's thread. */
public interface ShuffleReadMetrics {
    /** Bytes read from files of this node. */
    void readLocal(long bytes);

    /** Bytes received from other executors. */
    void readRemote(long bytes);

    void shuffleRecordsRead(long records);

    /** Time the task's thread waited for bytes. */
    void fetchWaited(long nanos);
}
