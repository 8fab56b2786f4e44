package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.lisle.api.SaveOptions;
import org.lisle.core.io.DataSink;
import org.lisle.hdfs.format.WriteFormat;

/**
 * Files of a {@link WriteFormat} in a directory: {@code part-00000}, {@code part-00001} ..., one for each partition of the dataset, or as the
 * {@link SaveOptions} want them.
 */
public final class FileOutput<T> implements OutputKind<T> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final WriteFormat<T> format;
    private final SaveOptions<? super T> options;
    private final TreeMap<String, String> settings;

    private FileOutput(
            String directory, WriteFormat<T> format, SaveOptions<? super T> options, Map<String, String> settings) {
        this.directory = directory;
        this.format = format;
        this.options = options;
        this.settings = new TreeMap<>(settings);
    }

    /** @throws org.lisle.core.error.LisleException INVALID_ARGUMENT when partitions are to be overwritten and no columns are named */
    public static <T> DataSink<T> sink(
            String directory, WriteFormat<T> format, SaveOptions<? super T> options, Map<String, String> settings) {
        if (options.partitionValues() == null) {
            Committers.refusePartitions(options.mode(), directory);
        }
        return new CommittedSink<>(new FileOutput<>(directory, format, options, settings), options.mode());
    }

    @Override
    public String description() {
        return format.name() + " " + directory;
    }

    @Override
    public String place() {
        return directory;
    }

    @Override
    public JobConf configuration() throws IOException {
        return Committers.configuration(directory, settings);
    }

    @Override
    public void check(JobConf configuration) {
        format.check(configuration);
    }

    @Override
    public Attempt<T> attempt(JobConf configuration, TaskAttemptContext context) throws IOException {
        PathOutputCommitter committer = Committers.ofDirectory(context);
        return new Attempt<>(committer, () -> {
            AttemptFiles<T> files = new AttemptFiles<>(
                    format,
                    configuration,
                    committer.getWorkPath(),
                    PartNames.part(context),
                    format.extension(configuration));
            return options.hasTargetFileSize() || options.partitionValues() != null
                    ? new ManyFiles<>(files, options)
                    : files.only();
        });
    }
}
