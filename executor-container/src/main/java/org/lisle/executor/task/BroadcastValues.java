package org.lisle.executor.task;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Broadcast;

/** Gives the values of broadcasts; fetches them when first asked. Thread-safe. */
@FunctionalInterface
public interface BroadcastValues {
    /** @throws org.lisle.core.error.LisleException CONNECTION_LOST or BLOCK_CORRUPT */
    @Nullable
    Object read(Broadcast.Reference reference);
}
