package org.lisle.executor.encoded;

/**
 * Sorts pairs of longs by the first as an unsigned number: from the lowest byte to the highest, skipping bytes that are the same in all.
 * Stable, linear.
 */
final class RadixSort {
    private static final int DIGITS = 8;
    private static final int VALUES = 256;

    private long[] ranks;
    private long[] payload;

    /** Sorts the first {@code size} entries; the arrays given may hold anything afterwards. */
    RadixSort(long[] ranks, long[] payload, int size) {
        this.ranks = ranks;
        this.payload = payload;
        if (size > 1) {
            sort(size);
        }
    }

    /** The ranks in order, perhaps in an array that has room for no more than these. */
    long[] ranks() {
        return ranks;
    }

    /** What came with the ranks, in the same order. */
    long[] payload() {
        return payload;
    }

    private void sort(int size) {
        int[][] counts = count(size);
        long[] otherRanks = new long[size];
        long[] otherPayload = new long[size];
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = 8 * digit;
            if (counts[digit][(int) (ranks[0] >>> shift) & VALUES - 1] == size) {
                continue;
            }
            scatter(size, shift, starts(counts[digit]), otherRanks, otherPayload);
            long[] sortedRanks = otherRanks;
            long[] sortedPayload = otherPayload;
            otherRanks = ranks;
            otherPayload = payload;
            ranks = sortedRanks;
            payload = sortedPayload;
        }
    }

    private int[][] count(int size) {
        int[][] counts = new int[DIGITS][VALUES];
        for (int i = 0; i < size; i++) {
            long rank = ranks[i];
            for (int digit = 0; digit < DIGITS; digit++) {
                counts[digit][(int) (rank >>> 8 * digit) & VALUES - 1]++;
            }
        }
        return counts;
    }

    private static int[] starts(int[] counts) {
        int start = 0;
        for (int value = 0; value < VALUES; value++) {
            int count = counts[value];
            counts[value] = start;
            start += count;
        }
        return counts;
    }

    private void scatter(int size, int shift, int[] next, long[] toRanks, long[] toPayload) {
        long[] fromRanks = ranks;
        long[] fromPayload = payload;
        for (int i = 0; i < size; i++) {
            long rank = fromRanks[i];
            int target = next[(int) (rank >>> shift) & VALUES - 1]++;
            toRanks[target] = rank;
            toPayload[target] = fromPayload[i];
        }
    }
}
