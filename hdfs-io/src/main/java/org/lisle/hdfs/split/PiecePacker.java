package org.lisle.hdfs.split;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Puts small pieces that follow each other into one partition, so that a thousand small files are not a thousand tasks.
 *
 * <p>The order of the records stays that of the files: sorted output that is read again is sorted. A piece weighs its bytes plus a 64th
 * of a block for the opening of its file; so a partition has at most 64 files. A partition is filled up to the least of a block
 * and the total weight divided by {@code minPartitions}; pieces that weigh more stay alone. Filling never brings the number of
 * partitions below {@code minPartitions}, unless there are fewer pieces.
 */
final class PiecePacker<P> {
    private static final int MOST_FILES = 64;

    private final long openingWeight;
    private final long blockSize;
    private final int minPartitions;
    private final ToLongFunction<P> length;

    /**
     * @param blockSize bytes, above 0
     * @param length of a piece in bytes
     */
    PiecePacker(long blockSize, int minPartitions, ToLongFunction<P> length) {
        this.length = length;
        this.blockSize = blockSize;
        this.openingWeight = Math.max(1, blockSize / MOST_FILES);
        this.minPartitions = Math.max(1, minPartitions);
    }

    /** The pieces in their order, in groups of which each is a partition. */
    List<List<P>> pack(List<P> pieces) {
        long capacity = capacity(pieces);
        List<List<P>> packed = new ArrayList<>();
        List<P> open = new ArrayList<>();
        long weight = 0;
        for (P piece : pieces) {
            if (!open.isEmpty() && weight + weight(piece) > capacity) {
                packed.add(open);
                open = new ArrayList<>();
                weight = 0;
            }
            open.add(piece);
            weight += weight(piece);
        }
        if (!open.isEmpty()) {
            packed.add(open);
        }
        return packed;
    }

    /**
     * What a partition of several pieces may weigh. Pieces heavier than the mean take a partition each; the rest must still fill the
     * partitions that are left, which lowers the mean, until no further piece is heavier.
     */
    private long capacity(List<P> pieces) {
        long capacity = blockSize;
        while (true) {
            long alone = 0;
            long rest = 0;
            for (P piece : pieces) {
                long weight = weight(piece);
                if (weight > capacity) {
                    alone++;
                } else {
                    rest += weight;
                }
            }
            long lower = minPartitions > alone ? Math.min(capacity, rest / (minPartitions - alone)) : capacity;
            if (lower == capacity) {
                return capacity;
            }
            capacity = lower;
        }
    }

    private long weight(P piece) {
        return length.applyAsLong(piece) + openingWeight;
    }
}
