package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;

/** Takes a record and hands zero or more to the next step. */
@FunctionalInterface
public interface Step {
    /** @throws Exception what the user's function throws, and {@code LisleException}s */
    void accept(@Nullable Object record) throws Exception;
}
