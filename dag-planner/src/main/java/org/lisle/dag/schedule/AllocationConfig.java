package org.lisle.dag.schedule;

import java.time.Duration;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.config.LisleConf;
import org.lisle.core.resource.ExecutorProfile;

/**
 * How many executors there may be, and how fast that follows the work. Times in nanoseconds.
 *
 * @param range the bounds
 * @param usual executors as the settings say, which the bounds are of; those of resource profiles come besides
 * @param idleNanos an executor without a task for so long goes back
 * @param cachedIdleNanos the same for one that holds cached partitions which are nowhere else; {@link Long#MAX_VALUE} for never
 * @param backlogNanos how long tasks wait before more executors are wanted, and how long there are more than needed before fewer are
 */
public record AllocationConfig(
        ExecutorRange range, ExecutorProfile usual, long idleNanos, long cachedIdleNanos, long backlogNanos) {
    /** This many executors, always. */
    public static AllocationConfig fixed(int executors) {
        long day = Duration.ofDays(1).toNanos();
        return new AllocationConfig(
                ExecutorRange.fixed(executors), ExecutorProfile.usual(LisleConf.empty()), day, Long.MAX_VALUE, day);
    }
}
