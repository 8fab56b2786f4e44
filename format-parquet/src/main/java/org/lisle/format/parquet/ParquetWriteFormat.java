package org.lisle.format.parquet;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetEncodingException;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;
import org.lisle.api.FileCompression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;
import org.lisle.hdfs.format.WriteFormat;

/** Makes Parquet files. */
final class ParquetWriteFormat<T> implements WriteFormat<T> {
    private static final long serialVersionUID = 1L;

    private final RecordModel<T> model;
    private final FileCompression compression;

    ParquetWriteFormat(RecordModel<T> model, FileCompression compression) {
        this.model = model;
        this.compression = compression;
    }

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public void check(JobConf configuration) {
        model.writing(configuration);
    }

    @Override
    public String extension(JobConf configuration) {
        return codec().getExtension() + ".parquet";
    }

    private CompressionCodecName codec() {
        return switch (compression) {
            case SNAPPY -> CompressionCodecName.SNAPPY;
            case GZIP -> CompressionCodecName.GZIP;
            case ZSTD -> CompressionCodecName.ZSTD;
            case LZ4 -> CompressionCodecName.LZ4_RAW;
            case NONE, DEFLATE, BZIP2 -> CompressionCodecName.UNCOMPRESSED;
        };
    }

    @Override
    public RecordFile<T> create(Path path, JobConf configuration) throws IOException {
        WriteSupport<T> writing = model.writing(configuration);
        RowGroupMemory.Share memory = RowGroupMemory.ofProcess()
                .take(configuration.getLong(ParquetOutputFormat.BLOCK_SIZE, ParquetWriter.DEFAULT_BLOCK_SIZE));
        try {
            OutputFile file = OutputFile.create(path, null, configuration);
            try {
                ParquetWriter<T> writer = new Builder<>(new Created(file, path), writing)
                        .withConf(configuration)
                        .withCompressionCodec(codec())
                        .withRowGroupSize(memory.bytes())
                        .withPageSize(
                                configuration.getInt(ParquetOutputFormat.PAGE_SIZE, ParquetWriter.DEFAULT_PAGE_SIZE))
                        .withPageRowCountLimit(configuration.getInt(
                                ParquetOutputFormat.PAGE_ROW_COUNT_LIMIT,
                                ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT))
                        .withDictionaryEncoding(configuration.getBoolean(
                                ParquetOutputFormat.ENABLE_DICTIONARY, ParquetProperties.DEFAULT_IS_DICTIONARY_ENABLED))
                        .build();
                return new ParquetFile<>(writer, file, memory);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
        private final WriteSupport<T> writing;

        Builder(org.apache.parquet.io.OutputFile file, WriteSupport<T> writing) {
            super(file);
            this.writing = writing;
        }

        @Override
        protected Builder<T> self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // it is abstract still
        protected WriteSupport<T> getWriteSupport(Configuration configuration) {
            return writing;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(ParquetConfiguration configuration) {
            return writing;
        }
    }

    /** A file that is made already, as Parquet makes it. */
    private record Created(OutputFile file, Path path) implements org.apache.parquet.io.OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new Positions(file);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return new Positions(file);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }

        @Override
        public String getPath() {
            return path.toString();
        }
    }

    private static final class Positions extends PositionOutputStream {
        private final OutputFile file;

        Positions(OutputFile file) {
            this.file = file;
        }

        @Override
        public long getPos() {
            return file.position();
        }

        @Override
        public void write(int value) throws IOException {
            file.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            file.flush();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** A file that is being written. */
    private static final class ParquetFile<T> implements RecordFile<T> {
        /** Asking the writer for its bytes costs as much as some columns. */
        private static final int RECORDS_BETWEEN_MEASURES = 64;

        private final ParquetWriter<T> writer;
        private final OutputFile file;
        private final RowGroupMemory.Share memory;
        private long records;
        private long measuredRecords;
        private long measuredBytes;
        private boolean closed;

        ParquetFile(ParquetWriter<T> writer, OutputFile file, RowGroupMemory.Share memory) {
            this.writer = writer;
            this.file = file;
            this.memory = memory;
        }

        @Override
        public void write(@Nullable T value) throws IOException {
            if (value == null) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a record is null, which Parquet files cannot hold",
                        "filter nulls out first");
            }
            try {
                writer.write(value);
                records++;
            } catch (LisleException | ParquetEncodingException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a record cannot be written to a Parquet file: "
                                + (e.getMessage() == null ? e.toString() : e.getMessage()),
                        "correct the record, its class or its schema",
                        e);
            }
        }

        /**
         * The row group that is in memory counts as it is there, which is more than it will be in the file; the last few records as the mean of
         * all before.
         */
        @Override
        public long bytesWritten() {
            if (closed) {
                return file.position();
            }
            long since = records - measuredRecords;
            if (records < RECORDS_BETWEEN_MEASURES || since >= RECORDS_BETWEEN_MEASURES) {
                measuredRecords = records;
                measuredBytes = writer.getDataSize();
                return measuredBytes;
            }
            return measuredBytes + since * (measuredBytes / measuredRecords);
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
                try {
                    file.close();
                } finally {
                    memory.close();
                }
            }
        }
    }
}
