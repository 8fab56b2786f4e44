package org.lisle.format.csv;

import java.util.Map;
import java.util.Objects;
import org.lisle.api.BadRows;
import org.lisle.api.FileCompression;
import org.lisle.api.FileFormat;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;
import org.lisle.hdfs.commit.FileOutput;
import org.lisle.hdfs.format.FormatSource;

/**
 * CSV files of UTF-8, a record class for a row.
 *
 * <pre>{@code
 * record Trade(long id, String symbol, BigDecimal price, Optional<String> note) {}
 *
 * Rdd<Trade> trades = Csv.of(Trade.class).header(true).read(context, "/data/trades");
 * Csv.of(Trade.class).header(true).separator(';').write(trades, "/out/trades");
 * }</pre>
 *
 * <p>With a header, columns are found by their names in each file, and those that the class does not have are passed over; without, they
 * are the components in their order. A field without quotes that is the null text (by default nothing) is null; {@code ""} is the empty
 * String. Times are ISO 8601, bytes Base64. Components must be simple: no lists, maps or records.
 *
 * <p>A file is cut at line ends, or not at all where its codec does not allow it (gzip). Fields with line breaks in them need
 * {@link #multiLine}; without it such a row is a bad row, never two.
 *
 * <p>Immutable. Cost: of columns that the class does not have no objects are made.
 */
public final class Csv<T> extends FileFormat<T> {
    private final Class<T> type;
    private final CsvOptions options;

    private Csv(Class<T> type, CsvOptions options) {
        this.type = type;
        this.options = options;
    }

    /** @throws LisleException INVALID_ARGUMENT naming the component that a field cannot hold */
    public static <T> Csv<T> of(Class<T> recordClass) {
        for (RecordShape.Field field : RecordShape.of(recordClass).fields()) {
            if (field.type() instanceof FieldType.Listing
                    || field.type() instanceof FieldType.Mapping
                    || field.type() instanceof FieldType.Nested) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the component " + field.name() + " of " + recordClass.getName()
                                + " is none that a field of CSV can hold",
                        "flatten it, or use JSON lines, Avro or Parquet");
            }
        }
        return new Csv<>(recordClass, CsvOptions.DEFAULT);
    }

    /** Whether the first line of each file names the columns; by default it does not. */
    public Csv<T> header(boolean header) {
        return with(options.withHeader(header));
    }

    /** What stands between fields; by default a comma. */
    public Csv<T> separator(char separator) {
        return with(options.withSeparator(separator));
    }

    /** What fields are put in that hold separators, quotes or line breaks; by default {@code "}. Twice in a field it stands for itself. */
    public Csv<T> quote(char quote) {
        return with(options.withQuote(quote));
    }

    /** The text, without quotes, that stands for null; by default nothing. */
    public Csv<T> nullText(String nullText) {
        return with(options.withNullText(Objects.requireNonNull(nullText, "nullText")));
    }

    /** Whether fields may hold line breaks. Files are not cut then: each is read by one task. By default they may not. */
    public Csv<T> multiLine(boolean multiLine) {
        return with(options.withMultiLine(multiLine));
    }

    /** What is done with rows that cannot be read; by default the job fails. */
    public Csv<T> badRows(BadRows badRows) {
        return with(options.withBadRows(Objects.requireNonNull(badRows, "badRows")));
    }

    /** How files are compressed that are written; by default not. What is read is told by the names' endings. */
    public Csv<T> compression(FileCompression compression) {
        return with(options.withCompression(Objects.requireNonNull(compression, "compression")));
    }

    @Override
    protected DataSource<T> source(String paths, Map<String, String> settings) {
        return new FormatSource<>(paths, new CsvReadFormat<>(type, options), settings);
    }

    @Override
    protected DataSink<T> sink(String directory, SaveOptions<? super T> save, Map<String, String> settings) {
        return FileOutput.sink(directory, new CsvWriteFormat<>(type, options), save, settings);
    }

    private Csv<T> with(CsvOptions changed) {
        return new Csv<>(type, changed);
    }
}
