package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.lisle.core.io.DataSink;
import org.lisle.hdfs.format.WriteFormat;

/** Files {@code part-00000}, {@code part-00001} ... of one format in a directory. */
public final class FileOutput<T> implements OutputKind<T> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final WriteFormat<T> format;
    private final TreeMap<String, String> settings;

    private FileOutput(String directory, WriteFormat<T> format, Map<String, String> settings) {
        this.directory = directory;
        this.format = format;
        this.settings = new TreeMap<>(settings);
    }

    public static <T> DataSink<T> sink(String directory, WriteFormat<T> format, Map<String, String> settings) {
        return new CommittedSink<>(new FileOutput<>(directory, format, settings));
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
    public void check(JobConf configuration) throws IOException {
        format.check(configuration);
        Path path = FileOutputFormat.getOutputPath(configuration);
        if (path.getFileSystem(configuration).exists(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
    }

    @Override
    public Attempt<T> attempt(JobConf configuration, TaskAttemptContext context) throws IOException {
        PathOutputCommitter committer = Committers.ofDirectory(context);
        return new Attempt<>(committer, () -> {
            String name = PartNames.part(context) + format.extension(configuration);
            return format.create(new Path(committer.getWorkPath(), name), configuration);
        });
    }
}
