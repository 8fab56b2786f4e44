package org.lisle.executor.block;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.PairPart;

/** Objects, with something to do once, at their end or when closed before. Confined to one thread. */
final class PinnedValues implements BlockValues {
    private final Iterator<@Nullable Object> values;
    private final Runnable onClose;
    private @Nullable PairPart part;
    private boolean closed;

    PinnedValues(Iterator<@Nullable Object> values, Runnable onClose) {
        this.values = values;
        this.onClose = onClose;
    }

    @Override
    public void select(PairPart partOfPairs) {
        part = partOfPairs;
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
        Object value = values.next();
        PairPart selected = part;
        return selected == null ? value : selected.of(value);
    }

    @Override
    public long skip() {
        long count = 0;
        while (hasNext()) {
            values.next();
            count++;
        }
        return count;
    }

    @Override
    public @Nullable Doubles doubles() {
        return null;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
