package org.lisle.format.csv;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.mapred.JobConf;
import org.jspecify.annotations.Nullable;
import org.lisle.core.record.RecordShape;
import org.lisle.hdfs.codec.FileCodecs;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;
import org.lisle.hdfs.format.WriteFormat;

/** Makes CSV files. */
final class CsvWriteFormat<T> implements WriteFormat<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final CsvOptions options;

    CsvWriteFormat(Class<T> type, CsvOptions options) {
        this.type = type;
        this.options = options;
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String extension(JobConf configuration) {
        CompressionCodec codec = codec(configuration);
        return ".csv" + (codec == null ? "" : codec.getDefaultExtension());
    }

    @Override
    public RecordFile<T> create(Path file, JobConf configuration) throws IOException {
        OutputFile out = OutputFile.create(file, codec(configuration), configuration);
        return new CsvFile<>(RecordShape.of(type), options, out);
    }

    private @Nullable CompressionCodec codec(JobConf configuration) {
        return new FileCodecs(configuration).codec(options.compression());
    }
}
