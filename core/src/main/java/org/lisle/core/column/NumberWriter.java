package org.lisle.core.column;

import java.util.Arrays;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/** Boxed or primitive numbers, see {@link PackedNumbers}. */
final class NumberWriter extends ColumnWriter {
    private final NumberKind kind;
    private long[] bits = new long[0];

    NumberWriter(NumberKind kind) {
        this.kind = kind;
    }

    @Override
    int leaves() {
        return 1;
    }

    @Override
    void writeShape(RecordOutput out, RecordCodec codec) {
        out.writeByte(Shape.NUMBER + kind.ordinal());
    }

    /** Adds a primitive value of this kind. */
    void addBits(long value) {
        put(value);
        oneMore();
    }

    @Override
    boolean addValue(Object value) {
        if (!kind.takes(value)) {
            return false;
        }
        put(kind.bits(value));
        return true;
    }

    /** Equal to its neighbour, so that it makes the numbers no wider. */
    @Override
    void addPlaceholder() {
        put(rows() == 0 ? 0 : bits[rows() - 1]);
    }

    private void put(long value) {
        if (rows() == bits.length) {
            bits = Arrays.copyOf(bits, capacity(rows()));
        }
        bits[rows()] = value;
    }

    @Override
    void writeValues(RecordOutput out, RecordCodec codec) {
        if (kind.isFraction()) {
            PackedNumbers.writeFractions(bits, rows(), out);
        } else {
            PackedNumbers.writeIntegers(bits, rows(), out);
        }
    }
}
