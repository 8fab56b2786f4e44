package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.block.BlockValues;
import org.lisle.executor.record.RecordCursor;

/** Over the values of a block. */
final class BlockCursor implements RecordCursor {
    private final BlockValues values;
    private @Nullable Object current;

    BlockCursor(BlockValues values) {
        this.values = values;
    }

    @Override
    public boolean advance() {
        if (!values.hasNext()) {
            return false;
        }
        current = values.next();
        return true;
    }

    @Override
    public @Nullable Object current() {
        return current;
    }

    @Override
    public void close() {
        values.close();
    }
}
