package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function;

/** A template of {@link MapStep}. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotMap extends HotStep {
    private static final Link LINK = Link.of(MethodHandles.lookup());
    private static final Function<Object, Object> FIXED = LINK.fixed();
    private static final HotStep NEXT = LINK.next();

    HotMap() {}

    @Override
    void accept(@Nullable Object record, Object end) throws Exception {
        Function<Object, Object> function = FIXED != null ? FIXED : LINK.bound();
        NEXT.accept(function.call(record), end);
    }
}
