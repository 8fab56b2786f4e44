package org.lisle.dag.driver;

import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.dag.schedule.ExclusionConfig;
import org.lisle.dag.schedule.Policies;
import org.lisle.dag.schedule.SpeculationConfig;

/** The scheduler's policies out of the application's settings. */
final class PolicyConfig {
    private PolicyConfig() {}

    static Policies of(LisleConf conf) {
        return new Policies(exclusion(conf), speculation(conf));
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
