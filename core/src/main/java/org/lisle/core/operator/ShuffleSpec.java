package org.lisle.core.operator;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Partitioner;

/**
 * One shuffle: records are {@link org.lisle.api.Pair}s, placed by the partitioner on their key.
 *
 * @param shuffleId unique in the application
 * @param mapPartitions number of map tasks
 * @param partitioner its {@code numPartitions} is the number of reduce partitions
 * @param mapSideCombine applied on the map side before writing: the values written are its combiners; null to write the values as they are
 */
public record ShuffleSpec(
        int shuffleId,
        int mapPartitions,
        Partitioner partitioner,
        @Nullable Aggregator<?, ?> mapSideCombine) implements Serializable {
    public int reducePartitions() {
        return partitioner.numPartitions();
    }
}
