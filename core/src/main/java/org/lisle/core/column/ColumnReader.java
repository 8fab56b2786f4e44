package org.lisle.core.column;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordInput;

/** Reads the column that a {@link ColumnWriter} wrote, batch by batch. Nothing is decoded before a value is asked for. */
abstract class ColumnReader {
    private final RecordInput in = new RecordInput();
    private @Nullable BitSet nulls;
    private @Nullable Object[] slice = new @Nullable Object[0];
    private int sliceRow;
    private int rows;
    private int from;
    private int to;
    private boolean loaded;

    /**
     * Goes to the column of another batch.
     *
     * @param source has the column's length next; is behind the column afterwards
     */
    final void place(RecordInput source, int rowsOfBatch) {
        int length = source.readInt();
        from = source.position();
        if (length < 0) {
            throw source.corrupt("a column has " + length + " bytes");
        }
        source.skip(length);
        to = source.position();
        in.reset(source.buffer(), from, to);
        rows = rowsOfBatch;
        loaded = false;
    }

    final int rows() {
        return rows;
    }

    /** Whether there is a null in this batch. */
    final boolean hasNulls() {
        load();
        return nulls != null;
    }

    final boolean isNull(int row) {
        BitSet bitmap = nulls;
        return bitmap != null && bitmap.get(row);
    }

    /** Makes {@code count} values from {@code row}. */
    final void read(@Nullable Object[] into, int start, int row, int count) {
        load();
        fill(into, start, row, count);
        BitSet bitmap = nulls;
        if (bitmap != null) {
            for (int at = bitmap.nextSetBit(row); at >= 0 && at < row + count; at = bitmap.nextSetBit(at + 1)) {
                into[start + at - row] = null;
            }
        }
    }

    /** Makes values that {@link #sliced} gives. */
    final void readSlice(int row, int count) {
        if (slice.length < count) {
            slice = new @Nullable Object[count];
        }
        sliceRow = row;
        read(slice, 0, row, count);
    }

    final @Nullable Object sliced(int row) {
        return slice[row - sliceRow];
    }

    /** Decodes what the rows need that has not been decoded yet. */
    final void load() {
        if (!loaded) {
            byte[] bitmap = new byte[in.readVarInt()];
            in.readBytes(bitmap, 0, bitmap.length);
            nulls = bitmap.length == 0 ? null : BitSet.valueOf(bitmap);
            load(in);
            loaded = true;
        }
    }

    /** Takes the values of all rows, which the source has from its position to its end, and which stay there until the next batch. */
    abstract void load(RecordInput source);

    /** Makes {@code count} values from {@code row}; anything for those that are null. */
    abstract void fill(@Nullable Object[] into, int start, int row, int count);
}
