package org.lisle.executor.group;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.record.RecordCursor;

/** The groups of plain keys, then those of others. Confined to the task's thread. */
final class BothGroups implements RecordCursor {
    private final KeyGrouper others;
    private RecordCursor cursor;
    private boolean second;

    BothGroups(RecordCursor first, KeyGrouper others) {
        this.cursor = first;
        this.others = others;
    }

    @Override
    public boolean advance() throws Exception {
        if (cursor.advance()) {
            return true;
        }
        if (second) {
            return false;
        }
        second = true;
        cursor = others.finish();
        return cursor.advance();
    }

    @Override
    public @Nullable Object current() {
        return cursor.current();
    }

    @Override
    public void close() {
        cursor.close();
        others.close();
    }
}
