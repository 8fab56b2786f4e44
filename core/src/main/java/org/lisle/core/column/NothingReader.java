package org.lisle.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordInput;

/** Nothing but null. */
final class NothingReader extends ColumnReader {
    @Override
    void load(RecordInput source) {}

    @Override
    void fill(@Nullable Object[] into, int start, int row, int count) {
        Arrays.fill(into, start, start + count, null);
    }
}
