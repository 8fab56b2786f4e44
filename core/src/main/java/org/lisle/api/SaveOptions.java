package org.lisle.api;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.core.unit.DataSize;

/**
 * How a dataset is saved to files. Immutable; each method returns other options.
 *
 * <pre>{@code
 * events.saveAsTextFile("hdfs:///events", SaveOptions.<Event>of(SaveMode.OVERWRITE_PARTITIONS)
 *         .partitionedBy(List.of("dt", "country"), event -> List.of(event.day(), event.country()))
 *         .targetFileSize("256m"));
 * }</pre>
 *
 * @param <T> the records
 */
public final class SaveOptions<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final SaveMode mode;
    private final long targetFileBytes;
    private final List<String> partitionColumns;
    private final @Nullable ValuesOf<? super T> partitionValues;

    private SaveOptions(
            SaveMode mode,
            long targetFileBytes,
            List<String> partitionColumns,
            @Nullable ValuesOf<? super T> partitionValues) {
        this.mode = mode;
        this.targetFileBytes = targetFileBytes;
        this.partitionColumns = partitionColumns;
        this.partitionValues = partitionValues;
    }

    /** An error where the place is taken, a file for each partition of the dataset. */
    public static <T> SaveOptions<T> defaults() {
        return of(SaveMode.ERROR_IF_EXISTS);
    }

    public static <T> SaveOptions<T> of(SaveMode mode) {
        return new SaveOptions<>(Objects.requireNonNull(mode), Long.MAX_VALUE, List.of(), null);
    }

    public SaveOptions<T> mode(SaveMode other) {
        return new SaveOptions<>(Objects.requireNonNull(other), targetFileBytes, partitionColumns, partitionValues);
    }

    /**
     * Begins another file where one has reached a size, after the record that brought it there. Formats that keep records in memory, as
     * Parquet does, know the size only roughly.
     *
     * @param size such as {@code 256m}, above 0; compressed bytes where the file is compressed
     * @throws IllegalArgumentException when it is no size
     */
    public SaveOptions<T> targetFileSize(String size) {
        long bytes = DataSize.parse(size).bytes();
        if (bytes == 0) {
            throw new IllegalArgumentException("a target file size is above 0");
        }
        return new SaveOptions<>(mode, bytes, partitionColumns, partitionValues);
    }

    /**
     * Writes records to directories named after values: {@code dt=2026-01-01/country=de/}. The records are written as they are, so a
     * value that is in the record too is in the file too. A task keeps at most 64 files open: data that is sorted, or repartitioned, by
     * the values gives the fewest files.
     *
     * @param columns names of the directories' levels, outermost first; each once, not empty
     * @param values of a record, one for each column, in their order; written as their {@code toString}, null as Hive's default partition
     * @throws IllegalArgumentException when there are no columns, or one of them is no name
     */
    public SaveOptions<T> partitionedBy(List<String> columns, ValuesOf<? super T> values) {
        if (columns.isEmpty() || new HashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("partition columns are different names, at least one: " + columns);
        }
        for (String column : columns) {
            if (column.isEmpty() || column.startsWith(".") || column.startsWith("_") || column.contains("=")) {
                throw new IllegalArgumentException("'" + column + "' cannot name a partition column");
            }
        }
        return new SaveOptions<>(mode, targetFileBytes, List.copyOf(columns), Objects.requireNonNull(values));
    }

    public SaveMode mode() {
        return mode;
    }

    /** Bytes; the largest long where no size was given. */
    public long targetFileBytes() {
        return targetFileBytes;
    }

    public boolean hasTargetFileSize() {
        return targetFileBytes != Long.MAX_VALUE;
    }

    /** Empty where records go to one directory. */
    public List<String> partitionColumns() {
        return partitionColumns;
    }

    /** Null where records go to one directory. */
    public @Nullable ValuesOf<? super T> partitionValues() {
        return partitionValues;
    }

    /** The values after which the directories of a record are named. May throw. */
    @FunctionalInterface
    public interface ValuesOf<T> extends Serializable {
        List<?> call(T record) throws Exception;
    }
}
