package org.lisle.dag.schedule;

import org.lisle.core.config.ExecutorRange;
import org.lisle.core.resource.ExecutorProfile;

/**
 * How many executors of one kind are wanted. Grows as Spark's does: when tasks have waited for a while, by one executor, then by two, four ...
 * each time they have waited for as long again, never beyond what all tasks need. What is wanted falls to what is needed once that has been
 * less for as long.
 */
final class ExecutorDemand {
    private static final long NEVER = Long.MIN_VALUE;
    private static final int LARGEST_STEP = 1 << 20;

    /**
     * What there is and what is needed, of this kind.
     *
     * @param usable executors that can be given tasks
     * @param closed those that get none for now
     * @param leaving those that are to go
     */
    record Load(int waiting, int usable, int closed, int leaving, int needed) {}

    final ExecutorProfile kind;
    private final ExecutorRange range;
    private final long idleNanos;
    private final long backlogNanos;
    private final int firstStep;

    /** The total that was told last. */
    int told;

    private int target;
    private int step = 1;
    private boolean begun;
    private long firstLookNanos = NEVER;
    private long growsAtNanos = NEVER;
    private long surplusSinceNanos = NEVER;

    ExecutorDemand(ExecutorProfile kind, ExecutorRange range, AllocationConfig config) {
        this.kind = kind;
        this.range = range;
        this.idleNanos = config.idleNanos();
        this.backlogNanos = config.backlogNanos();
        this.firstStep = Math.max(1, config.range().initial());
        this.target = range.initial();
        this.told = target;
    }

    /** Executors wanted that can be given tasks. */
    int target() {
        return target;
    }

    /** @param larger those on their way because others were too small: while tasks wait, they come besides the ones there are */
    int total(Load load, int larger) {
        long wanted = load.waiting == 0 || larger == 0
                ? target
                : (long) Math.max(target, load.usable + load.leaving) + larger;
        return (int) Math.min(range.max(), load.closed + wanted);
    }

    void follow(Load load, long now) {
        firstLookNanos = firstLookNanos == NEVER ? now : firstLookNanos;
        begun |= load.needed > 0;
        if (load.waiting == 0) {
            growsAtNanos = NEVER;
            step = 1;
        } else if (growsAtNanos == NEVER) {
            boolean nobody = load.usable == 0 && target == 0;
            growsAtNanos = nobody ? now : now + backlogNanos;
            step = nobody ? firstStep : 1;
        }
        if (growsAtNanos != NEVER && now >= growsAtNanos) {
            target = Math.max(target, Math.min(load.needed, Math.max(target, load.usable) + step));
            step = Math.min(LARGEST_STEP, 2 * step);
            growsAtNanos = now + backlogNanos;
        }
        shrink(load, now);
        target = Math.max(range.min(), Math.min(range.max(), target));
    }

    /** What was wanted at the start is wanted until there was something to do, or nothing for as long as an executor may be idle. */
    private void shrink(Load load, long now) {
        boolean starts = !begun && now - firstLookNanos < idleNanos;
        if (load.needed >= target || starts) {
            surplusSinceNanos = NEVER;
        } else if (surplusSinceNanos == NEVER) {
            surplusSinceNanos = now;
        } else if (now - surplusSinceNanos >= backlogNanos) {
            target = load.needed;
        }
    }

    /** Whether nothing of this kind is wanted or there any more. */
    boolean isOver(Load load) {
        return target == 0 && told == 0 && load.waiting + load.usable + load.closed + load.leaving == 0;
    }
}
