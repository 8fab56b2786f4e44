package org.lisle.executor.block;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.compress.Compression;
import org.lisle.core.id.BlockId;
import org.lisle.executor.disk.LocalDirectories;

/** Makes columns of a block's objects, in memory that is not the pool's and is bounded by what the objects take. Thread-safe. */
final class Compactor {
    private final int pageBytes;
    private final LocalDirectories directories;
    private final String folder;
    private final Compression compression;
    private final Supplier<RecordCodec> codecs;

    Compactor(
            int pageBytes,
            LocalDirectories directories,
            String folder,
            Compression compression,
            Supplier<RecordCodec> codecs) {
        this.pageBytes = pageBytes;
        this.directories = directories;
        this.folder = folder;
        this.compression = compression;
        this.codecs = codecs;
    }

    /** Null where they are not all in columns, or take more than half of the memory. */
    @Nullable
    BlockContent columns(BlockId id, BlockContent.Values objects) {
        long most = objects.size() / 2;
        var budget = new Scratch(Math.max(most, pageBytes));
        var target = new SpillableBytes(id, true, false, budget, directories, folder);
        BlockEncoder encoder = new BlockEncoder(codecs.get(), target, compression);
        for (Object value : objects.values()) {
            if (!encoder.addInColumns(value) || target.isRefused()) {
                return null;
            }
        }
        encoder.finish();
        BlockContent columns = target.finish();
        return columns != null && columns.size() <= most ? columns : null;
    }

    private final class Scratch implements StorageBudget {
        private long left;

        Scratch(long bytes) {
            left = bytes;
        }

        @Override
        public boolean take(long bytes, @Nullable BlockId onBehalfOf) {
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            return true;
        }

        @Override
        public void release(long bytes) {
            left += bytes;
        }

        @Override
        public int pageBytes() {
            return pageBytes;
        }
    }
}
