package org.lisle.executor.group;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.record.SizeEstimator;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.spill.Runs;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;
import org.lisle.executor.table.KeyTable;

/**
 * Gathers the values of equal keys, of any number of keys and any number of values, from one or several inputs.
 *
 * <pre>
 *   add     (input, key, value) -> hash table of lists
 *   spill   table, sorted by hash -> a run of pieces of groups
 *   finish  no run: the table as it is; else all runs merged by hash, group by group:
 *           few values -> a list in memory; many -> a file that can be read again and again
 * </pre>
 *
 * Within a group, the values of an input keep the order in which they came. Confined to the task's thread; may be asked to spill between
 * any two records, also while its results are read.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
public final class KeyGrouper extends MemoryConsumer implements AutoCloseable {
    private final int inputs;
    private final GroupShape shape;
    private final SpillSpace space;
    private final MemoryClaim claim;
    private final Runs runs;
    private final KeyTable<ValueLists> table = new KeyTable<>();
    private final SizeEstimator keySizes = new SizeEstimator();
    private final SizeEstimator valueSizes = new SizeEstimator();
    private long contentBytes;
    private @Nullable GroupCursor emitting;

    /** @param inputs number of inputs; 1 for a plain group by key */
    public KeyGrouper(String name, int inputs, GroupShape shape, SpillSpace space) {
        super(name);
        this.inputs = inputs;
        this.shape = shape;
        this.space = space;
        this.claim = new MemoryClaim(space.memory(), this);
        this.runs = new Runs(space);
    }

    public void add(int input, @Nullable Object key, @Nullable Object value) {
        int hash = KeyTable.hash(key);
        int slot = table.find(key, hash);
        if (slot < 0) {
            slot = insert(key, hash, slot);
        }
        table.value(slot).add(input, value);
        contentBytes += ValueLists.REFERENCE_BYTES + valueSizes.of(value);
        if (bytes() > claim.held() && !claim.ensure(bytes()) && bytes() > claim.held()) {
            spillTable();
        }
    }

    private int insert(@Nullable Object key, int hash, int absent) {
        int slot = absent;
        if (table.isFull()) {
            if (!claim.ensure(bytes() + table.bytesToGrow())) {
                spillTable();
            }
            if (table.isFull()) {
                table.grow();
            }
            slot = table.find(key, hash);
        }
        table.insert(slot, key, hash, new ValueLists(inputs));
        contentBytes += ValueLists.BYTES + 4L * inputs + keySizes.of(key);
        return -1 - slot;
    }

    /** The groups, in no order. Called once, after the last {@link #add}. */
    public RecordCursor finish() throws Exception {
        GroupCursor cursor;
        if (runs.isEmpty()) {
            cursor = new GroupedEntries(table, shape, this::openRest, this::close);
        } else {
            spillTable();
            cursor = new GroupedRuns(open(runs.reduced(this::mergeRuns)), inputs, shape, space, claim, this::close);
        }
        emitting = cursor;
        return cursor;
    }

    @Override
    public long spill(long targetBytes) {
        GroupCursor cursor = emitting;
        return cursor == null ? spillTable() : cursor.spillRest() ? claim.shrinkTo(cursor.bytesNeeded()) : 0;
    }

    private long bytes() {
        return contentBytes + table.bytes();
    }

    private long spillTable() {
        if (table.size() == 0) {
            return 0;
        }
        runs.add(writeTable(0));
        table.clear();
        contentBytes = 0;
        return claim.shrinkTo(0);
    }

    private SpillFile writeTable(int fromSlot) {
        SpillWriter writer = space.write("a run of " + name());
        for (int slot : table.slotsByHash(fromSlot)) {
            GroupRun.write(writer, table.hashAt(slot), table.key(slot), table.value(slot));
        }
        return writer.finish();
    }

    /** What of the table was not read yet, from disk. */
    private GroupCursor openRest(int fromSlot) {
        SpillFile rest = writeTable(fromSlot);
        table.clear();
        contentBytes = 0;
        return new GroupedRuns(open(List.of(rest)), inputs, shape, space, claim, () -> {});
    }

    private SpillFile mergeRuns(List<SpillFile> part) {
        claim.require(Runs.readerBytes(part.size()));
        return GroupMerge.intoOne(open(part), space.write("a merged run of " + name()));
    }

    private List<GroupRun> open(List<SpillFile> files) {
        return GroupMerge.open(space, files);
    }

    @Override
    public void close() {
        table.clear();
        runs.deleteAll();
        claim.shrinkTo(0);
    }
}
