package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapred.TaskID;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.DataSource.ReadContext;
import org.lisle.hdfs.conf.HadoopConfiguration;

/** The configuration that an InputFormat sees. */
final class InputConfiguration {
    private InputConfiguration() {}

    /** @param paths as users write them, with commas between; null when the settings name the input */
    static JobConf of(@Nullable String paths, Map<String, String> settings) throws IOException {
        JobConf configuration = HadoopConfiguration.with(settings);
        if (paths != null) {
            configuration.set(FileInputFormat.INPUT_DIR, paths);
        }
        return configuration;
    }

    /** The attempt that reads, under a job name of its stage; put into the configuration for formats that look there. */
    static TaskAttemptID attempt(JobConf configuration, ReadContext context) {
        TaskID task = new TaskID(new JobID("0", context.stageId()), TaskType.MAP, context.partition());
        TaskAttemptID attempt = new TaskAttemptID(task, context.attempt());
        configuration.set(JobContext.TASK_ID, task.toString());
        configuration.set(JobContext.TASK_ATTEMPT_ID, attempt.toString());
        configuration.setBoolean(JobContext.TASK_ISMAP, true);
        configuration.setInt(JobContext.TASK_PARTITION, context.partition());
        return attempt;
    }

    /** Hosts of a split without localhost, which is no place in a cluster. */
    static List<String> hosts(String @Nullable [] locations) {
        if (locations == null) {
            return List.of();
        }
        return Arrays.stream(locations)
                .filter(host -> host != null && !host.equals("localhost"))
                .distinct()
                .toList();
    }
}
