package org.lisle.executor.shuffle.write;

/** Hears what a writer did, in sums of many records. Called on the task's thread. */
public interface ShuffleWriteMetrics {
    /** Records and bytes of segments written since the last call. */
    void shuffleWritten(long records, long bytes);

    /** Bytes written to a run that will be read again before the commit. */
    void spilled(long bytes);

    /** Time spent sorting and writing, not serialising. */
    void shuffleWriteNanos(long nanos);
}
