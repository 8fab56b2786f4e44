package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;

@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class MapValuesStep implements Step {
    private final Function<@Nullable Object, @Nullable Object> function;
    private final Step next;

    MapValuesStep(Function<@Nullable Object, @Nullable Object> function, Step next) {
        this.function = function;
        this.next = next;
    }

    @Override
    public void accept(@Nullable Object record) throws Exception {
        Pair<?, ?> pair = Pairs.of(record);
        next.accept(new Pair<>(pair.key(), function.call(pair.value())));
    }
}
