package org.lisle.executor.sort;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.encoded.PairBuffer;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.BufferedPairs;
import org.lisle.executor.spill.PairRun;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/** Sorted pairs in memory, made objects one by one; those not read yet can be moved to disk at any time. Confined to the task's thread. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class EncodedCursor implements RecordCursor {
    private final BufferedPairs buffer;
    private final SpillSpace space;
    private final Runnable whenClosed;
    private int next;
    private @Nullable Pair<?, ?> current;
    private @Nullable PairRun rest;

    EncodedCursor(BufferedPairs buffer, SpillSpace space, Runnable whenClosed) {
        this.buffer = buffer;
        this.space = space;
        this.whenClosed = whenClosed;
    }

    @Override
    public boolean advance() {
        if (rest != null) {
            boolean more = rest.advance();
            current = more ? new Pair<>(rest.key(), rest.value()) : null;
            return more;
        }
        PairBuffer pairs = buffer.pairs();
        if (next >= pairs.size()) {
            close();
            return false;
        }
        pairs.showInTurn(next++);
        Object key = buffer.key();
        current = new Pair<>(key, buffer.value());
        return true;
    }

    @Override
    public @Nullable Object current() {
        return current;
    }

    /** Moves what was not read yet to disk. @return whether memory became free */
    boolean spillRest() {
        if (rest != null || next >= buffer.pairs().size()) {
            return false;
        }
        SpillWriter writer = buffer.write("the rest of sorted pairs");
        EncodedSorter.write(buffer.pairs(), next, writer);
        rest = new PairRun(space, writer.finish());
        buffer.pairs().clear();
        return true;
    }

    @Override
    public void close() {
        if (rest != null) {
            rest.close();
        }
        current = null;
        whenClosed.run();
    }
}
