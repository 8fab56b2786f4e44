package org.lisle.format.avro;

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
import org.lisle.hdfs.commit.FileOutput;
import org.lisle.hdfs.format.FormatSource;

/**
 * Avro's data files, as Java records or as what Avro makes of them.
 *
 * <pre>{@code
 * Rdd<Trade> trades = Avro.of(Trade.class).read(context, "/data/trades");              // a Java record
 * Rdd<User> users = Avro.specific(User.class).read(context, "/data/users");            // a class that Avro generated
 * Rdd<GenericRecord> any = Avro.generic().read(context, "/data/any");                  // with the schema of the file
 * Avro.generic(schema).compression(FileCompression.ZSTD).write(any, "/out/any");
 * }</pre>
 *
 * <p><b>Java records</b> are read from files of any schema that has their fields, by name: a field that the file does not have is null, fields that
 * the class does not have are passed over, numbers are widened, dates, times, timestamps and decimals are read with the unit and scale
 * of the file. Written are {@code date}, {@code time-micros}, {@code timestamp-micros}, {@code local-timestamp-micros} (what is finer
 * is cut off), {@code decimal}, {@code uuid} and enums; everything but primitives is a union with null.
 *
 * <p><b>Avro's own models</b> follow Avro's rules of schema resolution between the schema of the file and that of the reader.
 *
 * <p>Files are cut anywhere: a block belongs to the piece in which the sync marker before it ends. Files may be compressed by deflate,
 * snappy, zstd, bzip2, xz. Immutable. Cost: of a file's block all is decompressed, whatever is wanted of it.
 */
public final class Avro<T> extends FileFormat<T> {
    private static final Set<FileCompression> CODECS = Set.of(
            FileCompression.NONE,
            FileCompression.DEFLATE,
            FileCompression.SNAPPY,
            FileCompression.ZSTD,
            FileCompression.BZIP2);

    private final Datum<T> datum;
    private final FileCompression compression;

    private Avro(Datum<T> datum, FileCompression compression) {
        this.datum = datum;
        this.compression = compression;
    }

    /** @throws LisleException INVALID_ARGUMENT naming what Avro cannot hold */
    public static <T> Avro<T> of(Class<T> recordClass) {
        return new Avro<>(RecordDatum.of(recordClass), FileCompression.SNAPPY);
    }

    /** Records with the schema of the file that they are in; for reading only. */
    public static Avro<GenericRecord> generic() {
        return new Avro<>(new AvroDatum<>(AvroModel.generic(null)), FileCompression.SNAPPY);
    }

    /**
     * Records of a schema. They can be sent between processes, but each takes its schema with it: make something else of them before a
     * shuffle.
     */
    public static Avro<GenericRecord> generic(Schema schema) {
        return new Avro<>(
                new AvroDatum<>(AvroModel.generic(Objects.requireNonNull(schema, "schema"))), FileCompression.SNAPPY);
    }

    /** Records of a class that Avro generated from a schema. */
    public static <T extends SpecificRecord> Avro<T> specific(Class<T> generatedClass) {
        return new Avro<>(new AvroDatum<>(AvroModel.specific(generatedClass)), FileCompression.SNAPPY);
    }

    /** Objects of any class with a constructor without parameters, by their fields, which may be null. */
    public static <T> Avro<T> reflect(Class<T> plainClass) {
        return new Avro<>(new AvroDatum<>(AvroModel.reflect(plainClass)), FileCompression.SNAPPY);
    }

    /** How the blocks of files are compressed that are written; by default with snappy. Known are none, deflate, snappy, zstd and bzip2. */
    public Avro<T> compression(FileCompression codec) {
        if (!CODECS.contains(Objects.requireNonNull(codec, "compression"))) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Avro files cannot be compressed with " + codec,
                    "use none, deflate, snappy, zstd or bzip2");
        }
        return new Avro<>(datum, codec);
    }

    /** The schema of what is written; null for records with the schema of the file they came from. */
    public @Nullable Schema schema() {
        return datum.schema();
    }

    @Override
    protected DataSource<T> source(String paths, Map<String, String> settings) {
        return new FormatSource<>(paths, new AvroReadFormat<>(datum), settings);
    }

    @Override
    protected DataSink<T> sink(String directory, SaveOptions<? super T> save, Map<String, String> settings) {
        if (datum.schema() == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "records cannot be written to " + directory + " without a schema",
                    "use Avro.generic(schema)");
        }
        return FileOutput.sink(directory, new AvroWriteFormat<>(datum, compression), save, settings);
    }
}
