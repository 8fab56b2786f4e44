package org.lisle.executor.task;

import org.lisle.core.id.BlockId;

/** Keeps results that are too large to be sent inline until the driver has fetched and removed them. Thread-safe. */
@FunctionalInterface
public interface ResultBlocks {
    /** @return false when there is no room for it */
    boolean keep(BlockId.TaskResult block, byte[] bytes);
}
