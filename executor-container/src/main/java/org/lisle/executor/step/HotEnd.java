package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;

/** A template of the step from a chain to the end of the task that runs it. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotEnd extends HotStep {
    HotEnd() {}

    @Override
    void accept(@Nullable Object record, Object end) throws Exception {
        ((Step) end).accept(record);
    }
}
