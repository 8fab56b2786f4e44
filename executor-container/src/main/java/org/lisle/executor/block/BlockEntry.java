package org.lisle.executor.block;

import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.BlockChange;

/** What a store knows of one block. Guarded by the store's lock. */
final class BlockEntry {
    final BlockId id;
    final StorageLevel level;
    /** Values in the block, or {@link BlockStore#UNKNOWN_COUNT}. */
    final long count;
    /** {@link BlockContent.Values} or {@link BlockContent.Bytes}; null when only the file is left. */
    @Nullable
    BlockContent memory;

    BlockContent.@Nullable InFile file;
    /** Whether it is known that the objects are not to be had as columns, or not much smaller. */
    boolean staysObjects;
    /** Readers, which keep the memory from being released. */
    int pins;
    /** Whether someone writes the block to disk just now. */
    boolean moving;
    /** No longer in the store; what it holds is freed by the last reader. */
    boolean removed;

    BlockEntry(BlockId id, StorageLevel level, BlockContent content, long count) {
        this.id = id;
        this.level = level;
        this.count = count;
        if (content instanceof BlockContent.InFile inFile) {
            file = inFile;
        } else {
            memory = content;
        }
    }

    boolean isEvictable() {
        return memory != null && pins == 0 && !moving && !removed;
    }

    /** Whether the block is objects that may be had as columns in less memory. */
    boolean isCompactable() {
        return memory instanceof BlockContent.Values && level.useMemory() && !staysObjects;
    }

    long memoryBytes() {
        BlockContent content = memory;
        return content == null ? 0 : content.size();
    }

    BlockChange change() {
        BlockContent.InFile onDisk = file;
        boolean present = !removed && (memory != null || onDisk != null);
        return new BlockChange(
                id.text(), present ? memoryBytes() : 0, present && onDisk != null ? onDisk.size() : 0, present);
    }
}
