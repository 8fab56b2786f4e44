package org.lisle.api.listener;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears of what happens, on one thread for all listeners, in the order in which it happened.
 *
 * <p>The driver never waits for it: events wait in a queue of ten thousand, and what finds it full is dropped and counted
 * ({@link #onEventsDropped}). What a listener throws is logged. Times are milliseconds since 1970.
 */
public interface LisleListener {
    /** @param properties local properties of the thread that called the action */
    record JobStart(int jobId, String name, List<Integer> stageIds, Map<String, String> properties, long time) {}

    /** @param failure null when it ended well */
    record JobEnd(int jobId, @Nullable String failure, long time) {}

    /** @param tasks partitions to be computed */
    record StageSubmitted(int stageId, String name, int jobId, int tasks, long time) {}

    record StageCompleted(int stageId, String name, long time) {}

    /** @param attempt from 0, grows with each attempt of the partition */
    record TaskStart(long taskId, int stageId, int partition, int attempt, String executor, long time) {}

    /** @param outcome such as {@code SUCCEEDED}, {@code FAILED}, {@code KILLED}, {@code EXECUTOR_LOST} */
    record TaskEnd(long taskId, int stageId, String executor, String outcome, String message, long time) {}

    record ExecutorAdded(String executor, String host, int slots, long time) {}

    record ExecutorRemoved(String executor, String reason, long time) {}

    /** @param present whether the executor holds the block now, with so many bytes */
    record BlockUpdated(String executor, String block, boolean present, long memoryBytes, long diskBytes, long time) {}

    default void onJobStart(JobStart event) {}

    default void onJobEnd(JobEnd event) {}

    /** Its input is there: tasks are launched as slots become free. */
    default void onStageSubmitted(StageSubmitted event) {}

    default void onStageCompleted(StageCompleted event) {}

    default void onTaskStart(TaskStart event) {}

    default void onTaskEnd(TaskEnd event) {}

    default void onExecutorAdded(ExecutorAdded event) {}

    default void onExecutorRemoved(ExecutorRemoved event) {}

    default void onBlockUpdated(BlockUpdated event) {}

    /** So many events were dropped since this was called last. */
    default void onEventsDropped(long events) {}
}
