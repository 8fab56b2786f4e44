package org.lisle.executor.sort;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.MergeHeap;
import org.lisle.executor.spill.PairRun;

/** Sorted runs as one sorted sequence; of equal keys those of earlier runs first. Confined to the task's thread. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class MergedPairs implements RecordCursor {
    private final List<Head> heads;
    private final MergeHeap<Head> heap;
    private final Runnable whenClosed;
    private boolean begun;

    MergedPairs(List<PairRun> runs, Comparator<Pair<?, ?>> order, Runnable whenClosed) {
        this.heads = runs.stream().map(Head::new).toList();
        this.whenClosed = whenClosed;
        this.heap = new MergeHeap<>(
                heads.stream().filter(Head::advance).toList(), (left, right) -> order.compare(left.pair, right.pair));
    }

    @Override
    public boolean advance() {
        if (begun && !heap.isEmpty()) {
            if (heap.top().advance()) {
                heap.topAdvanced();
            } else {
                heap.removeTop();
            }
        }
        begun = true;
        if (heap.isEmpty()) {
            close();
            return false;
        }
        return true;
    }

    @Nullable
    Object key() {
        return heap.top().pair.key();
    }

    @Nullable
    Object value() {
        return heap.top().pair.value();
    }

    @Override
    public Object current() {
        return heap.top().pair;
    }

    @Override
    public void close() {
        heads.forEach(head -> head.run.close());
        whenClosed.run();
    }

    /** A run and its current pair. */
    private static final class Head {
        private final PairRun run;
        private Pair<?, ?> pair = new Pair<>(null, null);

        Head(PairRun run) {
            this.run = run;
        }

        boolean advance() {
            boolean more = run.advance();
            if (more) {
                pair = new Pair<>(run.key(), run.value());
            }
            return more;
        }
    }
}
