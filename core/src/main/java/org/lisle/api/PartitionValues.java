package org.lisle.api;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The values that a file's directories tell of its records: of {@code dt=2026-01-01/hour=7/part-00000} the columns {@code dt} and
 * {@code hour}. Values are text as it stands in the path, unescaped; a value may be null.
 *
 * @param columns outermost first, each once
 * @param values one for each column
 */
public record PartitionValues(List<String> columns, List<@Nullable String> values) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No columns. */
    public static final PartitionValues NONE = new PartitionValues(List.of(), List.of());

    public PartitionValues {
        if (columns.size() != values.size()) {
            throw new IllegalArgumentException(columns.size() + " columns with " + values.size() + " values");
        }
    }

    /** These and one more inside. */
    public PartitionValues with(String column, @Nullable String value) {
        List<String> moreColumns = new ArrayList<>(columns);
        List<@Nullable String> moreValues = new ArrayList<>(values);
        moreColumns.add(column);
        moreValues.add(value);
        return new PartitionValues(moreColumns, moreValues);
    }

    /** The value; null is Hive's default partition. @throws NoSuchElementException when there is no such column */
    public @Nullable String get(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new NoSuchElementException("there is no partition column " + column + " among " + columns);
        }
        return values.get(index);
    }

    /** @throws NumberFormatException when the value is no whole number, or null */
    public long getLong(String column) {
        return Long.parseLong(present(column));
    }

    /** @throws NumberFormatException when the value is no whole number, or null */
    public int getInt(String column) {
        return Integer.parseInt(present(column));
    }

    /** @throws java.time.format.DateTimeParseException when the value is no date such as 2026-01-01, or null */
    public LocalDate getDate(String column) {
        return LocalDate.parse(present(column));
    }

    private String present(String column) {
        String value = get(column);
        return value == null ? "null" : value;
    }

    /** {@code dt=2026-01-01/hour=7}. */
    @Override
    public String toString() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            path.append(i == 0 ? "" : "/").append(columns.get(i)).append('=').append(values.get(i));
        }
        return path.toString();
    }
}
