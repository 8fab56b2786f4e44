package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.block.BlockBuilder;
import org.lisle.executor.record.RecordCursor;

/** Stores what passes; the block counts when all of it has passed. */
final class StoringCursor implements RecordCursor {
    private final RecordCursor source;
    private final BlockBuilder builder;
    private boolean ended;

    StoringCursor(RecordCursor source, BlockBuilder builder) {
        this.source = source;
        this.builder = builder;
    }

    @Override
    public boolean advance() throws Exception {
        if (ended) {
            return false;
        }
        if (source.advance()) {
            builder.add(source.current());
            return true;
        }
        ended = true;
        builder.commit();
        return false;
    }

    @Override
    public @Nullable Object current() {
        return source.current();
    }

    @Override
    public void close() {
        ended = true;
        builder.abandon();
        source.close();
    }
}
