package org.lisle.core.column;

import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordInput;

/** Reads what a {@link NumberWriter} wrote. */
final class NumberReader extends ColumnReader {
    private final NumberKind kind;
    private long[] bits = new long[0];

    NumberReader(NumberKind kind) {
        this.kind = kind;
    }

    NumberKind kind() {
        return kind;
    }

    /** The bits of a row, after {@link #load()}. */
    long bits(int row) {
        return bits[row];
    }

    @Override
    void load(RecordInput source) {
        bits = PackedNumbers.read(source, bits, rows());
    }

    @Override
    void fill(@Nullable Object[] into, int start, int row, int count) {
        kind.box(bits, row, into, start, count);
    }
}
