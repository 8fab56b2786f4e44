package org.lisle.executor.scope;

import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.id.BlockId;
import org.lisle.executor.block.BlockBuilder;
import org.lisle.executor.block.BlockValues;

/** Where persisted partitions are kept. Thread-safe. */
public interface PersistedBlocks {
    /** How many values a block has; -1 where that is not known here without reading them. */
    long count(BlockId block);

    /** The values of a block, here or on another executor; null when it has to be computed. */
    @Nullable
    BlockValues values(BlockId block, RecordCodec codec);

    /** Begins to store a block. */
    BlockBuilder build(BlockId block, StorageLevel level, RecordCodec codec);
}
