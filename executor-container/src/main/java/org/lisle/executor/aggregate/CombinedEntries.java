package org.lisle.executor.aggregate;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.PairRun;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;
import org.lisle.executor.table.KeyTable;

/** The entries of a table as pairs, slot by slot; what is left of it can be moved to disk at any time. Confined to the task's thread. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class CombinedEntries implements RecordCursor {
    private final KeyTable<@Nullable Object> entries;
    private final SpillSpace space;
    private final Runnable whenClosed;
    private int slot = -1;
    private @Nullable PairRun rest;
    private @Nullable Object current;

    CombinedEntries(KeyTable<@Nullable Object> entries, SpillSpace space, Runnable whenClosed) {
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
        while (++slot < entries.capacity()) {
            if (entries.isUsed(slot)) {
                current = new Pair<>(entries.key(slot), entries.value(slot));
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
        if (rest != null || slot >= entries.capacity()) {
            return false;
        }
        SpillWriter writer = space.write("the rest of a table of combined values");
        while (++slot < entries.capacity()) {
            if (entries.isUsed(slot)) {
                PairRun.write(writer, entries.hashAt(slot), entries.key(slot), entries.value(slot));
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
        slot = Integer.MAX_VALUE - 1;
        whenClosed.run();
    }
}
