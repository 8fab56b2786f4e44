package org.lisle.executor.sort;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.record.SizeEstimator;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.spill.PairRun;
import org.lisle.executor.spill.Runs;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/**
 * A stable external merge sort: pairs gather in memory, are sorted there and spilled as a run when memory is refused; runs are merged,
 * equal keys in the order of the runs. The comparator alone decides where null keys go.
 *
 * <p>Confined to the task's thread; may be asked to spill between any two records, also while its results are read.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
public final class PairSorter extends MemoryConsumer implements AutoCloseable {
    private static final int INITIAL_PAIRS = 64;
    private static final int PAIR_BYTES = 24;
    /** A reference in the array, half a one in the sort's own. */
    private static final int SLOT_BYTES = 6;

    private final SpillSpace space;
    private final MemoryClaim claim;
    private final Comparator<Pair<?, ?>> order;
    private final Runs runs;
    private final SizeEstimator keySizes = new SizeEstimator();
    private final SizeEstimator valueSizes = new SizeEstimator();
    private @Nullable Pair<?, ?>[] pairs = new Pair<?, ?>[INITIAL_PAIRS];
    private int size;
    private long contentBytes;
    private @Nullable SortedPairs emitting;

    @SuppressWarnings("unchecked")
    public PairSorter(String name, Comparator<?> keyOrder, SpillSpace space) {
        super(name);
        this.space = space;
        this.claim = new MemoryClaim(space.memory(), this);
        this.runs = new Runs(space);
        var keys = (Comparator<@Nullable Object>) keyOrder;
        this.order = (left, right) -> keys.compare(left.key(), right.key());
    }

    /** Takes a run that is sorted already; what comes after it stands behind it in the order of equal keys. */
    void addRun(SpillFile run) {
        runs.add(run);
    }

    /** Whether nothing was added. */
    boolean isEmpty() {
        return size == 0 && runs.isEmpty();
    }

    public void add(Pair<?, ?> pair) {
        if (size == pairs.length) {
            growOrSpill();
        }
        pairs[size++] = pair;
        contentBytes += PAIR_BYTES + keySizes.of(pair.key()) + valueSizes.of(pair.value());
        if (bytes() > claim.held() && !claim.ensure(bytes()) && bytes() > claim.held()) {
            spillPairs();
        }
    }

    /** The pairs in order. Called once, after the last {@link #add}. */
    public RecordCursor finish() throws Exception {
        if (runs.isEmpty()) {
            Arrays.sort(pairs, 0, size, order);
            emitting = new SortedPairs(pairs, size, space, this::close);
            return emitting;
        }
        spillPairs();
        List<SpillFile> last = runs.reduced(this::mergeRuns);
        claim.require(Runs.readerBytes(last.size()));
        return new MergedPairs(open(last), order, this::close);
    }

    @Override
    public long spill(long targetBytes) {
        if (emitting == null) {
            return spillPairs();
        }
        return emitting.spillRest() ? claim.shrinkTo(0) : 0;
    }

    private void growOrSpill() {
        int grown = size + (size >> 1);
        if (claim.ensure(bytes() + (long) grown * SLOT_BYTES)) {
            // The sorter itself may have been the one that spilled.
            if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, grown);
            }
        } else {
            spillPairs();
        }
    }

    private long bytes() {
        return contentBytes + (long) pairs.length * SLOT_BYTES;
    }

    private long spillPairs() {
        if (size == 0) {
            return 0;
        }
        Arrays.sort(pairs, 0, size, order);
        SpillWriter writer = space.write("a run of " + name());
        for (int i = 0; i < size; i++) {
            Pair<?, ?> pair = pairs[i];
            if (pair != null) {
                PairRun.write(writer, 0, pair.key(), pair.value());
            }
        }
        runs.add(writer.finish());
        forget();
        return claim.shrinkTo(0);
    }

    private SpillFile mergeRuns(List<SpillFile> part) {
        claim.require(Runs.readerBytes(part.size()));
        SpillWriter writer = space.write("a merged run of " + name());
        try (MergedPairs merged = new MergedPairs(open(part), order, () -> {})) {
            while (merged.advance()) {
                PairRun.write(writer, 0, merged.key(), merged.value());
            }
        }
        return writer.finish();
    }

    private List<PairRun> open(List<SpillFile> files) {
        return files.stream().map(file -> new PairRun(space, file)).toList();
    }

    private void forget() {
        pairs = new Pair<?, ?>[INITIAL_PAIRS];
        size = 0;
        contentBytes = 0;
    }

    @Override
    public void close() {
        forget();
        runs.deleteAll();
        claim.shrinkTo(0);
    }
}
