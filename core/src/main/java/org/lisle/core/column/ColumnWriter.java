package org.lisle.core.column;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/**
 * Gathers the values of one column for a batch, and writes them.
 *
 * <pre>
 *   column = length of the rest   4 bytes, big-endian
 *            nulls                a varint: bytes of the bitmap, 0 where none is null; the bitmap
 *            values               by the kind of the column; any value in the rows that are null
 * </pre>
 */
abstract class ColumnWriter {
    private static final int FIRST_ROWS = 64;

    private final BitSet nulls = new BitSet();
    private int rows;

    final int rows() {
        return rows;
    }

    /** Adds a value or null; false when it does not fit into this column, which is then as it was. */
    final boolean add(@Nullable Object value) {
        if (value == null) {
            addNull();
            return true;
        }
        return addValue(value) && oneMore();
    }

    final void addNull() {
        nulls.set(rows);
        addPlaceholder();
        rows++;
    }

    final boolean oneMore() {
        rows++;
        return true;
    }

    /** What takes this value and has taken all before; null when that cannot be. */
    final @Nullable ColumnWriter grown(Object value, BatchLimit limit) {
        if (!(this instanceof NothingWriter)) {
            return null;
        }
        ColumnWriter wider = Shape.writerFor(value, limit);
        for (int row = 0; wider != null && row < rows; row++) {
            wider.addNull();
        }
        return wider != null && wider.add(value) ? wider : null;
    }

    /** Forgets the last rows, so that so many are left. */
    void truncate(int left) {
        nulls.clear(left, Math.max(left, rows));
        rows = left;
    }

    final void write(RecordOutput out, RecordCodec codec) {
        int start = out.claim(Integer.BYTES);
        byte[] bitmap = nulls.toByteArray();
        out.writeVarInt(bitmap.length);
        out.writeBytes(bitmap, 0, bitmap.length);
        writeValues(out, codec);
        Lengths.put(out.buffer(), start, out.position() - start - Integer.BYTES);
    }

    /** Room for one row more. */
    static int capacity(int rowsHeld) {
        return Math.max(FIRST_ROWS, 2 * rowsHeld);
    }

    /** Columns whose numbers take memory, here and below. */
    abstract int leaves();

    abstract void writeShape(RecordOutput out, RecordCodec codec);

    /** Takes the value into row {@link #rows}; false when it does not fit. */
    abstract boolean addValue(Object value);

    /** Takes anything into row {@link #rows}. */
    abstract void addPlaceholder();

    abstract void writeValues(RecordOutput out, RecordCodec codec);
}
