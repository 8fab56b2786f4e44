package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Records that have to be pairs. */
final class Pairs {
    private Pairs() {}

    static Pair<?, ?> of(@Nullable Object record) {
        if (record instanceof Pair<?, ?> pair) {
            return pair;
        }
        throw new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "an operation by key met "
                        + (record == null ? "null" : "a " + record.getClass().getName()) + " where it needs a Pair",
                "look at the function before it: an unchecked cast hides what it returns");
    }
}
