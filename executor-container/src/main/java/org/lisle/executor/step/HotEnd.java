package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** A template of the step from a chain to the end of the task that runs it. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotEnd implements Step {
    private static final Link LINK = Link.of(MethodHandles.lookup());
    private static final Tail TAIL = LINK.tail();

    HotEnd() {}

    @Override
    public void accept(@Nullable Object record) throws Exception {
        TAIL.end().accept(record);
    }
}
