package org.lisle.hdfs.commit;

import java.util.Locale;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapred.TaskID;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskType;
import org.lisle.core.io.DataSink.JobToken;
import org.lisle.core.io.DataSink.TaskToken;

/**
 * The names by which Hadoop's committers and formats know our jobs and attempts; the same tokens always give the same names.
 *
 * <p>The driver's epoch is Hadoop's application attempt, whose number the committer puts into the path of pending output: what an attempt
 * started by a dead driver still commits goes where no later job commit looks.
 */
final class AttemptIds {
    private AttemptIds() {}

    static JobID job(JobToken token) {
        String identifier = token.applicationTime() + String.format(Locale.ROOT, "%04d", token.applicationNumber());
        return new JobID(identifier, token.jobId());
    }

    /** Names the job where it writes: no other job, and no other driver of the application, has the same name. */
    static String name(JobToken token) {
        return String.format(
                Locale.ROOT,
                "%d%04d-%d-%d",
                token.applicationTime(),
                token.applicationNumber(),
                token.jobId(),
                token.epoch());
    }

    /** The attempt's name; its last number is the task id, because attempt numbers begin anew when a stage runs again. */
    static TaskAttemptID attempt(JobToken token, TaskToken task, TaskType type) {
        return new TaskAttemptID(
                new TaskID(job(token), type, task.partition()), (int) (task.taskId() & Integer.MAX_VALUE));
    }

    /** An attempt that stands for the job where Hadoop wants one to make a committer. */
    static TaskAttemptID ofJob(JobToken token, TaskType type) {
        return new TaskAttemptID(new TaskID(job(token), type, 0), 0);
    }

    /** Puts the names where formats and committers look for them. */
    static void configure(JobConf configuration, JobToken token, TaskAttemptID attempt) {
        configuration.setInt(MRJobConfig.APPLICATION_ATTEMPT_ID, token.epoch());
        configuration.set(MRJobConfig.ID, attempt.getJobID().toString());
        configuration.set("fs.s3a.committer.uuid", "lisle-" + attempt.getJobID());
        configuration.set(JobContext.TASK_ID, attempt.getTaskID().toString());
        configuration.set(JobContext.TASK_ATTEMPT_ID, attempt.toString());
        configuration.setBoolean(JobContext.TASK_ISMAP, attempt.getTaskType() == TaskType.MAP);
        configuration.setInt(JobContext.TASK_PARTITION, attempt.getTaskID().getId());
    }
}
