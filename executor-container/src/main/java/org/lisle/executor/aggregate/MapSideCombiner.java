package org.lisle.executor.aggregate;

import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.table.KeyTable;

/**
 * Combines values before they are shuffled, as far as memory goes: when it is refused, everything combined so far goes on to the shuffle's
 * writer and the table begins anew. A key may come out many times; the reduce side merges the parts.
 *
 * <p>Asked for memory by another consumer, it gives nothing at once, because flushing makes the writer ask for memory itself; it flushes
 * at its next record. Confined to the task's thread.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
public final class MapSideCombiner extends MemoryConsumer implements AutoCloseable {
    private static final int RELEASES = 16;

    private final CombineTable table;
    private final MemoryClaim claim;
    private final PairSink sink;
    private boolean flushWanted;

    public MapSideCombiner(String name, Aggregator<?, ?> aggregator, TaskMemory memory, PairSink sink) {
        super(name);
        this.table = new CombineTable(aggregator, false);
        this.claim = new MemoryClaim(memory, this);
        this.sink = sink;
    }

    public void add(@Nullable Object key, @Nullable Object value) throws Exception {
        int hash = KeyTable.hash(key);
        if (flushWanted || (table.mustGrowFor(key, hash) && !claim.ensure(table.bytesToGrow()))) {
            flush();
        }
        table.add(key, hash, value);
        if (table.bytes() > claim.held() && !claim.ensure(table.bytes())) {
            flush();
        }
    }

    /** Hands all combined values on, and the memory back bit by bit, since the sink needs some. */
    public void flush() throws Exception {
        KeyTable<@Nullable Object> entries = table.entries();
        int capacity = entries.capacity();
        long held = claim.held();
        for (int part = 0; part < RELEASES; part++) {
            int from = (int) ((long) capacity * part / RELEASES);
            int to = (int) ((long) capacity * (part + 1) / RELEASES);
            for (int slot = from; slot < to; slot++) {
                if (entries.isUsed(slot)) {
                    sink.accept(entries.key(slot), entries.value(slot));
                    entries.drop(slot);
                }
            }
            claim.shrinkTo(held / RELEASES * (RELEASES - 1 - part));
        }
        table.clear();
        claim.shrinkTo(0);
        // The sink may have asked for memory meanwhile: it is free now.
        flushWanted = false;
    }

    @Override
    public long spill(long targetBytes) {
        flushWanted = true;
        return 0;
    }

    @Override
    public void close() {
        table.clear();
        claim.shrinkTo(0);
    }
}
