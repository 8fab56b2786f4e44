package org.lisle.hdfs.commit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.DataSink;
import org.lisle.hdfs.codec.FileCodecs;

/** Lines of text in files {@code part-00000}, {@code part-00001} ..., compressed if wanted. */
public final class TextOutput implements OutputKind<Object> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final @Nullable Class<?> codec;
    private final TreeMap<String, String> settings;

    private TextOutput(String directory, @Nullable Class<?> codec, Map<String, String> settings) {
        this.directory = directory;
        this.codec = codec;
        this.settings = new TreeMap<>(settings);
    }

    /** @param codec a class of Hadoop's CompressionCodec; null for what the configuration says, which by default is none */
    public static DataSink<Object> sink(String directory, @Nullable Class<?> codec, Map<String, String> settings) {
        return new CommittedSink<>(new TextOutput(directory, codec, settings));
    }

    @Override
    public String description() {
        return "text " + directory;
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
        codec(configuration);
        Path path = FileOutputFormat.getOutputPath(configuration);
        if (path.getFileSystem(configuration).exists(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
    }

    @Override
    public Attempt<Object> attempt(JobConf configuration, TaskAttemptContext context) throws IOException {
        PathOutputCommitter committer = Committers.ofDirectory(context);
        return new Attempt<>(committer, () -> open(configuration, context, committer.getWorkPath()));
    }

    private RecordFile<Object> open(JobConf configuration, TaskAttemptContext context, Path workPath)
            throws IOException {
        CompressionCodec chosen = codec(configuration);
        String name = PartNames.part(context) + (chosen == null ? "" : chosen.getDefaultExtension());
        Path file = new Path(workPath, name);
        FSDataOutputStream raw = file.getFileSystem(configuration).create(file, false);
        try {
            OutputStream out = chosen == null ? raw : FileCodecs.compress(chosen, raw, file.toString());
            return new LineFile(raw, out);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private @Nullable CompressionCodec codec(JobConf configuration) {
        FileCodecs codecs = new FileCodecs(configuration);
        if (codec != null) {
            return codecs.codec(codec);
        }
        if (!FileOutputFormat.getCompressOutput(configuration)) {
            return null;
        }
        return codecs.codec(FileOutputFormat.getOutputCompressorClass(configuration, DefaultCodec.class));
    }
}
