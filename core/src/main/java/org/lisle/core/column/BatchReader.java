package org.lisle.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.operator.PairPart;

/**
 * Reads the batches of a {@link BatchWriter}, one at a time. Columns are decoded when their values are asked for, and not before; whoever
 * asks for a part of pairs gets that column alone. Confined to one thread.
 */
public final class BatchReader {
    private final RecordCodec codec;
    private final RecordInput body = new RecordInput();
    private byte[] shape = new byte[0];
    private ColumnReader root = new NothingReader();
    private double[] doubles = new double[0];
    private @Nullable PairPart part;
    private int rows;

    public BatchReader(RecordCodec codec) {
        this.codec = codec;
    }

    /** From now on values are this part of what was written, which is pairs. */
    public void select(PairPart partOfPairs) {
        part = partOfPairs;
    }

    /**
     * Goes to the batch that comes next in the stream.
     *
     * @param in not at its end; not to be read while values of the batch are
     * @return false where no batch comes next, but a value for the codec
     * @throws org.lisle.core.error.LisleException BLOCK_CORRUPT, CLASS_NOT_FOUND
     */
    public boolean next(RecordInput in) {
        in.require(1);
        if (in.buffer()[in.position()] != RecordCodec.NO_VALUE) {
            return false;
        }
        in.skip(1);
        int length = in.readInt();
        if (length < 0) {
            throw in.corrupt("a batch has " + length + " bytes");
        }
        in.require(length);
        body.reset(in.buffer(), in.position(), in.position() + length);
        in.skip(length);
        rows = body.readVarInt();
        if (rows < 1 || rows > BatchLimit.MOST_ROWS) {
            throw body.corrupt("a batch has " + rows + " rows");
        }
        readShape();
        root.place(body, rows);
        return true;
    }

    private void readShape() {
        int length = body.readVarInt();
        int from = body.position();
        body.skip(length);
        int to = body.position();
        if (!Arrays.equals(shape, 0, shape.length, body.buffer(), from, to)) {
            shape = Arrays.copyOfRange(body.buffer(), from, to);
            var in = new RecordInput();
            in.reset(shape, 0, shape.length);
            root = Shape.reader(in, codec);
        }
    }

    /** Values in the batch. */
    public int rows() {
        return rows;
    }

    /** Makes {@code count} values from {@code row}, where {@code into} has room for them from {@code 0}. */
    public void read(@Nullable Object[] into, int row, int count) {
        PairPart selected = part;
        if (selected == null) {
            root.read(into, 0, row, count);
        } else if (root instanceof PairReader pairs && !root.hasNulls()) {
            (selected.isKey() ? pairs.keys() : pairs.values()).read(into, 0, row, count);
        } else {
            root.read(into, 0, row, count);
            for (int i = 0; i < count; i++) {
                into[i] = selected.of(into[i]);
            }
        }
    }

    /** The values of the whole batch, in the first {@link #rows} elements, valid until the next batch; null where they are not all Doubles. */
    public double @Nullable [] doubles() {
        if (part != null) {
            return null;
        }
        if (!(root instanceof NumberReader numbers) || numbers.kind() != NumberKind.DOUBLE || root.hasNulls()) {
            return null;
        }
        if (doubles.length < rows) {
            doubles = new double[rows];
        }
        for (int row = 0; row < rows; row++) {
            doubles[row] = Double.longBitsToDouble(numbers.bits(row));
        }
        return doubles;
    }
}
