package org.lisle.format.json;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.mapred.JobConf;
import org.jspecify.annotations.Nullable;
import org.lisle.api.FileCompression;
import org.lisle.core.record.RecordShape;
import org.lisle.hdfs.codec.FileCodecs;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;
import org.lisle.hdfs.format.WriteFormat;

/** Makes files of JSON lines. */
final class JsonWriteFormat<T> implements WriteFormat<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final FileCompression compression;

    JsonWriteFormat(Class<T> type, FileCompression compression) {
        this.type = type;
        this.compression = compression;
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String extension(JobConf configuration) {
        CompressionCodec codec = codec(configuration);
        return ".json" + (codec == null ? "" : codec.getDefaultExtension());
    }

    @Override
    public RecordFile<T> create(Path file, JobConf configuration) throws IOException {
        OutputFile out = OutputFile.create(file, codec(configuration), configuration);
        return new JsonFile<>(new ObjectForm(RecordShape.of(type)), out);
    }

    private @Nullable CompressionCodec codec(JobConf configuration) {
        return new FileCodecs(configuration).codec(compression);
    }
}
