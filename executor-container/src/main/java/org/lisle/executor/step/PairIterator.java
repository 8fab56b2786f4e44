package org.lisle.executor.step;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;

/** One object with each of many. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class PairIterator implements Iterator<Pair<?, ?>> {
    private final @Nullable Object first;
    private final Iterator<?> seconds;

    private PairIterator(@Nullable Object first, Iterator<?> seconds) {
        this.first = first;
        this.seconds = seconds;
    }

    static Iterator<Pair<?, ?>> withFirst(@Nullable Object first, Iterator<?> seconds) {
        return new PairIterator(first, seconds);
    }

    @Override
    public boolean hasNext() {
        return seconds.hasNext();
    }

    @Override
    public Pair<?, ?> next() {
        return new Pair<>(first, seconds.next());
    }
}
