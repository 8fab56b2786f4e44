package org.lisle.executor.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.record.SizeEstimator;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.spill.MergeHeap;
import org.lisle.executor.spill.Runs;
import org.lisle.executor.spill.SpillSpace;

/**
 * Groups out of runs sorted by hash: of all runs the pieces of one hash are taken together and told apart by key. While a group gathers it
 * holds memory, and its inputs of more than a few values go to disk when that is refused. Confined to the task's thread.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class GroupedRuns implements GroupCursor {
    private static final long MOST_KEPT_BYTES = 4L * GatheredValues.SMALL_BYTES;

    private final List<GroupRun> runs;
    private final int inputs;
    private final GroupShape shape;
    private final SpillSpace space;
    private final MemoryClaim claim;
    private final Runnable whenClosed;
    private final MergeHeap<GroupRun> heap;
    private final long readerBytes;
    private final SizeEstimator sizes = new SizeEstimator();
    private final List<@Nullable Object> keys = new ArrayList<>();
    private final List<List<GatheredValues>> groups = new ArrayList<>();
    private final List<Object> finished = new ArrayList<>();
    private long gatheredBytes;
    private boolean gathering;
    private int at;

    /** @param claim the memory that the table held before; this goes on with it */
    GroupedRuns(
            List<GroupRun> runs,
            int inputs,
            GroupShape shape,
            SpillSpace space,
            MemoryClaim claim,
            Runnable whenClosed) {
        this.runs = runs;
        this.inputs = inputs;
        this.shape = shape;
        this.space = space;
        this.claim = claim;
        this.whenClosed = whenClosed;
        this.readerBytes = Runs.readerBytes(runs.size());
        this.heap = GroupMerge.heap(runs);
    }

    @Override
    public boolean advance() throws Exception {
        if (++at < finished.size()) {
            return true;
        }
        at = 0;
        keys.clear();
        groups.clear();
        finished.clear();
        if (heap.isEmpty()) {
            close();
            return false;
        }
        gatheredBytes = 0;
        claim.shrinkTo(Math.max(readerBytes, Math.min(claim.held(), 2 * readerBytes)));
        claim.require(readerBytes);
        gather();
        return true;
    }

    private void gather() {
        gathering = true;
        int hash = heap.top().hash();
        while (!heap.isEmpty() && heap.top().hash() == hash) {
            GroupRun run = heap.top();
            gatherPiece(run, groupOf(run.key()).get(run.input()));
            if (run.advance()) {
                heap.topAdvanced();
            } else {
                heap.removeTop();
            }
        }
        gathering = false;
        for (List<GatheredValues> group : groups) {
            List<Iterable<@Nullable Object>> values = new ArrayList<>(inputs);
            for (GatheredValues gathered : group) {
                values.add(gathered.finish());
            }
            finished.add(shape.of(values));
        }
    }

    private void gatherPiece(GroupRun run, GatheredValues values) {
        for (int i = 0; i < run.values(); i++) {
            Object value = run.readValue();
            long bytes = ValueLists.REFERENCE_BYTES + sizes.of(value);
            values.add(value, bytes);
            gatheredBytes += bytes;
            if (readerBytes + gatheredBytes > claim.held() && !claim.ensure(readerBytes + gatheredBytes)) {
                gatheredToDisk();
                claim.require(readerBytes + gatheredBytes);
            }
        }
    }

    private List<GatheredValues> groupOf(@Nullable Object key) {
        for (int i = 0; i < keys.size(); i++) {
            if (Objects.equals(keys.get(i), key)) {
                return groups.get(i);
            }
        }
        List<GatheredValues> group = new ArrayList<>(inputs);
        for (int input = 0; input < inputs; input++) {
            group.add(new GatheredValues(space));
        }
        keys.add(key);
        groups.add(group);
        return group;
    }

    /** What is small stays, a few of those. */
    private boolean gatheredToDisk() {
        long freed = 0;
        long kept = 0;
        for (List<GatheredValues> group : groups) {
            for (GatheredValues values : group) {
                if (values.isSmall() && kept + values.bytes() <= MOST_KEPT_BYTES) {
                    kept += values.bytes();
                } else if (values.bytes() > 0) {
                    freed += values.toDisk();
                }
            }
        }
        gatheredBytes = kept;
        return freed > 0;
    }

    @Override
    public boolean spillRest() {
        return gathering && gatheredToDisk();
    }

    @Override
    public long bytesNeeded() {
        return readerBytes + gatheredBytes;
    }

    @Override
    public Object current() {
        return new Pair<>(keys.get(at), finished.get(at));
    }

    @Override
    public void close() {
        runs.forEach(GroupRun::close);
        whenClosed.run();
    }
}
