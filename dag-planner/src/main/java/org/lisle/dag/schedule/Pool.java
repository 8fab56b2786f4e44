package org.lisle.dag.schedule;

import java.util.TreeMap;

/** Jobs that share one part of the slots, first come first served among themselves. */
final class Pool {
    final String name;
    final SchedulerConfig.PoolShare share;
    /** Stages with tasks to launch, in the order in which they get slots. */
    final TreeMap<Pools.Rank, StageState> stages = new TreeMap<>();

    /** Slots that its attempts hold. */
    int running;

    /** The last task that was started, -1 for none: of pools that are equally full the one that has waited longest comes first. */
    long lastTaskId = -1;

    Pool(String name, SchedulerConfig.PoolShare share) {
        this.name = name;
        this.share = share;
    }

    boolean isBelowMinShare() {
        return running < share.minShare();
    }

    /** How full it is in relation to what it may have: pools with less come first. */
    double fullness() {
        return isBelowMinShare() ? running / (double) share.minShare() : running / (double) share.weight();
    }
}
