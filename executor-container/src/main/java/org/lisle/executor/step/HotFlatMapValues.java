package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.FlatMapFunction;

/** A template of {@link FlatMapStep} for the values of pairs. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotFlatMapValues extends HotStep {
    private static final Link LINK = Link.of(MethodHandles.lookup());
    private static final FlatMapFunction<Object, Object> FIXED = LINK.fixed();
    private static final HotStep NEXT = LINK.next();
    private static final Tail TAIL = LINK.tail();

    private int count;

    HotFlatMapValues() {}

    @Override
    void accept(@Nullable Object record, Object end) throws Exception {
        FlatMapFunction<Object, Object> function = FIXED != null ? FIXED : LINK.bound();
        Pair<?, ?> pair = Pairs.of(record);
        Iterator<?> expanded = Expansion.required(function.call(pair.value()));
        while (TAIL.isOpen() && expanded.hasNext()) {
            NEXT.accept(new Pair<>(pair.key(), expanded.next()), end);
            if (++count % FlatMapStep.CHECK_EVERY == 0) {
                TAIL.checkKilled();
            }
        }
    }
}
