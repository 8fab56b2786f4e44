package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many executors are wanted, and which go back because they are idle. Grows as Spark's does: when tasks have waited for a while, by one
 * executor, then by two, four ... each time they have waited for as long again, never beyond what all tasks need. What is wanted falls to what
 * is needed once that has been less for as long. With a fixed number, only where the waiting tasks would like to run is told.
 *
 * <p>An executor goes back after its time only if that loses nothing: not while it holds cached partitions that are nowhere else (these
 * have a time of their own), and while a running job reads outputs that only it serves, not before a shuffle server is there for them.
 */
final class DynamicAllocation {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long LONGEST_LOOK_NANOS = 1_000_000_000L;
    private static final int LARGEST_STEP = 1 << 20;

    /** What there is and what is needed. */
    private record Load(int waiting, int usable, int closed, int leaving, int needed) {}

    private final AllocationConfig config;
    private final ExecutorTracker executors;
    private final CachedPartitions cached;
    private final OutputAvailability outputs;
    private final Pools pools;
    private final LeavingExecutors leaving;
    private final CommandBuffer out;
    private final long lookNanos;

    /** Executors wanted that can be given tasks. */
    private int target;
    /** The total that was told last. */
    private int told;

    private int step = 1;
    private boolean begun;
    private long firstLookNanos = NEVER;
    private long nextLookNanos = NEVER;
    private long growsAtNanos = NEVER;
    private long surplusSinceNanos = NEVER;

    DynamicAllocation(
            AllocationConfig config,
            ExecutorTracker executors,
            CachedPartitions cached,
            OutputAvailability outputs,
            Pools pools,
            LeavingExecutors leaving,
            CommandBuffer out) {
        this.config = config;
        this.executors = executors;
        this.cached = cached;
        this.outputs = outputs;
        this.pools = pools;
        this.leaving = leaving;
        this.out = out;
        this.target = config.range().initial();
        this.told = target;
        this.lookNanos =
                Math.max(1, Math.min(LONGEST_LOOK_NANOS, Math.min(config.backlogNanos(), config.idleNanos()) / 4));
    }

    void tick(long now) {
        if (!config.range().isDynamic() || now < nextLookNanos) {
            tell(told);
            return;
        }
        nextLookNanos = now + lookNanos;
        firstLookNanos = firstLookNanos == NEVER ? now : firstLookNanos;
        Load load = load();
        follow(load, now);
        tell((int) Math.min(config.range().max(), load.closed + wanted(load)));
        giveBack(load, now);
    }

    /** While tasks wait for larger executors that are on their way, those come besides the ones there are, which are too small for them. */
    private long wanted(Load load) {
        int larger = load.waiting > 0 ? executors.larger().count() : 0;
        return larger == 0 ? target : (long) Math.max(target, load.usable + load.leaving) + larger;
    }

    /** When to look again; {@link Long#MAX_VALUE} where the number is fixed. */
    long nextDeadlineNanos() {
        return config.range().isDynamic() ? nextLookNanos : Long.MAX_VALUE;
    }

    private Load load() {
        int usable = 0;
        int closed = 0;
        int leaves = 0;
        int busy = 0;
        for (ExecutorState executor : executors.all()) {
            if (executor.serverOnly) {
                continue;
            }
            if (executor.leaving) {
                leaves++;
            } else if (executor.closed()) {
                closed++;
            } else {
                usable++;
                busy += executor.slots - executor.free;
            }
        }
        int waiting = pools.waitingTasks();
        return new Load(waiting, usable, closed, leaves, (waiting + busy + config.slots() - 1) / config.slots());
    }

    private void follow(Load load, long now) {
        begun |= load.needed > 0;
        if (load.waiting == 0) {
            growsAtNanos = NEVER;
            step = 1;
        } else if (growsAtNanos == NEVER) {
            boolean nobody = load.usable == 0 && target == 0;
            growsAtNanos = nobody ? now : now + config.backlogNanos();
            step = nobody ? Math.max(1, config.range().initial()) : 1;
        }
        if (growsAtNanos != NEVER && now >= growsAtNanos) {
            target = Math.max(target, Math.min(load.needed, Math.max(target, load.usable) + step));
            step = Math.min(LARGEST_STEP, 2 * step);
            growsAtNanos = now + config.backlogNanos();
        }
        shrink(load, now);
        target = Math.max(config.range().min(), Math.min(config.range().max(), target));
    }

    /** What was wanted at the start is wanted until there was something to do, or nothing for as long as an executor may be idle. */
    private void shrink(Load load, long now) {
        boolean starts = !begun && now - firstLookNanos < config.idleNanos();
        if (load.needed >= target || starts) {
            surplusSinceNanos = NEVER;
        } else if (surplusSinceNanos == NEVER) {
            surplusSinceNanos = now;
        } else if (now - surplusSinceNanos >= config.backlogNanos()) {
            target = load.needed;
        }
    }

    private void tell(int total) {
        if (pools.takeDemandChanged() || total != told) {
            told = total;
            Map<String, Integer> byHost = new TreeMap<>();
            pools.forEachLaunchable(stage -> stage.tasks.queues.countByHost(byHost));
            out.add(new Command.WantExecutors(total, byHost));
        }
    }

    // ---------------------------------------------------------------- idle executors

    /** Those that are idle for the longest go first. Of executors that get no tasks anyway none need stay. */
    private void giveBack(Load load, long now) {
        int spare = load.usable - target;
        for (ExecutorState executor : idle(now)) {
            boolean counts = !executor.closed();
            if (counts && spare <= 0 || !hasWaited(executor, now) || !outputs.canSpare(executor)) {
                continue;
            }
            spare -= counts ? 1 : 0;
            leave(executor, "it was idle for " + (now - executor.idleSinceNanos) / 1_000_000_000L + " s", now);
        }
    }

    private void leave(ExecutorState executor, String reason, long now) {
        executors.leave(executor);
        leaving.add(executor, reason, now);
        out.add(new Command.DrainExecutor(executor.id, reason));
    }

    private List<ExecutorState> idle(long now) {
        List<ExecutorState> idle = new ArrayList<>();
        for (ExecutorState executor : executors.all()) {
            if (executor.serverOnly || executor.leaving) {
                continue;
            }
            boolean worked = !executor.attempts.isEmpty() || executor.launches != executor.launchesSeen;
            executor.launchesSeen = executor.launches;
            if (worked || executor.idleSinceNanos < 0) {
                executor.idleSinceNanos = now;
            } else if (now - executor.idleSinceNanos >= Math.min(config.idleNanos(), config.cachedIdleNanos())) {
                idle.add(executor);
            }
        }
        idle.sort(Comparator.<ExecutorState>comparingLong(executor -> executor.idleSinceNanos)
                .thenComparingInt(executor -> executor.order));
        return idle;
    }

    /** A copy on an executor that goes too is none. */
    private boolean hasWaited(ExecutorState executor, long now) {
        long idle = now - executor.idleSinceNanos;
        if (idle >= Math.max(config.idleNanos(), config.cachedIdleNanos())) {
            return true;
        }
        boolean holds = cached.isSoleHolder(executor.id, this::stays);
        return idle >= (holds ? config.cachedIdleNanos() : config.idleNanos());
    }

    private boolean stays(String id) {
        ExecutorState executor = executors.get(id);
        return executor != null && !executor.leaving;
    }
}
