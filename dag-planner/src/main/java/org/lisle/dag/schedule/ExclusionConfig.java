package org.lisle.dag.schedule;

import java.time.Duration;

/**
 * When failures keep tasks off executors and nodes. A failure is an attempt that failed by itself or whose executor failed under it;
 * attempts that were told to end, that lost their input or that were preempted are none.
 *
 * @param maxAttemptsPerExecutor failures of one task on one executor from which its next attempt looks for another
 * @param maxAttemptsPerNode failures of one task on one node from which its next attempt looks for another
 * @param stageTasksPerExecutor tasks of a stage failed on an executor from which the stage does without it
 * @param stageExecutorsPerNode executors of a node that a stage does without from which it does without the node
 * @param applicationTasksPerExecutor tasks failed on an executor, of stages that ended well, from which nothing runs there
 * @param applicationExecutorsPerNode executors of a node on which nothing runs from which nothing runs on the node
 * @param timeoutNanos after so long an exclusion ends
 */
public record ExclusionConfig(
        boolean enabled,
        int maxAttemptsPerExecutor,
        int maxAttemptsPerNode,
        int stageTasksPerExecutor,
        int stageExecutorsPerNode,
        int applicationTasksPerExecutor,
        int applicationExecutorsPerNode,
        long timeoutNanos) {
    public static final ExclusionConfig OFF = new ExclusionConfig(false, 1, 2, 2, 2, 2, 2, Long.MAX_VALUE / 4);

    /** The defaults of the settings. */
    public static final ExclusionConfig USUAL =
            new ExclusionConfig(true, 1, 2, 2, 2, 2, 2, Duration.ofHours(1).toNanos());
}
