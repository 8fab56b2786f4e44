package org.lisle.core.column;

import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/**
 * Writes values as batches of columns between values written by the codec, in one stream. Confined to one thread.
 *
 * <pre>
 *   batch = {@link RecordCodec#NO_VALUE}, length of the rest (4 bytes, big-endian),
 *           rows (a varint), length of the shape (a varint), {@link Shape}, the column of the root ({@link ColumnWriter})
 * </pre>
 *
 * The columns follow from the first value. One that does not fit ends the batch, and the columns follow from it; has it none, it is for the
 * codec to write, and the next value may begin a batch again. Where more than one value in {@value #VALUES_FOR_A_MISFIT} do not fit, all
 * that follow are for the codec.
 */
public final class BatchWriter {
    private static final int VALUES_FOR_A_MISFIT = 256;
    private static final int MISFITS_AT_FIRST = 4;

    private final RecordCodec codec;
    private final RecordOutput shape = new RecordOutput(64);
    private final BatchLimit limit = new BatchLimit();
    private @Nullable ColumnWriter root;
    private long values;
    private long misfits;

    public BatchWriter(RecordCodec codec) {
        this.codec = codec;
    }

    /** Takes a value, and writes what has to be written before the next one, which may be nothing. */
    public void write(@Nullable Object value, RecordOutput out) {
        if (!writeInColumns(value, out)) {
            codec.write(value, out);
        }
    }

    /** As {@link #write}, but does not write a value that has no columns: false, then. */
    public boolean writeInColumns(@Nullable Object value, RecordOutput out) {
        if (take(value)) {
            return true;
        }
        if (root == null) {
            return false;
        }
        flush(out);
        root = null;
        return take(value);
    }

    /** Whether there are values to be written by {@link #flush} that need not wait for more. */
    public boolean isFull() {
        ColumnWriter columns = root;
        return columns != null && limit.isReached(columns.rows());
    }

    /** Writes what was taken and not written. */
    public void flush(RecordOutput out) {
        ColumnWriter columns = root;
        if (columns == null || columns.rows() == 0) {
            return;
        }
        shape.reset();
        columns.writeShape(shape, codec);
        out.writeByte(RecordCodec.NO_VALUE);
        int start = out.claim(Integer.BYTES);
        out.writeVarInt(columns.rows());
        out.writeVarInt(shape.position());
        out.writeBytes(shape.buffer(), 0, shape.position());
        columns.write(out, codec);
        Lengths.put(out.buffer(), start, out.position() - start - Integer.BYTES);
        columns.truncate(0);
        limit.reset();
    }

    private boolean take(@Nullable Object value) {
        ColumnWriter columns = root != null ? root : begin(value);
        if (columns == null) {
            return false;
        }
        if (columns.add(value) || grow(columns, value)) {
            values++;
            return true;
        }
        misfits++;
        return false;
    }

    private @Nullable ColumnWriter begin(@Nullable Object value) {
        if (misfits > MISFITS_AT_FIRST + values / VALUES_FOR_A_MISFIT) {
            return null;
        }
        ColumnWriter columns = Shape.writerFor(value, limit);
        if (columns == null) {
            misfits++;
        } else {
            limit.columns(columns.leaves());
            root = columns;
        }
        return columns;
    }

    private boolean grow(ColumnWriter columns, @Nullable Object value) {
        ColumnWriter wider = value == null ? null : columns.grown(value, limit);
        if (wider == null) {
            return false;
        }
        limit.columns(wider.leaves());
        root = wider;
        return true;
    }
}
