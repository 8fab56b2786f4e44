package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputCommitter;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.InvalidJobConfException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
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

/** Output by an {@code org.apache.hadoop.mapred.OutputFormat}: files {@code part-00000} ... . */
public final class MapredOutput implements OutputKind<Pair<Object, Object>> {
    private static final long serialVersionUID = 1L;

    private final @Nullable String directory;
    private final @Nullable Class<?> key;
    private final @Nullable Class<?> value;
    private final Class<?> outputFormat;
    private final @Nullable Class<?> codec;
    private final TreeMap<String, String> settings;

    private MapredOutput(
            @Nullable String directory,
            @Nullable Class<?> key,
            @Nullable Class<?> value,
            Class<?> outputFormat,
            @Nullable Class<?> codec,
            Map<String, String> settings) {
        this.directory = directory;
        this.key = key;
        this.value = value;
        this.outputFormat = outputFormat;
        this.codec = codec;
        this.settings = new TreeMap<>(settings);
    }

    /** @throws LisleException INVALID_ARGUMENT when {@code outputFormat} is none */
    public static DataSink<Pair<Object, Object>> sink(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            @Nullable Class<?> codec,
            SaveMode mode,
            Map<String, String> settings) {
        if (!OutputFormat.class.isAssignableFrom(outputFormat)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    outputFormat.getName() + " is no " + OutputFormat.class.getName(),
                    "use saveAsNewAPIHadoopFile for a format of org.apache.hadoop.mapreduce");
        }
        Committers.refusePartitions(mode, directory);
        return new CommittedSink<>(new MapredOutput(directory, key, value, outputFormat, codec, settings), mode);
    }

    /** All from the settings of a JobConf. @throws LisleException INVALID_ARGUMENT when they name no output format */
    public static DataSink<Pair<Object, Object>> dataset(Map<String, String> settings) {
        return FileErrors.guard("the output's settings", () -> {
            JobConf configuration = HadoopConfiguration.with(settings);
            Class<?> format = configuration.getClass("mapred.output.format.class", null);
            if (format == null) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the settings name no output format",
                        "call setOutputFormat on the JobConf");
            }
            String directory = configuration.get(org.apache.hadoop.mapreduce.lib.output.FileOutputFormat.OUTDIR);
            return new CommittedSink<>(
                    new MapredOutput(directory, null, null, format, null, settings), SaveMode.ERROR_IF_EXISTS);
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
        configuration.setClass("mapred.output.format.class", outputFormat, OutputFormat.class);
        if (codec != null) {
            FileOutputFormat.setCompressOutput(configuration, true);
            configuration.set(org.apache.hadoop.mapreduce.lib.output.FileOutputFormat.COMPRESS_CODEC, codec.getName());
        }
        return configuration;
    }

    @Override
    public void check(JobConf configuration) throws IOException {
        try {
            format(configuration).checkOutputSpecs(FileSystem.get(configuration), configuration);
        } catch (InvalidJobConfException e) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    outputFormat.getName() + " does not accept the settings: " + e.getMessage(),
                    "correct the settings",
                    e);
        }
    }

    @Override
    public Attempt<Pair<Object, Object>> attempt(JobConf configuration, TaskAttemptContext context) throws IOException {
        OutputCommitter committer = committer(configuration, context);
        return new Attempt<>(committer, () -> open(configuration, context, committer));
    }

    /** The committer that the settings name; a cluster's choice for the file system where they name none. */
    private OutputCommitter committer(JobConf configuration, TaskAttemptContext context) throws IOException {
        org.apache.hadoop.mapred.OutputCommitter named = configuration.getOutputCommitter();
        boolean isDefault = named.getClass() == FileOutputCommitter.class;
        return isDefault && directory != null && FileOutputFormat.class.isAssignableFrom(outputFormat)
                ? Committers.ofDirectory(context)
                : named;
    }

    private RecordFile<Pair<Object, Object>> open(
            JobConf configuration, TaskAttemptContext context, OutputCommitter committer) throws IOException {
        if (committer instanceof PathOutputCommitter pathCommitter) {
            configuration.set(
                    JobContext.TASK_OUTPUT_DIR, pathCommitter.getWorkPath().toString());
        } else if (committer instanceof FileOutputCommitter fileCommitter) {
            Path work = fileCommitter.getWorkPath(
                    (org.apache.hadoop.mapred.TaskAttemptContext) context,
                    FileOutputFormat.getOutputPath(configuration));
            configuration.set(JobContext.TASK_OUTPUT_DIR, work.toString());
        }
        ThreadIo io = ThreadIo.start();
        RecordWriter<Object, Object> writer = format(configuration)
                .getRecordWriter(FileSystem.get(configuration), configuration, PartNames.part(context), Reporter.NULL);
        return new RecordFile<>() {
            @Override
            public void write(Pair<Object, Object> pair) throws IOException {
                writer.write(pair.key(), pair.value());
            }

            @Override
            public long bytesWritten() {
                return io.bytesWritten();
            }

            @Override
            public void close() throws IOException {
                writer.close(Reporter.NULL);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private OutputFormat<Object, Object> format(JobConf configuration) {
        return (OutputFormat<Object, Object>) ReflectionUtils.newInstance(outputFormat, configuration);
    }
}
