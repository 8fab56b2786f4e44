package org.lisle.hdfs.commit;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContextImpl;
import org.apache.hadoop.mapred.TaskAttemptContextImpl;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskType;
import org.lisle.hdfs.failure.FileErrors.FileWork;
import org.lisle.hdfs.format.RecordFile;

/** What differs between kinds of output; the rest is {@link CommittedSink}. Immutable. */
interface OutputKind<T> extends Serializable {
    /** For people: {@code text hdfs:///out}. */
    String description();

    /** The place as the user named it. */
    String place();

    /** Hadoop's configuration with all this output needs; a new one each call. */
    JobConf configuration() throws IOException;

    /** Which letter new-API formats put into the names of files: {@code part-r-00000}. */
    default TaskType taskType() {
        return TaskType.REDUCE;
    }

    /** Refuses a place that cannot be written to, by Hadoop's FileAlreadyExistsException where there is something already. */
    void check(JobConf configuration) throws IOException;

    default JobContext jobContext(JobConf configuration, TaskAttemptID attempt) {
        return new JobContextImpl(configuration, attempt.getJobID());
    }

    default TaskAttemptContext taskContext(JobConf configuration, TaskAttemptID attempt) {
        return new TaskAttemptContextImpl(configuration, attempt);
    }

    /** Makes an attempt's committer, which writes nothing yet. */
    Attempt<T> attempt(JobConf configuration, TaskAttemptContext context) throws IOException;

    /**
     * An attempt to write.
     *
     * @param committer makes the files count; also stands for the job's committer
     * @param opening opens the files in the place that the committer names
     */
    record Attempt<T>(OutputCommitter committer, FileWork<RecordFile<T>> opening) {}
}
