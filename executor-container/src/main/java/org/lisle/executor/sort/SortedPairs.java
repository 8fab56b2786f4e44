package org.lisle.executor.sort;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.PairRun;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/** Sorted pairs in memory; those not read yet can be moved to disk at any time. Confined to the task's thread. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class SortedPairs implements RecordCursor {
    private final @Nullable Pair<?, ?>[] pairs;
    private final int size;
    private final SpillSpace space;
    private final Runnable whenClosed;
    private int next;
    private @Nullable Pair<?, ?> current;
    private @Nullable PairRun rest;

    SortedPairs(@Nullable Pair<?, ?>[] pairs, int size, SpillSpace space, Runnable whenClosed) {
        this.pairs = pairs;
        this.size = size;
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
        if (next >= size) {
            close();
            return false;
        }
        current = pairs[next];
        pairs[next++] = null;
        return true;
    }

    @Override
    public @Nullable Object current() {
        return current;
    }

    /** Moves what was not read yet to disk. @return whether memory became free */
    boolean spillRest() {
        if (rest != null || next >= size) {
            return false;
        }
        SpillWriter writer = space.write("the rest of sorted pairs");
        for (; next < size; next++) {
            Pair<?, ?> pair = pairs[next];
            if (pair != null) {
                PairRun.write(writer, 0, pair.key(), pair.value());
            }
        }
        rest = new PairRun(space, writer.finish());
        Arrays.fill(pairs, null);
        return true;
    }

    @Override
    public void close() {
        next = size;
        if (rest != null) {
            rest.close();
        }
        whenClosed.run();
    }
}
