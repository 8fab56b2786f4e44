package org.lisle.dag.schedule;

/**
 * What the scheduler does beyond giving tasks to slots, each part with its own settings.
 *
 * @param exclusion which executors and nodes get no tasks after failures
 * @param speculation which slow attempts get a second one beside them
 */
public record Policies(ExclusionConfig exclusion, SpeculationConfig speculation) {
    /** Nothing but tasks and slots. */
    public static final Policies NONE = new Policies(ExclusionConfig.OFF, SpeculationConfig.OFF);
}
