package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.FlatMapFunction;

/** A template of {@link FlatMapStep} for records. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotFlatMap extends HotStep {
    private static final Link LINK = Link.of(MethodHandles.lookup());
    private static final FlatMapFunction<Object, Object> FIXED = LINK.fixed();
    private static final HotStep NEXT = LINK.next();
    private static final Tail TAIL = LINK.tail();

    private int count;

    HotFlatMap() {}

    @Override
    void accept(@Nullable Object record, Object end) throws Exception {
        FlatMapFunction<Object, Object> function = FIXED != null ? FIXED : LINK.bound();
        Iterator<?> expanded = Expansion.required(function.call(record));
        while (TAIL.isOpen() && expanded.hasNext()) {
            NEXT.accept(expanded.next(), end);
            if (++count % FlatMapStep.CHECK_EVERY == 0) {
                TAIL.checkKilled();
            }
        }
    }
}
