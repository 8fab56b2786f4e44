package org.lisle.format.json;

import java.util.Map;
import java.util.Objects;
import org.lisle.api.BadRows;
import org.lisle.api.FileCompression;
import org.lisle.api.FileFormat;
import org.lisle.api.SaveOptions;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.core.record.RecordShape;
import org.lisle.hdfs.commit.FileOutput;
import org.lisle.hdfs.format.FormatSource;

/**
 * Files with a JSON object in each line, in UTF-8, a record class for an object.
 *
 * <pre>{@code
 * record Order(long id, List<Item> items, Map<String, String> labels, Optional<Instant> paid) {}
 *
 * Rdd<Order> orders = Json.of(Order.class).read(context, "/data/orders");
 * Json.of(Order.class).compression(FileCompression.GZIP).write(orders, "/out/orders");
 * }</pre>
 *
 * <p>A field that is missing is null, one that the class does not have is passed over. Nulls are not written, except in lists and maps.
 * Times are texts by ISO 8601, bytes Base64, decimals numbers with all their digits; what is no number in JSON ({@code NaN}, {@code
 * Infinity}) is a text.
 *
 * <p>Files are cut at line ends, or not at all where their codec does not allow it (gzip). Lines that are empty are no rows.
 *
 * <p>Immutable. Cost: of fields that the class does not have no objects are made.
 */
public final class Json<T> extends FileFormat<T> {
    private final Class<T> type;
    private final BadRows badRows;
    private final FileCompression compression;

    private Json(Class<T> type, BadRows badRows, FileCompression compression) {
        this.type = type;
        this.badRows = badRows;
        this.compression = compression;
    }

    /** @throws org.lisle.core.error.LisleException INVALID_ARGUMENT naming the component that cannot be read or written */
    public static <T> Json<T> of(Class<T> recordClass) {
        RecordShape.of(recordClass);
        return new Json<>(recordClass, BadRows.fail(), FileCompression.NONE);
    }

    /** What is done with lines that cannot be read; by default the job fails. */
    public Json<T> badRows(BadRows handler) {
        return new Json<>(type, Objects.requireNonNull(handler, "badRows"), compression);
    }

    /** How files are compressed that are written; by default not. What is read is told by the names' endings. */
    public Json<T> compression(FileCompression codec) {
        return new Json<>(type, badRows, Objects.requireNonNull(codec, "compression"));
    }

    @Override
    protected DataSource<T> source(String paths, Map<String, String> settings) {
        return new FormatSource<>(paths, new JsonReadFormat<>(type, badRows), settings);
    }

    @Override
    protected DataSink<T> sink(String directory, SaveOptions<? super T> save, Map<String, String> settings) {
        return FileOutput.sink(directory, new JsonWriteFormat<>(type, compression), save, settings);
    }
}
