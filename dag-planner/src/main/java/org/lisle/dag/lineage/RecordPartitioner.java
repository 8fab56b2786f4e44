package org.lisle.dag.lineage;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.Partitioner;

/** Places a whole pair where a partitioner places its key: equal pairs have equal keys, so they lie together already. */
final class RecordPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final Partitioner byKey;

    RecordPartitioner(Partitioner byKey) {
        this.byKey = byKey;
    }

    @Override
    public int numPartitions() {
        return byKey.numPartitions();
    }

    @Override
    public int getPartition(@Nullable Object record) {
        return byKey.getPartition(record instanceof Pair<?, ?> pair ? pair.key() : record);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordPartitioner that && that.byKey.equals(byKey);
    }

    @Override
    public int hashCode() {
        return 31 * byKey.hashCode();
    }
}
