package org.lisle.format.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.BadConfigurationException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.ValueRefused;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.format.RandomFile;
import org.lisle.hdfs.split.FilePiece;

/**
 * The records of the row groups of a piece.
 *
 * <pre>
 *   footer -> row groups whose middle lies in the piece
 *          -> those that statistics, dictionaries and Bloom filters do not exclude
 *          -> pages that the column index does not exclude, of the columns that the records or the filter have
 *          -> records of which the filter is true
 * </pre>
 *
 * Confined to the task's thread. A row group's pages, still compressed, are in memory while it is read.
 */
final class ParquetPieceReader<T> implements org.lisle.core.io.RecordReader<T> {
    private static final String VERIFY_CHECKSUMS = "parquet.page.verify-checksum.enabled";

    private final RandomFile file;
    private @Nullable RowGroups<T> groups;
    private int group = -1;
    private @Nullable PageReadStore pages;
    private @Nullable RecordReader<T> records;
    private long rowsLeft;
    private @Nullable T record;

    private ParquetPieceReader(RandomFile file) {
        this.file = file;
    }

    static <T> ParquetPieceReader<T> open(
            FilePiece piece, RandomFile file, RecordModel<T> model, @Nullable Filter filter, JobConf configuration)
            throws IOException {
        ParquetPieceReader<T> reader = new ParquetPieceReader<>(file);
        try {
            reader.groups = RowGroups.open(piece, file, model, filter, configuration);
        } catch (IOException | RuntimeException e) {
            throw reader.failure(e);
        }
        return reader;
    }

    /** The row groups that are to be read, and how. */
    private record RowGroups<T>(
            ParquetFileReader file,
            List<BlockMetaData> wanted,
            MessageColumnIO columns,
            RecordMaterializer<T> records,
            FilterCompat.Filter filter) {

        /** Null when no record of the piece is wanted. */
        static <T> @Nullable RowGroups<T> open(
                FilePiece piece, RandomFile file, RecordModel<T> model, @Nullable Filter filter, JobConf configuration)
                throws IOException {
            ParquetInput input = new ParquetInput(file);
            SeekableInputStream stream = input.newStream();
            ParquetMetadata footer =
                    ParquetFileReader.readFooter(input, options(piece, configuration, FilterCompat.NOOP), stream);
            FileMetaData meta = footer.getFileMetaData();
            RecordModel.Reading<T> reading = model.reading(meta, configuration, file.path());
            FilterPlan.Planned plan = FilterPlan.of(filter, meta.getSchema(), file.path(), model::hasColumn);
            if (plan.condition().equals(Condition.NEVER)) {
                return null;
            }
            FilterCompat.Filter pushed = plan.condition().predicate() == null
                    ? FilterCompat.NOOP
                    : FilterCompat.get(plan.condition().predicate());
            MessageType ofRecords = reading.columns();
            MessageType read = plan.columns() == null ? ofRecords : ofRecords.union(plan.columns());
            ParquetFileReader reader =
                    new ParquetFileReader(input, footer, options(piece, configuration, pushed), stream);
            reader.setRequestedSchema(read);
            return new RowGroups<>(
                    reader,
                    reader.getRowGroups(),
                    new ColumnIOFactory(meta.getCreatedBy()).getColumnIO(read, meta.getSchema(), true),
                    Ignored.others(read, ofRecords, reading.records()),
                    pushed);
        }

        private static ParquetReadOptions options(FilePiece piece, JobConf configuration, FilterCompat.Filter filter) {
            return HadoopReadOptions.builder(configuration, new Path(piece.path()))
                    .withRange(piece.start(), piece.end())
                    .withRecordFilter(filter)
                    .withUseHadoopVectoredIo(false)
                    .usePageChecksumVerification(configuration.getBoolean(VERIFY_CHECKSUMS, true))
                    .build();
        }
    }

    @Override
    public boolean advance() throws IOException {
        RowGroups<T> all = groups;
        if (all == null) {
            return false;
        }
        try {
            while (true) {
                RecordReader<T> open = records;
                if (open == null || rowsLeft == 0) {
                    if (!nextGroup(all)) {
                        return false;
                    }
                    continue;
                }
                rowsLeft--;
                T read = open.read();
                if (read != null && !open.shouldSkipCurrentRecord()) {
                    record = read;
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    private boolean nextGroup(RowGroups<T> all) throws IOException {
        closePages();
        if (group + 1 >= all.wanted().size()) {
            return false;
        }
        group++;
        if (all.wanted().get(group).getRowCount() == 0) {
            return true;
        }
        PageReadStore next = all.file().readFilteredRowGroup(group);
        if (next != null) {
            pages = next;
            rowsLeft = next.getRowCount();
            records = all.columns().getRecordReader(next, all.records(), all.filter());
        }
        return true;
    }

    private void closePages() {
        records = null;
        PageReadStore closing = pages;
        if (closing != null) {
            pages = null;
            closing.close();
        }
    }

    /** What Parquet throws, as what it means: the file system's failure, the program's types, or a damaged file. */
    private IOException failure(Exception failure) {
        Throwable cause = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof LisleException known) {
                throw known;
            }
            cause = t;
        }
        if (file.failed() && cause instanceof IOException ofFileSystem) {
            return ofFileSystem;
        }
        if (failure instanceof ValueRefused
                || failure instanceof AvroRuntimeException
                || failure instanceof UnsupportedOperationException
                || failure instanceof SecurityException) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a record of " + where() + " does not fit: " + failure.getMessage(),
                    "compare the schema of the file with that of the program",
                    failure);
        }
        if (failure instanceof BadConfigurationException) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the Parquet file " + file.path() + " cannot be decompressed: " + failure.getMessage(),
                    "add the codec's jar with --jars, or have the file written with another codec",
                    failure);
        }
        throw FileErrors.corrupt(file.path(), offset(), inGroup() + cause.getMessage(), failure);
    }

    /** Of the row group, or of the footer's end. */
    private long offset() {
        BlockMetaData open = block();
        return open == null ? Math.max(0, file.length() - 8) : open.getStartingPos();
    }

    private String inGroup() {
        BlockMetaData open = block();
        return open == null ? "" : "in row group " + open.getOrdinal() + ", ";
    }

    private @Nullable BlockMetaData block() {
        RowGroups<T> all = groups;
        return all == null || group < 0 ? null : all.wanted().get(group);
    }

    @Override
    public T current() {
        if (record == null) {
            throw new IllegalStateException("there is no record before the first");
        }
        return record;
    }

    @Override
    public String where() {
        BlockMetaData open = block();
        return open == null ? file.path() : file.path() + " in row group " + open.getOrdinal();
    }

    @Override
    public long bytesRead() {
        return file.bytesRead();
    }

    @Override
    public void close() throws IOException {
        closePages();
        RowGroups<T> all = groups;
        groups = null;
        if (all == null) {
            file.close();
        } else {
            all.file().close();
        }
    }
}
