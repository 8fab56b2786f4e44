package org.lisle.executor.block;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.BlockHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cached partitions as a task sees them: those of this executor, else those of another, else to be computed and built here. A block that
 * cannot be had for whatever reason is absent, never an error.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class PartitionCache {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionCache.class);

    private final BlockStore store;
    private final RemoteBlocks remote;
    private final Replication replication;

    public PartitionCache(BlockStore store, RemoteBlocks remote, Replication replication) {
        this.store = store;
        this.remote = remote;
        this.replication = replication;
    }

    /** How many values a block has; {@link BlockStore#UNKNOWN_COUNT} where that is not known here without reading them. */
    public long count(BlockId id) {
        return store.count(id);
    }

    /**
     * The values, when some executor has them; null otherwise. Waits. What comes from another executor does not stay here.
     *
     * @param codec confined to the task's thread, used until the values are closed
     */
    public @Nullable BlockValues values(BlockId id, RecordCodec codec) {
        BlockValues here = store.values(id, codec);
        return here != null ? here : elsewhere(id, codec);
    }

    /** Begins to build a partition that was absent; its copies are made after the commit. */
    public BlockBuilder build(BlockId id, StorageLevel level, RecordCodec codec) {
        BlockBuilder builder = store.build(id, level, codec);
        return new BlockBuilder() {
            @Override
            public boolean add(@Nullable Object value) {
                return builder.add(value);
            }

            @Override
            public boolean commit() {
                boolean kept = builder.commit();
                if (kept) {
                    replication.replicate(id, level);
                }
                return kept;
            }

            @Override
            public void abandon() {
                builder.abandon();
            }
        };
    }

    private @Nullable BlockValues elsewhere(BlockId id, RecordCodec codec) {
        try {
            for (BlockHolder holder : remote.holders(id)) {
                BlockValues values = from(holder, id, codec);
                if (values != null) {
                    return values;
                }
            }
        } catch (LisleException e) {
            LOG.warn("The driver does not tell who has the block {}: it is computed", id.text(), e);
        }
        return null;
    }

    private @Nullable BlockValues from(BlockHolder holder, BlockId id, RecordCodec codec) {
        SpillableBytes copy = store.newBytes(id, true, true);
        try {
            remote.copy(id, RemoteBlocks.addressOf(holder), copy);
            BlockContent content = copy.finish();
            return content == null ? null : store.readOnce(id, content, codec);
        } catch (IOException | LisleException e) {
            copy.discard();
            LOG.warn("The block {} cannot be had from executor {}", id.text(), holder.getExecutor(), e);
            return null;
        }
    }
}
