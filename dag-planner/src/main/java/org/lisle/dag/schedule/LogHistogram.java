package org.lisle.dag.schedule;

/**
 * Counts positive numbers in buckets that grow by an eighth of a power of two: a median within 13 per cent in 2 KB, however many are counted.
 */
final class LogHistogram {
    private static final int STEPS = 8;

    private final int[] counts = new int[64 * STEPS];
    private int size;

    void add(long value) {
        counts[bucket(value)]++;
        size++;
    }

    void remove(long value) {
        counts[bucket(value)]--;
        size--;
    }

    int size() {
        return size;
    }

    /** The lower end of the bucket that the median is in; 0 when nothing was counted. */
    long median() {
        int seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (2 * seen > size) {
                return lowest(bucket);
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        if (value < STEPS) {
            return (int) Math.max(0, value);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        return (exponent - 2) * STEPS + (int) (value >>> (exponent - 3)) - STEPS;
    }

    private static long lowest(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int exponent = bucket / STEPS + 2;
        return (long) (bucket % STEPS + STEPS) << (exponent - 3);
    }
}
