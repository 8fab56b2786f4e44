package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.jspecify.annotations.Nullable;
import org.lisle.api.SaveOptions;
import org.lisle.core.io.DataSink;
import org.lisle.hdfs.codec.FileCodecs;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;
import org.lisle.hdfs.format.WriteFormat;

/** Lines of text, compressed if wanted. */
public final class TextOutput<T> implements WriteFormat<T> {
    private static final long serialVersionUID = 1L;

    private final @Nullable Class<?> codec;

    private TextOutput(@Nullable Class<?> codec) {
        this.codec = codec;
    }

    /** @param codec a class of Hadoop's CompressionCodec; null for what the configuration says, which by default is none */
    public static <T> DataSink<T> sink(
            String directory, @Nullable Class<?> codec, SaveOptions<? super T> options, Map<String, String> settings) {
        return FileOutput.sink(directory, new TextOutput<T>(codec), options, settings);
    }

    @Override
    public String name() {
        return "text";
    }

    @Override
    public void check(JobConf configuration) {
        codec(configuration);
    }

    @Override
    public String extension(JobConf configuration) {
        CompressionCodec chosen = codec(configuration);
        return chosen == null ? "" : chosen.getDefaultExtension();
    }

    @Override
    public RecordFile<T> create(Path file, JobConf configuration) throws IOException {
        return new LineFile<>(OutputFile.create(file, codec(configuration), configuration));
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
