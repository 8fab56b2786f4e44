package org.lisle.executor.memory;

/** What keeps cached blocks: asked to make room when execution wants memory that storage has borrowed. Thread-safe. */
@FunctionalInterface
public interface StorageEvictor {
    /**
     * Drops cached blocks and releases their memory; called with no lock held, may write to disk.
     *
     * @param bytes wanted, above 0
     * @return bytes released; 0 when nothing can be dropped now
     */
    long evict(long bytes);
}
