package org.lisle.hdfs.commit;

import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** Names of output files as Hadoop and Spark users know them. */
final class PartNames {
    /** What Hadoop's new-API formats ask for the begin of their files' names. */
    private static final String BASE_NAME = "mapreduce.output.basename";

    private PartNames() {}

    /** From now on names are such as {@code part-JOB-00000}. */
    static void tellTheJob(Configuration configuration, String job) {
        configuration.set(BASE_NAME, "part-" + job);
    }

    /** {@code part-00000} for partition 0. */
    static String part(TaskAttemptContext context) {
        return String.format(
                Locale.ROOT,
                "%s-%05d",
                context.getConfiguration().get(BASE_NAME, "part"),
                context.getTaskAttemptID().getTaskID().getId());
    }
}
