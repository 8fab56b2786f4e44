package org.lisle.core.closure;

/**
 * Replaces handles while functions are read: in a task {@code Broadcast.Reference} by the executor's broadcast, and {@code Accumulator}s,
 * which arrive as zero copies, by themselves after they are known to the task. Called on the reading thread, once for each handle in a
 * stream.
 */
@FunctionalInterface
public interface HandleBinder {
    /** Leaves every handle as it is. */
    HandleBinder NONE = handle -> handle;

    /** @param handle a {@link Handle} */
    Object bind(Object handle);
}
