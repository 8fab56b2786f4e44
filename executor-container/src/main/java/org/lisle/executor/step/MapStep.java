package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function;

@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class MapStep implements Step {
    private final Function<@Nullable Object, @Nullable Object> function;
    private final Step next;

    MapStep(Function<@Nullable Object, @Nullable Object> function, Step next) {
        this.function = function;
        this.next = next;
    }

    @Override
    public void accept(@Nullable Object record) throws Exception {
        next.accept(function.call(record));
    }
}
