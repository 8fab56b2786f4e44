package org.lisle.executor.block;

import org.jspecify.annotations.Nullable;
import org.lisle.core.id.BlockId;

/** Memory for a block that is being made, on behalf of whom other blocks may be evicted, though not blocks of its own dataset. Thread-safe. */
interface StorageBudget {
    /** Takes all the bytes, or none; evicts other blocks when that makes room. */
    boolean take(long bytes, @Nullable BlockId onBehalfOf);

    void release(long bytes);

    /** A good size for arrays. */
    int pageBytes();
}
