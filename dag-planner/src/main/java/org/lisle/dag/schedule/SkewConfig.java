package org.lisle.dag.schedule;

/**
 * Which partitions of joins are far above the others, and computed by several tasks.
 *
 * @param factor how many times the median of its input's partitions such a partition has, from 1
 * @param minBytes what it has at least, in segments as they lie on disk
 */
public record SkewConfig(boolean enabled, double factor, long minBytes) {
    public static final SkewConfig OFF = new SkewConfig(false, 1, Long.MAX_VALUE);
}
