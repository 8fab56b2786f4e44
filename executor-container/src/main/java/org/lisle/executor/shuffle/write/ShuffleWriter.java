package org.lisle.executor.shuffle.write;

import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;

/** Takes the records of one map task. Ends with exactly one of {@link #commit} and {@link #abort}. Confined to the task's thread. */
public interface ShuffleWriter {
    /**
     * Adds a record; it is serialised at once, the caller may change key and value afterwards.
     *
     * @param reducePartition from 0, below the shuffle's number of reduce partitions
     * @throws org.lisle.core.error.LisleException RECORD_NOT_SERIALIZABLE, RECORD_TOO_LARGE, SPILL_DISK_FULL or LOCAL_DISK
     */
    void write(int reducePartition, @Nullable Object key, @Nullable Object value);

    /**
     * Makes the output visible, by rename, under a name no other attempt uses. The writer holds no memory afterwards.
     *
     * @throws org.lisle.core.error.LisleException SPILL_DISK_FULL or LOCAL_DISK
     */
    MapOutput commit();

    /** Gives everything back and leaves no file. May be called at any time, also after {@link #commit}, when it does nothing. */
    void abort();
}
