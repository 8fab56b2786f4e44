package org.lisle.executor.shuffle.fetch;

import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.EncodedPairs;

/**
 * Pairs, one after the other: {@code while (records.next()) use(records.key(), records.value())}. Key and value are new objects for each
 * record. Confined to the task's thread.
 */
public interface RecordStream extends AutoCloseable {
    /**
     * Moves to the next record; waits for it when it is still on its way.
     *
     * @return false after the last
     * @throws FetchFailedException when segments are lost
     */
    boolean next();

    /**
     * Like {@link #next}, but leaves a record whose key and value are plain as it is, see {@link #encoded}.
     *
     * @throws FetchFailedException when segments are lost
     */
    boolean nextEncoded();

    /** The current record's bytes, after {@link #nextEncoded}; null when key and value are there as objects instead. */
    @Nullable
    EncodedPairs encoded();

    /** The current record's key. */
    @Nullable
    Object key();

    /** The current record's value. */
    @Nullable
    Object value();

    /** Cancels what is on its way and gives all memory back. May be called more than once. */
    @Override
    void close();
}
