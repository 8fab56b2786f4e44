package org.lisle.core.io;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads the records of a split, on one thread: {@code while (reader.advance()) use(reader.current())}.
 *
 * <p>Records are new objects, or immutable: the caller may keep them.
 */
public interface RecordReader<T> extends Closeable {
    /** Moves to the next record; false at the end. */
    boolean advance() throws IOException;

    /** The record; valid after {@link #advance} returned true. */
    T current();

    /** Where the record is, for people, such as its file and offset; empty when only the source knows. */
    default String where() {
        return "";
    }

    /** Bytes of the source consumed so far. */
    long bytesRead();
}
