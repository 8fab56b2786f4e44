package org.lisle.hdfs.commit;

import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.lisle.api.SaveMode;

/** A job's output as Hadoop's committers want it: where the committer works, and what stands for the job. */
record JobOutput(JobConf configuration, JobContext context, OutputCommitter committer, SaveMode mode) {}
