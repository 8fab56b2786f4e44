package org.lisle.executor.aggregate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.spill.PairRun;
import org.lisle.executor.spill.Runs;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/**
 * Combines the values of equal keys, of any number of keys.
 *
 * <pre>
 *   add     (key, value) -> hash table
 *   spill   table, sorted by hash -> a run of (hash, key, combiner)
 *   finish  no run: the table as it is; else all runs merged by hash, combiners of equal keys merged
 * </pre>
 *
 * A combiner is serialised only when it is spilled. Confined to the task's thread; may be asked to spill between any two records, also
 * while its results are read.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
public final class KeyCombiner extends MemoryConsumer implements AutoCloseable {
    private final SpillSpace space;
    private final MemoryClaim claim;
    private final CombineTable table;
    private final Aggregator<?, ?> aggregator;
    private final Runs runs;
    private @Nullable CombinedEntries emitting;

    /** @param combined whether the values that come are combiners already */
    public KeyCombiner(String name, Aggregator<?, ?> aggregator, boolean combined, SpillSpace space) {
        super(name);
        this.space = space;
        this.claim = new MemoryClaim(space.memory(), this);
        this.table = new CombineTable(aggregator, combined);
        this.aggregator = aggregator;
        this.runs = new Runs(space);
    }

    /** @throws Exception what the aggregator's functions throw, and {@code LisleException}s of spilling */
    public void add(@Nullable Object key, @Nullable Object value) throws Exception {
        while (!table.add(key, value)) {
            makeRoom();
        }
        if (table.bytes() > claim.held() && !claim.ensure(table.bytes()) && table.bytes() > claim.held()) {
            spillTable();
        }
    }

    private void makeRoom() {
        if (claim.ensure(table.bytesToGrow())) {
            table.grow();
        } else {
            spillTable();
        }
    }

    /** The combined pairs, in no order. Called once, after the last {@link #add}. */
    public RecordCursor finish() throws Exception {
        while (!table.settle()) {
            makeRoom();
        }
        if (runs.isEmpty()) {
            emitting = new CombinedEntries(table, space, this::close);
            return emitting;
        }
        spillTable();
        List<SpillFile> last = runs.reduced(this::mergeRuns);
        claim.require(Runs.readerBytes(last.size()));
        return new CombinedRuns(open(last), aggregator, this::close);
    }

    @Override
    public long spill(long targetBytes) {
        if (emitting == null) {
            return spillTable();
        }
        return emitting.spillRest() ? claim.shrinkTo(0) : 0;
    }

    private long spillTable() {
        if (table.size() == 0) {
            return 0;
        }
        SpillWriter writer = space.write("a run of " + name());
        for (int position : table.positionsByHash(0)) {
            PairRun.write(writer, table.hashAt(position), table.key(position), table.value(position));
        }
        runs.add(writer.finish());
        table.clear();
        return claim.shrinkTo(0);
    }

    private SpillFile mergeRuns(List<SpillFile> part) throws Exception {
        claim.require(Runs.readerBytes(part.size()));
        SpillWriter writer = space.write("a merged run of " + name());
        try (CombinedRuns merged = new CombinedRuns(open(part), aggregator, () -> {})) {
            while (merged.advance()) {
                PairRun.write(writer, merged.hash(), merged.key(), merged.value());
            }
        }
        return writer.finish();
    }

    private List<PairRun> open(List<SpillFile> files) {
        return files.stream().map(file -> new PairRun(space, file)).toList();
    }

    @Override
    public void close() {
        table.clear();
        runs.deleteAll();
        claim.shrinkTo(0);
    }
}
