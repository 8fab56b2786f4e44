package org.lisle.executor.aggregate;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.PairRun;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/** The entries of a table as pairs, position by position; what is left of it can be moved to disk at any time. Confined to the task's thread. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class CombinedEntries implements RecordCursor {
    private final CombineTable entries;
    private final SpillSpace space;
    private final Runnable whenClosed;
    private int position = -1;
    private @Nullable PairRun rest;
    private @Nullable Object current;

    CombinedEntries(CombineTable entries, SpillSpace space, Runnable whenClosed) {
        this.entries = entries;
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
        while (++position < entries.capacity()) {
            if (entries.isUsed(position)) {
                current = new Pair<>(entries.key(position), entries.value(position));
                return true;
            }
        }
        close();
        return false;
    }

    @Override
    public @Nullable Object current() {
        return current;
    }

    /** Moves what was not read yet to disk. @return whether memory became free */
    boolean spillRest() {
        if (rest != null || position >= entries.capacity()) {
            return false;
        }
        SpillWriter writer = space.write("the rest of a table of combined values");
        while (++position < entries.capacity()) {
            if (entries.isUsed(position)) {
                PairRun.write(writer, entries.hashAt(position), entries.key(position), entries.value(position));
            }
        }
        rest = new PairRun(space, writer.finish());
        entries.clear();
        return true;
    }

    @Override
    public void close() {
        if (rest != null) {
            rest.close();
        }
        position = Integer.MAX_VALUE - 1;
        whenClosed.run();
    }
}
