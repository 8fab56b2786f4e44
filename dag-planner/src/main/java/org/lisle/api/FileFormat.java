package org.lisle.api;

import java.util.Map;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;

/**
 * A kind of file whose records have a type: how CSV, JSON lines, Avro and Parquet are read and written. Each comes in a module of its own and is
 * described by values that do not change, each method giving a new one:
 *
 * <pre>{@code
 * record Trade(long id, String symbol, BigDecimal price, Optional<String> note) {}
 *
 * Rdd<Trade> trades = Csv.of(Trade.class).header(true).read(context, "/data/trades");
 * Parquet.of(Trade.class).compression(FileCompression.ZSTD).write(trades.filter(t -> t.id() > 0), "/out/trades");
 * }</pre>
 *
 * Paths are of any Hadoop file system; globs, comma lists and directories are understood. Immutable, any thread.
 */
public abstract class FileFormat<T> {
    /** The source of such files, with these settings of Hadoop. */
    protected abstract DataSource<T> source(String paths, Map<String, String> settings);

    /** The sink for such files, with these settings of Hadoop. */
    protected abstract DataSink<T> sink(String directory, SaveOptions<? super T> options, Map<String, String> settings);

    /**
     * The records of files. Looked at by the first action, which fails with INPUT_NOT_FOUND when nothing is there and with INPUT_CORRUPT,
     * naming path and offset, where a file is not of this format. Cost: narrow; records stream from the files.
     */
    public final Rdd<T> read(LisleContext context, String paths) {
        return read(context, paths, Checks.present(context, "the context").defaultMinPartitions());
    }

    /** As {@link #read(LisleContext, String)}. @param minPartitions a hint: at least so many partitions where the files can be cut so fine */
    public final Rdd<T> read(LisleContext context, String paths, int minPartitions) {
        LisleContext present = Checks.present(context, "the context");
        return present.read(source(Checks.present(paths, "the path"), present.hadoop()), minPartitions);
    }

    /**
     * The records of files below a base directory whose directories are named after values ({@code dt=2026-01-01/}), each with the values.
     * Directories that the filter does not want are not listed.
     */
    public final PairRdd<PartitionValues, T> readPartitions(LisleContext context, String base, PartitionFilter filter) {
        LisleContext present = Checks.present(context, "the context");
        Map<String, String> settings = present.hadoop();
        return present.partitioned(base, filter, paths -> source(paths, settings));
    }

    /**
     * Writes a dataset to {@code part-00000}... below a directory, which must not exist (OUTPUT_EXISTS).
     * Cost: one job; the files appear together when all are written.
     */
    public final void write(Rdd<T> records, String directory) {
        write(records, directory, SaveOptions.defaults());
    }

    /** As {@link #write(Rdd, String)}, with what the options say: modes, directories of partition values, sizes of files. */
    public final void write(Rdd<T> records, String directory, SaveOptions<? super T> options) {
        Rdd<T> present = Checks.present(records, "the dataset");
        Map<String, String> settings = present.context().hadoop();
        present.write(sink(Checks.present(directory, "the path"), Checks.options(options), settings));
    }
}
