package org.lisle.executor.record;

import org.jspecify.annotations.Nullable;

/** Records, one after the other: {@code while (cursor.advance()) use(cursor.current())}. Confined to the task's thread. */
public interface RecordCursor extends AutoCloseable {
    /**
     * Moves to the next record; false after the last, and from then on.
     *
     * @throws Exception what the user's functions throw, and {@code LisleException}s
     */
    boolean advance() throws Exception;

    /** The record; valid after {@link #advance} returned true. */
    @Nullable
    Object current();

    /** Where the record comes from, for people; empty when that is not known. */
    default String where() {
        return "";
    }

    /** Gives back what this holds; may be called at any time, more than once. */
    @Override
    void close();
}
