package org.lisle.executor.step;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.record.RecordCursor;

/** Over an iterator, and closing what it stands on. */
final class IteratorCursor implements RecordCursor {
    private final Iterator<? extends @Nullable Object> iterator;
    private final List<? extends AutoCloseable> below;
    private @Nullable Object current;

    /** @param below cursors or block values, whose close throws nothing checked */
    IteratorCursor(Iterator<? extends @Nullable Object> iterator, List<? extends AutoCloseable> below) {
        this.iterator = iterator;
        this.below = below;
    }

    @Override
    public boolean advance() {
        if (!iterator.hasNext()) {
            return false;
        }
        current = iterator.next();
        return true;
    }

    @Override
    public @Nullable Object current() {
        return current;
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : below) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("closing a source failed", e);
            }
        }
    }
}
