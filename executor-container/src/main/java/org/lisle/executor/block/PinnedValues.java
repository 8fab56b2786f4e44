package org.lisle.executor.block;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** An iterator with something to do once, at its end or when closed before. Confined to one thread. */
final class PinnedValues implements BlockValues {
    private final Iterator<@Nullable Object> values;
    private final Runnable onClose;
    private boolean closed;

    PinnedValues(Iterator<@Nullable Object> values, Runnable onClose) {
        this.values = values;
        this.onClose = onClose;
    }

    @Override
    public boolean hasNext() {
        if (!closed && values.hasNext()) {
            return true;
        }
        close();
        return false;
    }

    @Override
    public @Nullable Object next() {
        return values.next();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
