package org.lisle.core.column;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.codec.RecordInput;

/** Reads what a {@link PairWriter} wrote. */
@SuppressWarnings("NullAway") // null is a key or value like any other
final class PairReader extends ColumnReader {
    private final ColumnReader keys;
    private final ColumnReader values;

    PairReader(ColumnReader keys, ColumnReader values) {
        this.keys = keys;
        this.values = values;
    }

    ColumnReader keys() {
        return keys;
    }

    ColumnReader values() {
        return values;
    }

    @Override
    void load(RecordInput source) {
        keys.place(source, rows());
        values.place(source, rows());
    }

    @Override
    void fill(@Nullable Object[] into, int start, int row, int count) {
        keys.readSlice(row, count);
        values.readSlice(row, count);
        for (int i = 0; i < count; i++) {
            into[start + i] = new Pair<>(keys.sliced(row + i), values.sliced(row + i));
        }
    }
}
