package org.lisle.executor.block;

import java.io.InputStream;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.column.BatchReader;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.operator.PairPart;

/** Reads what a {@link BlockEncoder} wrote; values of batches are made some hundred at a time, column by column. Confined to one thread. */
final class DecodedValues implements BlockValues {
    private static final int READ_AHEAD_BYTES = 64 << 10;
    private static final int SLICE = 512;

    private final RecordInput in;
    private final RecordCodec codec;
    private final BatchReader batch;
    private final Runnable onClose;
    private final @Nullable Object[] slice = new @Nullable Object[SLICE];
    private @Nullable PairPart part;
    private int next;
    private int filled;
    /** Of the batch, the first that is not in the slice. */
    private int row;

    private int rows;
    private boolean closed;

    /**
     * @param name for errors
     * @param onClose called once, at the end or when closed before
     */
    DecodedValues(InputStream bytes, RecordCodec codec, String name, Runnable onClose) {
        this.in = new RecordInput(new BlockInputStream(bytes, name), READ_AHEAD_BYTES);
        this.codec = codec;
        this.batch = new BatchReader(codec);
        this.onClose = onClose;
    }

    @Override
    public void select(PairPart partOfPairs) {
        part = partOfPairs;
        batch.select(partOfPairs);
    }

    @Override
    public boolean hasNext() {
        return next < filled || fill();
    }

    @Override
    public @Nullable Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return slice[next++];
    }

    private boolean fill() {
        if (row == rows && !nextBatch()) {
            return false;
        }
        next = 0;
        if (row < rows) {
            filled = Math.min(SLICE, rows - row);
            batch.read(slice, row, filled);
            row += filled;
        } else {
            PairPart selected = part;
            Object value = codec.read(in);
            slice[0] = selected == null ? value : selected.of(value);
            filled = 1;
        }
        return true;
    }

    /** Goes to the next batch, or to a value by itself, which the stream has next then; false at the end. */
    private boolean nextBatch() {
        if (closed) {
            return false;
        }
        if (in.atEnd()) {
            close();
            return false;
        }
        row = 0;
        rows = batch.next(in) ? batch.rows() : 0;
        return true;
    }

    @Override
    public long skip() {
        long count = filled - next + rows - row;
        next = filled;
        row = rows;
        while (nextBatch()) {
            if (rows == 0) {
                codec.read(in);
                count++;
            }
            count += rows;
            row = rows;
        }
        return count;
    }

    @Override
    public @Nullable Doubles doubles() {
        if (next < filled || (row == rows && !nextBatch())) {
            return null;
        }
        double[] values = row == 0 && rows > 0 ? batch.doubles() : null;
        if (values == null) {
            return null;
        }
        row = rows;
        return new Doubles(values, rows);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            next = filled;
            row = rows;
            onClose.run();
        }
    }
}
