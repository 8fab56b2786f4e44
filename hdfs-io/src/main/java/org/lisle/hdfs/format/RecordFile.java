package org.lisle.hdfs.format;

import java.io.IOException;

/** What an attempt writes its records to, on one thread. */
public interface RecordFile<T> {
    void write(T value) throws IOException;

    /** Bytes written so far, compressed ones where they are. */
    long bytesWritten();

    /** Writes what is left; once more: nothing. */
    void close() throws IOException;
}
