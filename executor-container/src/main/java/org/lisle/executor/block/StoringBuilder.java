package org.lisle.executor.block;

import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.id.BlockId;

/**
 * Builds a block of a {@link BlockStore}: objects as long as the level and the memory allow, then bytes: in memory where all values lie in
 * columns, else on disk. Confined to the task's thread.
 */
final class StoringBuilder implements BlockBuilder {
    private final BlockStore store;
    private final BlockId id;
    private final StorageLevel level;
    private final RecordCodec codec;
    private @Nullable ValueList values;
    private @Nullable SpillableBytes bytes;
    private @Nullable BlockEncoder encoder;
    /** Whether a value that has no columns ends the block: the level keeps objects, which need not be serialisable. */
    private boolean columnsOnly;

    private long count;
    private boolean over;

    StoringBuilder(BlockStore store, BlockId id, StorageLevel level, RecordCodec codec) {
        this.store = store;
        this.id = id;
        this.level = level;
        this.codec = codec;
        if (level.useMemory() && level.deserialized()) {
            values = new ValueList(id, store.budget());
        } else {
            encode(level.useMemory());
        }
    }

    @Override
    public boolean add(@Nullable Object value) {
        if (over) {
            return false;
        }
        try {
            addTo(value);
            count++;
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
        return !over;
    }

    @Override
    public boolean commit() {
        if (over) {
            return false;
        }
        BlockContent content = finish();
        over = true;
        return content != null && store.put(id, level, content, count);
    }

    @Override
    public void abandon() {
        if (!over) {
            over = true;
            drop();
        }
    }

    private void addTo(@Nullable Object value) {
        ValueList objects = values;
        if (objects != null) {
            if (!objects.add(value)) {
                objectsDoNotFit(objects);
            }
            return;
        }
        if (encoder != null && bytes != null) {
            addTo(encoder, value);
            over = over || bytes.isRefused();
        }
    }

    private void addTo(BlockEncoder target, @Nullable Object value) {
        if (!columnsOnly) {
            target.add(value);
        } else if (!target.addInColumns(value)) {
            over = true;
            drop();
        }
    }

    private void objectsDoNotFit(ValueList objects) {
        values = null;
        objects.releaseHalf();
        try {
            if (keepsColumns(objects)) {
                columnsOnly = !level.useDisk();
            } else if (level.useDisk()) {
                BlockEncoder disk = encode(false);
                objects.values().forEach(disk::add);
            } else {
                over = true;
            }
        } finally {
            objects.discard();
        }
    }

    /** Whether the objects fit, and what comes may fit, as columns. */
    private boolean keepsColumns(ValueList objects) {
        BlockEncoder columns = encode(true);
        for (Object value : objects.values()) {
            if (!columns.addInColumns(value) || isRefused()) {
                drop();
                bytes = null;
                encoder = null;
                return false;
            }
        }
        return true;
    }

    private boolean isRefused() {
        return bytes != null && bytes.isRefused();
    }

    private BlockEncoder encode(boolean inMemory) {
        SpillableBytes target = store.newBytes(id, inMemory, level.useDisk());
        BlockEncoder made = new BlockEncoder(codec, target, store.compression());
        bytes = target;
        encoder = made;
        return made;
    }

    private @Nullable BlockContent finish() {
        if (values != null) {
            return values.finish();
        }
        if (encoder == null || bytes == null) {
            return null;
        }
        encoder.finish();
        return bytes.finish();
    }

    private void drop() {
        if (values != null) {
            values.discard();
        }
        if (bytes != null) {
            bytes.discard();
        }
    }
}
