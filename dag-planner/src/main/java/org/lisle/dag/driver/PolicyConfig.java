package org.lisle.dag.driver;

import org.lisle.core.config.ElasticSettings;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.config.Settings;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.schedule.AllocationConfig;
import org.lisle.dag.schedule.BarrierConfig;
import org.lisle.dag.schedule.ExclusionConfig;
import org.lisle.dag.schedule.Policies;
import org.lisle.dag.schedule.SkewConfig;
import org.lisle.dag.schedule.SpeculationConfig;
import org.lisle.dag.schedule.WatchConfig;

/** The scheduler's policies out of the application's settings. */
final class PolicyConfig {
    private PolicyConfig() {}

    static Policies of(LisleConf conf, boolean replacesExecutors) {
        return new Policies(
                exclusion(conf),
                speculation(conf),
                allocation(conf),
                watch(conf, replacesExecutors),
                skew(conf),
                barrier(conf));
    }

    private static BarrierConfig barrier(LisleConf conf) {
        ExecutorRange range = ExecutorRange.of(conf);
        int cores = conf.get(Settings.EXECUTOR_CORES);
        String executors =
                range.isDynamic() ? ElasticSettings.MAX_EXECUTORS.name() : Settings.EXECUTOR_INSTANCES.name();
        return new BarrierConfig(
                range.max() == Integer.MAX_VALUE ? Long.MAX_VALUE : (long) range.max() * cores,
                executors + " is " + range.max() + ", " + Settings.EXECUTOR_CORES.name() + " is " + cores,
                conf.get(PolicySettings.BARRIER_TIMEOUT).toNanos(),
                conf.get(ElasticSettings.WATCHDOG_INTERVAL).toNanos());
    }

    private static SkewConfig skew(LisleConf conf) {
        return new SkewConfig(
                conf.get(PolicySettings.SKEW_JOIN),
                conf.get(PolicySettings.SKEW_FACTOR),
                conf.get(PolicySettings.SKEW_THRESHOLD).bytes());
    }

    private static AllocationConfig allocation(LisleConf conf) {
        long cachedIdle = conf.get(ElasticSettings.CACHED_IDLE_TIMEOUT).toNanos();
        return new AllocationConfig(
                ExecutorRange.of(conf),
                ExecutorProfile.usual(conf),
                conf.get(ElasticSettings.IDLE_TIMEOUT).toNanos(),
                cachedIdle == 0 ? Long.MAX_VALUE : cachedIdle,
                conf.get(ElasticSettings.BACKLOG_TIMEOUT).toNanos());
    }

    private static WatchConfig watch(LisleConf conf, boolean replacesExecutors) {
        WatchConfig.Action action =
                switch (conf.get(ElasticSettings.WATCHDOG_TASKS)) {
                    case "report" -> WatchConfig.Action.REPORT;
                    case "retry" -> WatchConfig.Action.RETRY;
                    default -> WatchConfig.Action.RETRY_ALL;
                };
        return new WatchConfig(conf.get(ElasticSettings.WATCHDOG_INTERVAL).toNanos(), action, replacesExecutors);
    }

    private static SpeculationConfig speculation(LisleConf conf) {
        return new SpeculationConfig(
                conf.get(PolicySettings.SPECULATION),
                conf.get(PolicySettings.SPECULATION_INTERVAL).toNanos(),
                conf.get(PolicySettings.SPECULATION_QUANTILE),
                conf.get(PolicySettings.SPECULATION_MULTIPLIER),
                conf.get(PolicySettings.SPECULATION_MIN_RUNTIME).toNanos());
    }

    private static ExclusionConfig exclusion(LisleConf conf) {
        return new ExclusionConfig(
                conf.get(PolicySettings.EXCLUDE),
                conf.get(PolicySettings.EXCLUDE_TASK_PER_EXECUTOR),
                conf.get(PolicySettings.EXCLUDE_TASK_PER_NODE),
                conf.get(PolicySettings.EXCLUDE_STAGE_TASKS),
                conf.get(PolicySettings.EXCLUDE_STAGE_EXECUTORS),
                conf.get(PolicySettings.EXCLUDE_APPLICATION_TASKS),
                conf.get(PolicySettings.EXCLUDE_APPLICATION_EXECUTORS),
                conf.get(PolicySettings.EXCLUDE_TIMEOUT).toNanos());
    }
}
