package org.lisle.core.config;

import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Between which numbers the executors of an application may be. With a fixed number all three are that number.
 *
 * @param min executors that are there though there is nothing to do
 * @param initial executors at the start
 * @param max executors at a time; {@link Integer#MAX_VALUE} for no limit
 */
public record ExecutorRange(int min, int initial, int max) {
    /** This many, always. */
    public static ExecutorRange fixed(int executors) {
        return new ExecutorRange(executors, executors, executors);
    }

    /**
     * What the settings say: who names a number of executors gets that number, unless he asks for dynamic allocation in words; who names
     * none gets what the work needs.
     *
     * @throws LisleException INVALID_SETTING when the bounds contradict each other
     */
    public static ExecutorRange of(LisleConf conf) {
        int instances = conf.get(Settings.EXECUTOR_INSTANCES);
        boolean numbered = conf.text(Settings.EXECUTOR_INSTANCES.name()).isPresent();
        boolean asked = conf.text(ElasticSettings.ENABLED.name()).isPresent();
        if (!conf.get(ElasticSettings.ENABLED) || numbered && !asked) {
            return fixed(instances);
        }
        int min = conf.get(ElasticSettings.MIN_EXECUTORS);
        int bound = conf.get(ElasticSettings.MAX_EXECUTORS);
        int max = bound == 0 ? Integer.MAX_VALUE : bound;
        if (min > max) {
            throw new LisleException(
                    ErrorCode.INVALID_SETTING,
                    "the setting " + ElasticSettings.MIN_EXECUTORS.name() + " is " + min + ", more than "
                            + ElasticSettings.MAX_EXECUTORS.name() + ", " + max,
                    "lower the one or raise the other");
        }
        int initial = conf.get(ElasticSettings.INITIAL_EXECUTORS);
        return new ExecutorRange(min, Math.min(max, Math.max(min, initial == 0 ? instances : initial)), max);
    }

    /** Whether the number follows the work. */
    public boolean isDynamic() {
        return min < max;
    }
}
