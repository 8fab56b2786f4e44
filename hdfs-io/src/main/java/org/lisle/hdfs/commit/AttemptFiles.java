package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.lisle.hdfs.format.RecordFile;
import org.lisle.hdfs.format.WriteFormat;

/**
 * Makes the files of one attempt. All names of an attempt begin with its partition's name and sort as they were made:
 * {@code part-00003-00000.gz}, {@code part-00003-00001.gz}.
 *
 * @param directory the attempt's own
 * @param part such as {@code part-00003}
 */
record AttemptFiles<T>(WriteFormat<T> format, JobConf configuration, Path directory, String part, String extension) {

    /** The one file of an attempt that makes only one. */
    RecordFile<T> only() throws IOException {
        return format.create(new Path(directory, part + extension), configuration);
    }

    /** @param below the directories below the attempt's own; empty for none */
    RecordFile<T> next(String below, int number) throws IOException {
        String name = part + String.format(Locale.ROOT, "-%05d", number) + extension;
        Path parent = below.isEmpty() ? directory : new Path(directory, below);
        return format.create(new Path(parent, name), configuration);
    }
}
