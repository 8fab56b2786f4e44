package org.lisle.dag.lineage;

import org.lisle.api.HashPartitioner;
import org.lisle.api.Partitioner;
import org.lisle.api.RangePartitioner;

/** What explain shows of a partitioner: for the user's own its class and number of partitions, never an identity that changes. */
final class PartitionerText {
    private PartitionerText() {}

    static String of(Partitioner partitioner) {
        String name = partitioner instanceof HashPartitioner
                ? "hash"
                : partitioner instanceof RangePartitioner<?>
                        ? "range"
                        : partitioner instanceof RoundRobinPartitioner
                                ? "round robin"
                                : partitioner.getClass().getSimpleName();
        return name + "(" + partitioner.numPartitions() + ")";
    }
}
