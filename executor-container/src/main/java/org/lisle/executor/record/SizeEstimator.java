package org.lisle.executor.record;

import org.jspecify.annotations.Nullable;

/**
 * Estimates the sizes of a stream of similar values. Simple values are measured exactly, each; of others the first and then one in
 * {@value #EVERY} are, and those between count as their moving average. Confined to one thread.
 */
public final class SizeEstimator {
    static final int EVERY = 8;
    private static final int FIRST = 64;

    private int seen;
    private long average;

    /** Bytes of the next value of the stream. */
    public long of(@Nullable Object value) {
        long simple = ObjectSizes.ofSimple(value);
        if (simple >= 0) {
            return simple;
        }
        if (seen++ < FIRST || seen % EVERY == 0) {
            long measured = ObjectSizes.of(value);
            average = seen == 1 ? measured : average + (measured - average) / EVERY;
            return measured;
        }
        return average;
    }
}
