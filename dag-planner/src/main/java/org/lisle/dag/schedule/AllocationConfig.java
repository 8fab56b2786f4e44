package org.lisle.dag.schedule;

import java.time.Duration;
import org.lisle.core.config.ExecutorRange;

/**
 * How many executors there may be, and how fast that follows the work. Times in nanoseconds.
 *
 * @param range the bounds
 * @param slots tasks that an executor runs at once
 * @param idleNanos an executor without a task for so long goes back
 * @param cachedIdleNanos the same for one that holds cached partitions which are nowhere else; {@link Long#MAX_VALUE} for never
 * @param backlogNanos how long tasks wait before more executors are wanted, and how long there are more than needed before fewer are
 */
public record AllocationConfig(
        ExecutorRange range, int slots, long idleNanos, long cachedIdleNanos, long backlogNanos) {
    /** This many executors, always. */
    public static AllocationConfig fixed(int executors) {
        long day = Duration.ofDays(1).toNanos();
        return new AllocationConfig(ExecutorRange.fixed(executors), 1, day, Long.MAX_VALUE, day);
    }
}
