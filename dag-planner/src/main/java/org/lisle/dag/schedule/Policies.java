package org.lisle.dag.schedule;

/**
 * What the scheduler does beyond giving tasks to slots, each part with its own settings.
 *
 * @param exclusion which executors and nodes get no tasks after failures
 */
public record Policies(ExclusionConfig exclusion) {
    /** Nothing but tasks and slots. */
    public static final Policies NONE = new Policies(ExclusionConfig.OFF);
}
