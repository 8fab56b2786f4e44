package org.lisle.format.parquet;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.api.FileCompression;
import org.lisle.api.FileFormat;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.format.avro.AvroModel;
import org.lisle.hdfs.commit.FileOutput;
import org.lisle.hdfs.format.FormatSource;

/**
 * Parquet files, as Java records or as Avro's.
 *
 * <pre>{@code
 * Rdd<Trade> trades = Parquet.of(Trade.class)                                     // the columns that Trade has, and no other
 *         .where(Column.of("day", LocalDate.class).geq(LocalDate.of(2026, 1, 1)))  // row groups and pages without such are not read
 *         .read(context, "/data/trades");
 * Parquet.of(Trade.class).compression(FileCompression.ZSTD).write(trades, "/out/trades");
 * }</pre>
 *
 * <p><b>Java records</b> are read from files of any schema that has their columns, by name: a column that the file does not have is null,
 * columns that the class does not have are not read, numbers are widened, dates, times, timestamps and decimals are read with the unit
 * and scale of the file. Written are times in microseconds (what is finer is cut off), decimals of the size that {@code @DecimalSize} says,
 * texts, enums and UUIDs as such; everything but primitives is optional, and so are elements of lists and values of maps.
 *
 * <p><b>Avro's records</b>: a schema's fields are found by name or alias, as Avro resolves schemas. Lists are written so that they may hold
 * nulls; both forms are read.
 *
 * <p>A file is cut at row groups: each belongs to the piece in which its middle lies. Row groups that are written have the bytes that Hadoop's
 * {@code parquet.block.size} says (128 MiB), fewer when many files are open, because they are in memory until they are whole; pages
 * {@code parquet.page.size} (1 MiB). Statistics, column indexes and checksums are written, and checked on reading.
 *
 * <p>Immutable. Cost: narrow; a task has the pages of one row group that it reads in memory, compressed.
 */
public final class Parquet<T> extends FileFormat<T> {
    private static final Set<FileCompression> CODECS = Set.of(
            FileCompression.NONE,
            FileCompression.SNAPPY,
            FileCompression.GZIP,
            FileCompression.ZSTD,
            FileCompression.LZ4);

    private final RecordModel<T> model;
    private final @Nullable Filter filter;
    private final FileCompression compression;

    private Parquet(RecordModel<T> model, @Nullable Filter filter, FileCompression compression) {
        this.model = model;
        this.filter = filter;
        this.compression = compression;
    }

    private static <T> Parquet<T> of(RecordModel<T> model) {
        return new Parquet<>(model, null, FileCompression.SNAPPY);
    }

    /** @throws LisleException INVALID_ARGUMENT naming what Parquet cannot hold */
    public static <T> Parquet<T> of(Class<T> recordClass) {
        return of(JavaRecords.of(recordClass));
    }

    /** Avro's records with the schema of the file that they are in; for reading only. */
    public static Parquet<GenericRecord> generic() {
        return of(new AvroRecords<>(AvroModel.generic(null)));
    }

    /**
     * Avro's records of a schema, whose columns are read and no other. They can be sent between processes, but each takes its schema with it:
     * make something else of them before a shuffle.
     */
    public static Parquet<GenericRecord> generic(Schema schema) {
        return of(new AvroRecords<>(AvroModel.generic(Objects.requireNonNull(schema, "schema"))));
    }

    /** Records of a class that Avro generated from a schema. */
    public static <T extends SpecificRecord> Parquet<T> specific(Class<T> generatedClass) {
        return of(new AvroRecords<>(AvroModel.specific(generatedClass)));
    }

    /** Objects of any class with a constructor without parameters, by their fields, which may be null. */
    public static <T> Parquet<T> reflect(Class<T> plainClass) {
        return of(new AvroRecords<>(AvroModel.reflect(plainClass)));
    }

    /**
     * Reads only records of which the filter is true, and of the filters of earlier calls too. What statistics, dictionaries, Bloom filters
     * and column indexes exclude is not read; what they leave is looked at record by record. For reading only.
     */
    public Parquet<T> where(Filter wanted) {
        Objects.requireNonNull(wanted, "filter");
        return new Parquet<>(model, filter == null ? wanted : filter.and(wanted), compression);
    }

    /** How the pages of files are compressed that are written; by default with snappy. Known are none, snappy, gzip, zstd and lz4 (LZ4_RAW). */
    public Parquet<T> compression(FileCompression codec) {
        if (!CODECS.contains(Objects.requireNonNull(codec, "compression"))) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Parquet files cannot be compressed with " + codec,
                    "use none, snappy, gzip, zstd or lz4");
        }
        return new Parquet<>(model, filter, codec);
    }

    @Override
    protected DataSource<T> source(String paths, Map<String, String> settings) {
        return new FormatSource<>(paths, reading(), settings);
    }

    ParquetReadFormat<T> reading() {
        return new ParquetReadFormat<>(model, filter);
    }

    @Override
    protected DataSink<T> sink(String directory, SaveOptions<? super T> save, Map<String, String> settings) {
        if (filter != null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "records are to be written to " + directory + " by a format that has a filter: " + filter,
                    "filter the dataset, or write without where()");
        }
        return FileOutput.sink(directory, new ParquetWriteFormat<>(model, compression), save, settings);
    }
}
