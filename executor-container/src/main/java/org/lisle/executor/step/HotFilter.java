package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Predicate;

/** A template of {@link FilterStep}. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotFilter extends HotStep {
    private static final Link LINK = Link.of(MethodHandles.lookup());
    private static final Predicate<Object> FIXED = LINK.fixed();
    private static final HotStep NEXT = LINK.next();

    HotFilter() {}

    @Override
    void accept(@Nullable Object record, Object end) throws Exception {
        Predicate<Object> predicate = FIXED != null ? FIXED : LINK.bound();
        if (predicate.call(record)) {
            NEXT.accept(record, end);
        }
    }
}
