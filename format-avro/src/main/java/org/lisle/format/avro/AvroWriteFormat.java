package org.lisle.format.avro;

import java.io.IOException;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.jspecify.annotations.Nullable;
import org.lisle.api.FileCompression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.ValueRefused;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;
import org.lisle.hdfs.format.WriteFormat;

/** Makes Avro's data files. */
final class AvroWriteFormat<T> implements WriteFormat<T> {
    private static final long serialVersionUID = 1L;

    private final Datum<T> datum;
    private final FileCompression compression;

    AvroWriteFormat(Datum<T> datum, FileCompression compression) {
        this.datum = datum;
        this.compression = compression;
    }

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public String extension(JobConf configuration) {
        return ".avro";
    }

    @Override
    public RecordFile<T> create(Path file, JobConf configuration) throws IOException {
        DataFileWriter<T> writer = new DataFileWriter<>(datum.writer());
        writer.setCodec(codec());
        OutputFile out = OutputFile.create(file, null, configuration);
        try {
            writer.create(Objects.requireNonNull(datum.schema()), out);
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
        return new AvroFile<>(writer, out);
    }

    private CodecFactory codec() {
        return switch (compression) {
            case DEFLATE -> CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL);
            case SNAPPY -> CodecFactory.snappyCodec();
            case ZSTD -> CodecFactory.zstandardCodec(CodecFactory.DEFAULT_ZSTANDARD_LEVEL);
            case BZIP2 -> CodecFactory.bzip2Codec();
            case NONE, GZIP, LZ4 -> CodecFactory.nullCodec();
        };
    }

    /** A file that is being written. */
    private static final class AvroFile<T> implements RecordFile<T> {
        private final DataFileWriter<T> writer;
        private final OutputFile file;
        private boolean closed;

        AvroFile(DataFileWriter<T> writer, OutputFile file) {
            this.writer = writer;
            this.file = file;
        }

        @Override
        public void write(@Nullable T value) throws IOException {
            if (value == null) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a record is null, which Avro files cannot hold",
                        "filter nulls out first");
            }
            try {
                writer.append(value);
            } catch (DataFileWriter.AppendWriteException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw misfit(cause);
            } catch (AvroRuntimeException e) {
                throw misfit(e);
            }
        }

        private static LisleException misfit(Throwable cause) {
            String reason = cause instanceof ValueRefused || cause.getMessage() != null
                    ? String.valueOf(cause.getMessage())
                    : cause.toString();
            return new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a record cannot be written to an Avro file: " + reason,
                    "correct the record or the schema",
                    cause);
        }

        @Override
        public long bytesWritten() {
            return file.position();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                writer.close();
            } finally {
                file.close();
            }
        }
    }
}
