package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes back what was sent ahead and waits behind a task that takes long after all, as soon as another executor has nothing to do: it is
 * told to end there and waits for a slot again.
 */
final class Recall {
    private static final long PATIENCE_NANOS = 200_000_000L;

    private final ExecutorTracker executors;
    private final StageTracker stages;
    private final Pools pools;
    private long nextDeadlineNanos = Long.MAX_VALUE;

    Recall(ExecutorTracker executors, StageTracker stages, Pools pools) {
        this.executors = executors;
        this.stages = stages;
        this.pools = pools;
    }

    /** When something may have waited too long, if nothing else happens. */
    long nextDeadlineNanos() {
        return nextDeadlineNanos;
    }

    /** Whether a task ended there just now; where none did, nothing is sent ahead, and what was may be taken back. */
    static boolean isSwift(ExecutorState executor, long nowNanos) {
        return nowNanos - executor.lastSuccessNanos < PATIENCE_NANOS;
    }

    void tick(long nowNanos) {
        nextDeadlineNanos = Long.MAX_VALUE;
        if (executors.overfull().isEmpty() || executors.free().isEmpty()) {
            return;
        }
        List<ExecutorState> overfull = new ArrayList<>(executors.overfull());
        overfull.sort(Comparator.comparingInt(executor -> executor.order));
        overfull.removeIf(executor -> !isAnotherIdle(executor.profile));
        for (ExecutorState executor : overfull) {
            if (isSwift(executor, nowNanos)) {
                nextDeadlineNanos = Math.min(nextDeadlineNanos, executor.lastSuccessNanos + PATIENCE_NANOS);
            } else {
                stages.recall(executor.waiting(), "another executor has nothing to do");
            }
        }
    }

    /** Whether an executor of the kind has a free slot, and no task waits for it. */
    private boolean isAnotherIdle(String profile) {
        return executors.free().stream().anyMatch(free -> free.profile.equals(profile)) && !pools.anyWaits(profile);
    }
}
