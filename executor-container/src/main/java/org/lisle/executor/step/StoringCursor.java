package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.block.BlockBuilder;
import org.lisle.executor.record.RecordCursor;

/** Stores what passes; the block counts when all of it has passed. */
final class StoringCursor implements RecordCursor {
    private final RecordCursor source;
    private final BlockBuilder builder;
    private final Runnable commit;
    private boolean ended;

    /** @param commit of the builder, when all has passed */
    StoringCursor(RecordCursor source, BlockBuilder builder, Runnable commit) {
        this.source = source;
        this.builder = builder;
        this.commit = commit;
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
        commit.run();
        return false;
    }

    @Override
    public @Nullable Object current() {
        return source.current();
    }

    @Override
    public String where() {
        return source.where();
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            builder.abandon();
        }
        source.close();
    }
}
