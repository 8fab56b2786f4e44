package org.lisle.dag.schedule;

import java.util.LinkedHashSet;
import java.util.Set;
import org.lisle.dag.plan.PlannedJob;

/** A job that has not ended. */
final class JobState {
    final PlannedJob plan;
    final String pool;
    /** Stages that run or wait for it. */
    final Set<StageState> stages = new LinkedHashSet<>();

    JobState(PlannedJob plan, String pool) {
        this.plan = plan;
        this.pool = pool;
    }

    int id() {
        return plan.id();
    }
}
