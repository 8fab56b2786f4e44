package org.lisle.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordInput;

/** Reads what a {@link BytesWriter} wrote. */
final class BytesReader extends ColumnReader {
    private long[] lengths = new long[0];
    private int[] begins = new int[0];
    private byte[] buffer = new byte[0];

    @Override
    void load(RecordInput source) {
        lengths = PackedNumbers.read(source, lengths, rows());
        if (begins.length < rows()) {
            begins = new int[rows()];
        }
        buffer = source.buffer();
        int at = source.position();
        for (int row = 0; row < rows(); row++) {
            begins[row] = at;
            at += (int) lengths[row];
        }
        source.skip(at - source.position());
    }

    @Override
    void fill(@Nullable Object[] into, int start, int row, int count) {
        for (int i = 0; i < count; i++) {
            int begin = begins[row + i];
            into[start + i] = Arrays.copyOfRange(buffer, begin, begin + (int) lengths[row + i]);
        }
    }
}
