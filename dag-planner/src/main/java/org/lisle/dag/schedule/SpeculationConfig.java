package org.lisle.dag.schedule;

import java.time.Duration;

/**
 * When a slow attempt gets a second one beside it.
 *
 * @param intervalNanos how often it is looked for slow ones
 * @param quantile part of a stage's partitions that are done before
 * @param multiplier how many times slower than the stage's median an attempt is
 * @param minRuntimeNanos how long an attempt runs at least before it is judged
 */
public record SpeculationConfig(
        boolean enabled, long intervalNanos, double quantile, double multiplier, long minRuntimeNanos) {
    public static final SpeculationConfig OFF = new SpeculationConfig(false, Long.MAX_VALUE / 4, 1, 1, 0);

    /** The defaults of the settings. */
    public static final SpeculationConfig USUAL = new SpeculationConfig(
            true,
            Duration.ofSeconds(1).toNanos(),
            0.75,
            3,
            Duration.ofSeconds(5).toNanos());
}
