package org.lisle.dag.lineage;

import org.lisle.api.Partitioner;
import org.lisle.api.RangePartitioner;

/** Where the keys of a dataset of pairs lie: by a partitioner that is known, or will be known when a sample has been taken. */
public sealed interface Partitioning permits Partitioning.Fixed, SampledRange {
    int partitions();

    /** The partitioner; for a sampled range this runs the sampling job, once. */
    Partitioner partitioner();

    /** For explain: {@code hash(8)}, {@code range(8)}. Runs nothing. */
    String describe();

    /** Whether equal keys surely lie in the same partition under both. Runs nothing. */
    boolean sameAs(Partitioning other);

    /** Whether keys are placed by comparing them. Runs nothing. */
    boolean isByRanges();

    /** By a known partitioner. */
    record Fixed(Partitioner partitioner) implements Partitioning {
        @Override
        public int partitions() {
            return partitioner.numPartitions();
        }

        @Override
        public boolean isByRanges() {
            return partitioner instanceof RangePartitioner<?>;
        }

        @Override
        public String describe() {
            return PartitionerText.of(partitioner);
        }

        @Override
        public boolean sameAs(Partitioning other) {
            return other instanceof Fixed fixed
                    ? partitioner.equals(fixed.partitioner)
                    : other instanceof SampledRange range && range.knownAs(partitioner);
        }
    }
}
