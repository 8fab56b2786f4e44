package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.aggregate.PairSink;

/** A template of {@link PairsEnd}. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotPairsEnd extends HotStep {
    HotPairsEnd() {}

    @Override
    void accept(@Nullable Object record, Object end) throws Exception {
        Pair<?, ?> pair = Pairs.of(record);
        ((PairSink) end).accept(pair.key(), pair.value());
    }
}
