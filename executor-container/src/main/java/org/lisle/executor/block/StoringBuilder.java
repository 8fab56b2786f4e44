package org.lisle.executor.block;

import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.id.BlockId;

/** Builds a block of a {@link BlockStore}: objects as long as the level and the memory allow, else bytes. Confined to the task's thread. */
final class StoringBuilder implements BlockBuilder {
    private final BlockStore store;
    private final BlockId id;
    private final StorageLevel level;
    private final RecordCodec codec;
    private @Nullable ValueList values;
    private @Nullable SpillableBytes bytes;
    private @Nullable BlockEncoder encoder;
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
            encoder.add(value);
            over = bytes.isRefused();
        }
    }

    private void objectsDoNotFit(ValueList objects) {
        values = null;
        if (level.useDisk()) {
            BlockEncoder disk = encode(false);
            objects.values().forEach(disk::add);
        } else {
            over = true;
        }
        objects.discard();
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
