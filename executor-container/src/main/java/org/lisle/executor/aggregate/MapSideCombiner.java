package org.lisle.executor.aggregate;

import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.spill.MemoryClaim;

/**
 * Combines values before they are shuffled, as far as memory goes and as long as it pays: when memory is refused, everything combined so
 * far goes on to the shuffle's writer and the table begins anew; where keys hardly repeat, records pass as they come ({@link Reduction}). A
 * key may come out many times; the reduce side merges the parts.
 *
 * <p>Asked for memory by another consumer, it gives nothing at once, because flushing makes the writer ask for memory itself; it flushes
 * at its next record. Confined to the task's thread.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
public final class MapSideCombiner extends MemoryConsumer implements PairSink, AutoCloseable {
    private static final int RELEASES = 16;

    private final CombineTable table;
    private final Function<@Nullable Object, @Nullable Object> create;
    private final MemoryClaim claim;
    private final PairSink sink;
    private final Reduction reduction = new Reduction();
    private boolean flushWanted;

    @SuppressWarnings("unchecked")
    public MapSideCombiner(String name, Aggregator<?, ?> aggregator, TaskMemory memory, PairSink sink) {
        super(name);
        this.table = new CombineTable(aggregator, false);
        this.create = (Function<@Nullable Object, @Nullable Object>) aggregator.createCombiner();
        this.claim = new MemoryClaim(memory, this);
        this.sink = sink;
    }

    @Override
    public void accept(@Nullable Object key, @Nullable Object value) throws Exception {
        if (reduction.passesNext()) {
            sink.accept(key, create.call(value));
            return;
        }
        if (flushWanted) {
            empty();
        }
        while (!table.add(key, value)) {
            makeRoom();
        }
        if (table.bytes() > claim.held() && !claim.ensure(table.bytes())) {
            empty();
        } else if (reduction.givesUp(table.size())) {
            flush();
        }
    }

    private void makeRoom() throws Exception {
        if (claim.ensure(table.bytesToGrow())) {
            table.grow();
        } else {
            empty();
        }
    }

    /** Combines what came, and hands all of it on. */
    public void flush() throws Exception {
        while (!table.settle()) {
            makeRoom();
        }
        empty();
    }

    /** Hands the table's entries on, and the memory back bit by bit, since the sink needs some. */
    private void empty() throws Exception {
        int capacity = table.capacity();
        long held = claim.held();
        for (int part = 0; part < RELEASES; part++) {
            int from = (int) ((long) capacity * part / RELEASES);
            int to = (int) ((long) capacity * (part + 1) / RELEASES);
            for (int position = from; position < to; position++) {
                if (table.isUsed(position)) {
                    sink.accept(table.key(position), table.value(position));
                    table.drop(position);
                }
            }
            claim.shrinkTo(held / RELEASES * (RELEASES - 1 - part));
        }
        table.clear();
        claim.shrinkTo(0);
        reduction.emptied();
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
