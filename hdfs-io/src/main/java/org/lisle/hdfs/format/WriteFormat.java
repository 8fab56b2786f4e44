package org.lisle.hdfs.format;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;

/** How a kind of file is written. Immutable; travels with the stage. */
public interface WriteFormat<T> extends Serializable {
    /** For people: {@code csv}. */
    String name();

    /** Refuses what cannot be written, before anything runs. @throws org.lisle.core.error.LisleException INVALID_ARGUMENT */
    default void check(JobConf configuration) {}

    /** The ending of files' names: {@code .csv.gz}. */
    String extension(JobConf configuration);

    /** Makes a file, which must not be there. */
    RecordFile<T> create(Path file, JobConf configuration) throws IOException;
}
