package org.lisle.dag.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lisle.core.operator.Slice;
import org.lisle.dag.plan.PlannedJob;

/** A job that has not ended. */
final class JobState {
    final PlannedJob plan;
    final String pool;
    /** Stages that run or wait for it. */
    final Set<StageState> stages = new LinkedHashSet<>();

    /** Whether an earlier driver had begun it, and what it decided on slices. */
    final boolean begun;

    final List<Slice> slices;

    JobState(Event.JobSubmitted submitted, String pool) {
        this.plan = submitted.job();
        this.begun = submitted.begun();
        this.slices = submitted.slices();
        this.pool = pool;
    }

    int id() {
        return plan.id();
    }
}
