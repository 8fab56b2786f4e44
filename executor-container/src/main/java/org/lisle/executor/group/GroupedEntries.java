package org.lisle.executor.group;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.spill.Runs;
import org.lisle.executor.table.KeyTable;

/** The groups of a table, slot by slot; those not read yet can be moved to disk. Confined to the task's thread. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class GroupedEntries implements GroupCursor {
    private final KeyTable<ValueLists> table;
    private final GroupShape shape;
    private final IntFunction<GroupCursor> openRest;
    private final Runnable whenClosed;
    private int slot = -1;
    private @Nullable Object current;
    private @Nullable GroupCursor rest;

    /** @param openRest moves the entries from a slot on to disk and opens them there */
    GroupedEntries(
            KeyTable<ValueLists> table, GroupShape shape, IntFunction<GroupCursor> openRest, Runnable whenClosed) {
        this.table = table;
        this.shape = shape;
        this.openRest = openRest;
        this.whenClosed = whenClosed;
    }

    @Override
    public boolean advance() throws Exception {
        if (rest != null) {
            boolean more = rest.advance();
            current = more ? rest.current() : null;
            return more;
        }
        while (++slot < table.capacity()) {
            if (table.isUsed(slot)) {
                current = new Pair<>(table.key(slot), shape.of(table.value(slot).all()));
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

    @Override
    public boolean spillRest() {
        if (rest != null) {
            return rest.spillRest();
        }
        if (slot + 1 >= table.capacity()) {
            return false;
        }
        rest = openRest.apply(slot + 1);
        return true;
    }

    @Override
    public long bytesNeeded() {
        return Runs.readerBytes(1);
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
