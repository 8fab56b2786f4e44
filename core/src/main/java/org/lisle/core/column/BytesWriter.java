package org.lisle.core.column;

import java.util.Arrays;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/** Arrays of bytes: their lengths ({@link PackedNumbers}), then all bytes. They are copied when added, since a program may change them. */
final class BytesWriter extends ColumnWriter {
    private final BatchLimit limit;
    private final RecordOutput bytes = new RecordOutput(0);
    private long[] lengths = new long[0];

    BytesWriter(BatchLimit limit) {
        this.limit = limit;
    }

    @Override
    int leaves() {
        return 1;
    }

    @Override
    void writeShape(RecordOutput out, RecordCodec codec) {
        out.writeByte(Shape.BYTES);
    }

    @Override
    boolean addValue(Object value) {
        if (!(value instanceof byte[] array) || !BatchLimit.allows(array.length)) {
            return false;
        }
        put(array.length);
        bytes.writeBytes(array, 0, array.length);
        limit.addBytes(array.length);
        return true;
    }

    @Override
    void addPlaceholder() {
        put(0);
    }

    private void put(int length) {
        if (rows() == lengths.length) {
            lengths = Arrays.copyOf(lengths, capacity(rows()));
        }
        lengths[rows()] = length;
    }

    @Override
    void truncate(int left) {
        int cut = 0;
        for (int row = left; row < rows(); row++) {
            cut += (int) lengths[row];
        }
        bytes.position(bytes.position() - cut);
        super.truncate(left);
    }

    @Override
    void writeValues(RecordOutput out, RecordCodec codec) {
        PackedNumbers.writeIntegers(lengths, rows(), out);
        out.writeBytes(bytes.buffer(), 0, bytes.position());
    }
}
