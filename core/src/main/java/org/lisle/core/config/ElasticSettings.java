package org.lisle.core.config;

import java.time.Duration;
import java.util.List;

/** The settings of how many executors there are, and of what is done about work that stands still; part of {@link Settings#ALL}. */
public final class ElasticSettings {
    // ---- how many executors
    public static final ConfigKey<Boolean> ENABLED = ConfigKey.bool(
            "lisle.dynamicAllocation.enabled",
            true,
            "Whether executors come with the tasks that wait and go when they are idle. A number given with lisle.executor.instances"
                    + " (--num-executors) is kept instead, unless this is set to true besides.");
    public static final ConfigKey<Integer> MIN_EXECUTORS = ConfigKey.integer(
            "lisle.dynamicAllocation.minExecutors",
            0,
            0,
            100_000,
            "Executors that stay though they are idle; those of a resource profile do not.");
    public static final ConfigKey<Integer> MAX_EXECUTORS = ConfigKey.integer(
            "lisle.dynamicAllocation.maxExecutors",
            0,
            0,
            100_000,
            "Most executors at a time, of each resource profile; 0: as many as the tasks that wait can use and the queue has room for.");
    public static final ConfigKey<Integer> INITIAL_EXECUTORS = ConfigKey.integer(
            "lisle.dynamicAllocation.initialExecutors",
            0,
            0,
            100_000,
            "Executors that are asked for at the start; 0: lisle.executor.instances.");
    public static final ConfigKey<Duration> IDLE_TIMEOUT = ConfigKey.duration(
            "lisle.dynamicAllocation.executorIdleTimeout",
            "60s",
            "An executor that has had no task for so long goes back.");
    public static final ConfigKey<Duration> CACHED_IDLE_TIMEOUT = ConfigKey.duration(
            "lisle.dynamicAllocation.cachedExecutorIdleTimeout",
            "0s",
            "The same for an executor that holds cached partitions which are nowhere else; they move to others first, as far as there is"
                    + " room. 0: it stays as long as it holds them.");
    public static final ConfigKey<Duration> BACKLOG_TIMEOUT = ConfigKey.duration(
            "lisle.dynamicAllocation.schedulerBacklogTimeout",
            "1s",
            "When tasks have waited for so long, more executors are asked for: one, and each time that this passes again twice as many as"
                    + " before.");

    // ---- what stands still
    public static final ConfigKey<Duration> WATCHDOG_INTERVAL = ConfigKey.duration(
            "lisle.watchdog.interval",
            "5m",
            "A task that for so long reads no records and takes no processor time is reported with its stack, and after as long again"
                    + " ended and tried elsewhere; containers that are waited for so long are reported, and after as long again asked for"
                    + " anew. 0: nothing of this.");
    public static final ConfigKey<String> WATCHDOG_TASKS = ConfigKey.choice(
            "lisle.watchdog.tasks",
            "retry",
            List.of("report", "retry", "retryAll"),
            "What becomes of tasks that stand still: report only, retry, or retryAll, which includes those of stages with side effects"
                    + " (foreach, foreachPartition, pipe). A retry counts as a failure of the task.");

    /** Every key, in the order of the reference page. */
    static final List<ConfigKey<?>> ALL = List.of(
            ENABLED,
            MIN_EXECUTORS,
            MAX_EXECUTORS,
            INITIAL_EXECUTORS,
            IDLE_TIMEOUT,
            CACHED_IDLE_TIMEOUT,
            BACKLOG_TIMEOUT,
            WATCHDOG_INTERVAL,
            WATCHDOG_TASKS);

    private ElasticSettings() {}
}
