package org.lisle.hdfs.format;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.mapred.JobConf;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.split.FilePiece;

/** How a kind of file is read. Immutable; travels with the stage. */
public interface ReadFormat<T> extends Serializable {
    /** Where files of the format may be cut. */
    enum Cut {
        /** As files of lines: anywhere, unless a codec forbids it. */
        AS_LINES,
        /** Anywhere, whatever the file's name. */
        ANYWHERE,
        /** Nowhere: a file is one piece. */
        NOWHERE
    }

    /** For people: {@code csv}. */
    String name();

    Cut cut();

    /**
     * Opens a piece in a task. The pieces of a file give each of its records once, however it is cut. Where a file is damaged, the reader's
     * {@code advance} throws a LisleException INPUT_CORRUPT naming path and offset; an IOException is the file system's. Its {@code bytesRead}
     * counts those of the file, compressed ones where it is compressed.
     *
     * @param configuration of the task, with the job's settings and class loader; not to be kept beyond the reader
     */
    RecordReader<T> open(FilePiece piece, JobConf configuration) throws IOException;
}
