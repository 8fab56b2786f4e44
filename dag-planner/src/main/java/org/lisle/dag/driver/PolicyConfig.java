package org.lisle.dag.driver;

import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.dag.schedule.ExclusionConfig;
import org.lisle.dag.schedule.Policies;

/** The scheduler's policies out of the application's settings. */
final class PolicyConfig {
    private PolicyConfig() {}

    static Policies of(LisleConf conf) {
        return new Policies(exclusion(conf));
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
