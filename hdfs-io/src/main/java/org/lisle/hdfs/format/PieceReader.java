package org.lisle.hdfs.format;

import java.io.Closeable;
import java.io.IOException;

/** The records of one piece of a file, on one thread. */
public interface PieceReader<T> extends Closeable {
    /**
     * Moves to the next record; false behind the last.
     *
     * @throws org.lisle.core.error.LisleException INPUT_CORRUPT naming path and offset; an IOException is the file system's
     */
    boolean next() throws IOException;

    /** The record: a new object, or an immutable one. */
    T record();

    /** File and place of the record, for people. */
    String where();

    /** Bytes of the file read so far, compressed ones where it is compressed. */
    long bytesRead();
}
