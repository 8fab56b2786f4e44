package org.lisle.hdfs.text;

import java.io.Closeable;
import java.io.IOException;

/** The lines of one piece of a file, on one thread. */
interface PieceLines extends Closeable {
    /** Moves to the next line; false behind the last. */
    boolean next() throws IOException;

    /** The line, without its end. */
    String text();

    /** File and offset of the line, for people. */
    String where();

    /** Bytes of the file read so far, compressed ones where it is compressed. */
    long bytesRead();
}
