package org.lisle.hdfs.commit;

import java.util.Locale;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** Names of output files as Hadoop and Spark users know them. */
final class PartNames {
    private PartNames() {}

    /** {@code part-00000} for partition 0. */
    static String part(TaskAttemptContext context) {
        return String.format(
                Locale.ROOT, "part-%05d", context.getTaskAttemptID().getTaskID().getId());
    }
}
