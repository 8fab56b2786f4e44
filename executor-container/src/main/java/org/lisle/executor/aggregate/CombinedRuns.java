package org.lisle.executor.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.MergeHeap;
import org.lisle.executor.spill.PairRun;

/**
 * Runs sorted by hash, merged: of all runs the entries of one hash are taken together, and those of equal keys combined. Keys that share a
 * hash are few and are told apart one by one. Confined to the task's thread.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class CombinedRuns implements RecordCursor {
    private final List<PairRun> runs;
    private final MergeHeap<PairRun> heap;
    private final Aggregator<@Nullable Object, @Nullable Object> aggregator;
    private final Runnable whenClosed;
    private final List<@Nullable Object> keys = new ArrayList<>();
    private final List<@Nullable Object> combiners = new ArrayList<>();
    private int hash;
    private int at;

    @SuppressWarnings("unchecked")
    CombinedRuns(List<PairRun> runs, Aggregator<?, ?> aggregator, Runnable whenClosed) {
        this.runs = runs;
        this.aggregator = (Aggregator<@Nullable Object, @Nullable Object>) aggregator;
        this.whenClosed = whenClosed;
        this.heap = new MergeHeap<>(
                runs.stream().filter(PairRun::advance).toList(), Comparator.comparingInt(PairRun::hash));
    }

    @Override
    public boolean advance() throws Exception {
        if (++at < keys.size()) {
            return true;
        }
        keys.clear();
        combiners.clear();
        at = 0;
        if (heap.isEmpty()) {
            close();
            return false;
        }
        hash = heap.top().hash();
        while (!heap.isEmpty() && heap.top().hash() == hash) {
            PairRun run = heap.top();
            combine(run.key(), run.value());
            if (run.advance()) {
                heap.topAdvanced();
            } else {
                heap.removeTop();
            }
        }
        return true;
    }

    private void combine(@Nullable Object key, @Nullable Object combiner) throws Exception {
        for (int i = 0; i < keys.size(); i++) {
            if (Objects.equals(keys.get(i), key)) {
                combiners.set(i, aggregator.mergeCombiners().call(combiners.get(i), combiner));
                return;
            }
        }
        keys.add(key);
        combiners.add(combiner);
    }

    int hash() {
        return hash;
    }

    @Nullable
    Object key() {
        return keys.get(at);
    }

    @Nullable
    Object value() {
        return combiners.get(at);
    }

    @Override
    public @Nullable Object current() {
        return new Pair<>(key(), value());
    }

    @Override
    public void close() {
        runs.forEach(PairRun::close);
        whenClosed.run();
    }
}
