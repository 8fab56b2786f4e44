package org.lisle.dag.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lisle.core.operator.ShuffleSpec;

/** The encoded pairs of one shuffle, by reduce partition, in the order of the map partitions. */
final class Segments {
    private final List<List<byte[]>> byReducePartition = new ArrayList<>();

    Segments(ShuffleSpec shuffle) {
        for (int partition = 0; partition < shuffle.reducePartitions(); partition++) {
            byReducePartition.add(new ArrayList<>());
        }
    }

    /** @throws IllegalStateException when the shuffle has not been written */
    static Segments in(Map<Integer, Segments> shuffles, ShuffleSpec shuffle) {
        Segments segments = shuffles.get(shuffle.shuffleId());
        if (segments == null) {
            throw new IllegalStateException("shuffle " + shuffle.shuffleId() + " is read before it is written");
        }
        return segments;
    }

    List<byte[]> of(int reducePartition) {
        return byReducePartition.get(reducePartition);
    }
}
