package org.lisle.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The values added, in no order across tasks. For few and small values; they must be serialisable. Thread-safe. */
public final class CollectionAccumulator<T> extends Accumulator<T, List<T>> {
    private static final long serialVersionUID = 1L;

    private final List<T> values = Collections.synchronizedList(new ArrayList<>());

    @Override
    public boolean isZero() {
        return values.isEmpty();
    }

    @Override
    public CollectionAccumulator<T> copy() {
        var copy = new CollectionAccumulator<T>();
        copy.values.addAll(value());
        return copy;
    }

    @Override
    public void reset() {
        values.clear();
    }

    @Override
    public void add(T value) {
        values.add(value);
    }

    @Override
    public void merge(Accumulator<T, List<T>> other) {
        values.addAll(other.value());
    }

    /** A copy that does not change any more. */
    @Override
    public List<T> value() {
        synchronized (values) {
            return Collections.unmodifiableList(new ArrayList<>(values));
        }
    }
}
