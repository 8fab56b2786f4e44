package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.aggregate.PairSink;

/** The end of a chain whose records go on as keys and values. */
record PairsEnd(PairSink sink) implements Step {
    @Override
    public void accept(@Nullable Object record) throws Exception {
        Pair<?, ?> pair = Pairs.of(record);
        sink.accept(pair.key(), pair.value());
    }
}
