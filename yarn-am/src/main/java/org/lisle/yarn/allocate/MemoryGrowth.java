package org.lisle.yarn.allocate;

/**
 * How much larger the container is that replaces one which was too small: a quarter more, at least 384 MiB (what a JVM takes outside of its
 * heap in a small container, about), at most the cluster's largest. Four replacements in a row more than double a container, so that an
 * executor that needs more finds its size within the budget of failures.
 */
final class MemoryGrowth {
    private static final long LEAST_MEGABYTES = 384;

    private MemoryGrowth() {}

    /** The next size after {@code megabytes}; the same when there is no larger container. */
    static long larger(long megabytes, long largestMegabytes) {
        long grown = megabytes + Math.max(megabytes / 4, LEAST_MEGABYTES);
        return Math.max(megabytes, Math.min(grown, largestMegabytes));
    }
}
