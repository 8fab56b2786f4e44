package org.lisle.dag.schedule;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;
import org.lisle.core.shuffle.ContentSums;

/**
 * What the map outputs of a shuffle hold, as sums that do not depend on the order of records: kept when an output is lost, so that the one
 * computed in its place can be compared. 8 bytes a map output, and 8 a segment where executors tell that.
 */
final class OutputContents {
    private final int reducePartitions;
    private long[] digests;
    private long[] @Nullable [] sums;

    OutputContents(int mapPartitions, int reducePartitions) {
        this.reducePartitions = reducePartitions;
        this.digests = new long[mapPartitions];
        boolean bySegment = (long) mapPartitions * reducePartitions <= ContentSums.MOST_SEGMENTS_TOLD;
        this.sums = new long[bySegment ? mapPartitions : 0][];
    }

    void growTo(int mapPartitions) {
        if (sums.length > 0) {
            sums = Arrays.copyOf(sums, mapPartitions);
        }
        digests = Arrays.copyOf(digests, mapPartitions);
    }

    /** Keeps what the output holds. Returns the reduce partitions for which the output before it, if there was one, held something else. */
    BitSet replace(MapOutput output) {
        int partition = output.getMapPartition();
        long before = digests[partition];
        long now = output.getContentDigest();
        if (now == 0) {
            return new BitSet();
        }
        digests[partition] = now;
        long[] sumsNow = ContentSums.decode(output.getContentSums());
        long[] sumsBefore = partition < sums.length && sums[partition] != null ? sums[partition] : new long[0];
        if (partition < sums.length) {
            sums[partition] = sumsNow;
        }
        return before == 0 || before == now
                ? new BitSet()
                : ContentSums.differing(sumsBefore, sumsNow, reducePartitions);
    }
}
