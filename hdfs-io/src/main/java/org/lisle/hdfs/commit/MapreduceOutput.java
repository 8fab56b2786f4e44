package org.lisle.hdfs.commit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.SaveMode;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.counter.ThreadIo;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.format.RecordFile;

/** Output by an {@code org.apache.hadoop.mapreduce.OutputFormat}: files {@code part-r-00000} ..., committed by the format's committer. */
public final class MapreduceOutput implements OutputKind<Pair<Object, Object>> {
    private static final long serialVersionUID = 1L;

    private final @Nullable String directory;
    private final @Nullable Class<?> key;
    private final @Nullable Class<?> value;
    private final Class<?> outputFormat;
    private final TreeMap<String, String> settings;

    private MapreduceOutput(
            @Nullable String directory,
            @Nullable Class<?> key,
            @Nullable Class<?> value,
            Class<?> outputFormat,
            Map<String, String> settings) {
        this.directory = directory;
        this.key = key;
        this.value = value;
        this.outputFormat = outputFormat;
        this.settings = new TreeMap<>(settings);
    }

    /** @throws LisleException INVALID_ARGUMENT when {@code outputFormat} is none */
    public static DataSink<Pair<Object, Object>> sink(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            SaveMode mode,
            Map<String, String> settings) {
        if (!OutputFormat.class.isAssignableFrom(outputFormat)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    outputFormat.getName() + " is no " + OutputFormat.class.getName(),
                    "use saveAsHadoopFile for a format of org.apache.hadoop.mapred");
        }
        Committers.refusePartitions(mode, directory);
        return new CommittedSink<>(new MapreduceOutput(directory, key, value, outputFormat, settings), mode);
    }

    /** All from the settings. @throws LisleException INVALID_ARGUMENT when they name no output format */
    public static DataSink<Pair<Object, Object>> dataset(Map<String, String> settings) {
        return FileErrors.guard("the output's settings", () -> {
            JobConf configuration = HadoopConfiguration.with(settings);
            Class<?> format = configuration.getClass(MRJobConfig.OUTPUT_FORMAT_CLASS_ATTR, null);
            if (format == null) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the settings name no output format",
                        "set " + MRJobConfig.OUTPUT_FORMAT_CLASS_ATTR + ", as Job.setOutputFormatClass does");
            }
            String directory = configuration.get(org.apache.hadoop.mapreduce.lib.output.FileOutputFormat.OUTDIR);
            return new CommittedSink<>(
                    new MapreduceOutput(directory, null, null, format, settings), SaveMode.ERROR_IF_EXISTS);
        });
    }

    @Override
    public String description() {
        return outputFormat.getSimpleName() + (directory == null ? "" : " " + directory);
    }

    @Override
    public String place() {
        return directory == null ? outputFormat.getName() : directory;
    }

    @Override
    public JobConf configuration() throws IOException {
        JobConf configuration = Committers.configuration(directory, settings);
        if (key != null && value != null) {
            configuration.setOutputKeyClass(key);
            configuration.setOutputValueClass(value);
        }
        configuration.setClass(MRJobConfig.OUTPUT_FORMAT_CLASS_ATTR, outputFormat, OutputFormat.class);
        return configuration;
    }

    @Override
    public void check(JobConf configuration) throws IOException {
        try {
            format(configuration)
                    .checkOutputSpecs(new JobContextImpl(configuration, new org.apache.hadoop.mapreduce.JobID()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public JobContext jobContext(JobConf configuration, TaskAttemptID attempt) {
        return new JobContextImpl(configuration, attempt.getJobID());
    }

    /** Not the old API's context: its counters are null. */
    @Override
    public TaskAttemptContext taskContext(JobConf configuration, TaskAttemptID attempt) {
        return new TaskAttemptContextImpl(configuration, attempt);
    }

    /** The committer and the writer come from one format object, because formats keep their committer to ask it where to write. */
    @Override
    public Attempt<Pair<Object, Object>> attempt(JobConf configuration, TaskAttemptContext context) throws IOException {
        OutputFormat<Object, Object> format = format(configuration);
        try {
            return new Attempt<>(format.getOutputCommitter(context), () -> open(format, context));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RecordFile<Pair<Object, Object>> open(
            OutputFormat<Object, Object> format, TaskAttemptContext context) throws IOException {
        ThreadIo io = ThreadIo.start();
        try {
            return new FormatFile(format.getRecordWriter(context), context, io);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @SuppressWarnings("unchecked")
    private OutputFormat<Object, Object> format(JobConf configuration) {
        return (OutputFormat<Object, Object>) ReflectionUtils.newInstance(outputFormat, configuration);
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var exception = new InterruptedIOException("interrupted in an output format");
        exception.initCause(cause);
        return exception;
    }

    private record FormatFile(RecordWriter<Object, Object> writer, TaskAttemptContext context, ThreadIo io)
            implements RecordFile<Pair<Object, Object>> {
        @Override
        public void write(Pair<Object, Object> pair) throws IOException {
            try {
                writer.write(pair.key(), pair.value());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        @Override
        public long bytesWritten() {
            return io.bytesWritten();
        }

        @Override
        public void close() throws IOException {
            try {
                writer.close(context);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }
}
