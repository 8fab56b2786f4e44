package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;

/** A template of {@link PairsEnd}. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotPairsEnd implements Step {
    private static final Tail TAIL = Link.of(MethodHandles.lookup()).tail();

    HotPairsEnd() {}

    @Override
    public void accept(@Nullable Object record) throws Exception {
        Pair<?, ?> pair = Pairs.of(record);
        TAIL.sink().accept(pair.key(), pair.value());
    }
}
