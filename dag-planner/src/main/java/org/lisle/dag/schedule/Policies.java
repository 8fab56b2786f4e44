package org.lisle.dag.schedule;

/**
 * What the scheduler does beyond giving tasks to slots, each part with its own settings.
 *
 * @param exclusion which executors and nodes get no tasks after failures
 * @param speculation which slow attempts get a second one beside them
 * @param allocation how many executors are wanted, and which are given back
 * @param watch what is done about tasks that make no progress
 * @param skew which partitions are computed by several tasks
 * @param barrier what barrier stages may have
 */
public record Policies(
        ExclusionConfig exclusion,
        SpeculationConfig speculation,
        AllocationConfig allocation,
        WatchConfig watch,
        SkewConfig skew,
        BarrierConfig barrier) {
    /** Nothing but tasks and slots. */
    public static final Policies NONE = new Policies(ExclusionConfig.OFF, SpeculationConfig.OFF);

    /** A fixed number of executors, and nobody watches. */
    public Policies(ExclusionConfig exclusion, SpeculationConfig speculation) {
        this(exclusion, speculation, AllocationConfig.fixed(1), WatchConfig.OFF);
    }

    /** Every partition is computed by one task. */
    public Policies(
            ExclusionConfig exclusion, SpeculationConfig speculation, AllocationConfig allocation, WatchConfig watch) {
        this(exclusion, speculation, allocation, watch, SkewConfig.OFF, BarrierConfig.UNLIMITED);
    }

    /** The same with another way with skewed partitions. */
    public Policies with(SkewConfig other) {
        return new Policies(exclusion, speculation, allocation, watch, other, barrier);
    }

    /** The same with other bounds for barrier stages. */
    public Policies with(BarrierConfig other) {
        return new Policies(exclusion, speculation, allocation, watch, skew, other);
    }
}
