package org.lisle.hdfs.text;

import java.io.Closeable;
import java.io.IOException;

/** The lines of one piece of a file, on one thread. */
public interface PieceLines extends Closeable {
    /** Moves to the next line; false behind the last. */
    boolean next() throws IOException;

    /** The line, without its end. */
    String text();

    /** File and offset of the line, for people. */
    String where();

    /** Holds the line's bytes between {@link #from} and {@link #to}; good until the next call of {@link #next}. */
    byte[] buffer();

    /** Index of the line's first byte in the buffer. */
    int from();

    /** Index behind the line's last byte. */
    int to();

    /** Index behind the line's end, as it stands in the file; as {@link #to} when the last line has none, or it is not kept. */
    int endTo();

    /** Position of the line's first byte in the file, or in what a codec makes of it. */
    long offset();

    /** Bytes of the file read so far, compressed ones where it is compressed. */
    long bytesRead();
}
