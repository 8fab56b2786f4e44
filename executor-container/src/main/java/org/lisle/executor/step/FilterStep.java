package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Predicate;

@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class FilterStep implements Step {
    private final Predicate<@Nullable Object> predicate;
    private final Step next;

    FilterStep(Predicate<@Nullable Object> predicate, Step next) {
        this.predicate = predicate;
        this.next = next;
    }

    @Override
    public void accept(@Nullable Object record) throws Exception {
        if (predicate.call(record)) {
            next.accept(record);
        }
    }
}
