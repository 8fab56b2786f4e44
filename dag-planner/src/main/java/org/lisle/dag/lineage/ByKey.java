package org.lisle.dag.lineage;

import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Aggregator;

/**
 * A dependency on pairs that must lie where a partitioner wants them: a shuffle, unless the parent is partitioned so already. Its identity
 * is the shuffle's: it is planned, and computed, once for all jobs.
 */
public final class ByKey implements Dependency {
    private final Node parent;
    private final Memo<Partitioning> wanted;
    private final @Nullable Aggregator<?, ?> mapSideCombine;
    private final Memo<Boolean> shuffles;

    ByKey(Node parent, Memo<Partitioning> wanted, @Nullable Aggregator<?, ?> mapSideCombine) {
        this.parent = parent;
        this.wanted = wanted;
        this.mapSideCombine = mapSideCombine;
        this.shuffles = new Memo<>(() ->
                parent.partitioning().map(have -> !have.sameAs(wanted.get())).orElse(true));
    }

    @Override
    public Node parent() {
        return parent;
    }

    /** Where the keys are wanted. Looks at splits when the number of partitions follows from them. */
    public Partitioning partitioning() {
        return wanted.get();
    }

    Memo<Partitioning> wanted() {
        return wanted;
    }

    /** What is applied before writing the shuffle; null for none. */
    public @Nullable Aggregator<?, ?> mapSideCombine() {
        return mapSideCombine;
    }

    /** Whether records move at all: decided once. */
    public boolean shuffles() {
        return shuffles.get();
    }
}
