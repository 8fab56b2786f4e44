package org.lisle.dag.lineage;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Partitioner;

/** Keys are numbers that {@link Repartition} dealt, each to the partition that is its rest. Equal to none but itself. */
final class RoundRobinPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    RoundRobinPartitioner(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(@Nullable Object key) {
        return key instanceof Integer position ? Math.floorMod(position, partitions) : 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "round robin(" + partitions + ")";
    }
}
