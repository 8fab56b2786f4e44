package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.resource.ExecutorProfile;

/**
 * How many executors of each kind are wanted ({@link ExecutorDemand}), and which go back because they are idle. With a fixed number, only
 * where the waiting tasks would like to run is told. Executors of a resource profile are wanted when its tasks wait; the bounds are those of
 * each kind, but that none of a profile stays for nothing.
 *
 * <p>An executor goes back after its time only if that loses nothing: not while it holds cached partitions that are nowhere else (these
 * have a time of their own), and while a running job reads outputs that only it serves, not before a shuffle server is there for them.
 */
final class DynamicAllocation {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long LONGEST_LOOK_NANOS = 1_000_000_000L;
    private static final ExecutorDemand.Load NOTHING = new ExecutorDemand.Load(0, 0, 0, 0, 0);

    private final AllocationConfig config;
    private final ExecutorTracker executors;
    private final CachedPartitions cached;
    private final OutputAvailability outputs;
    private final Pools pools;
    private final LeavingExecutors leaving;
    private final CommandBuffer out;
    private final long lookNanos;
    private final ExecutorDemand usual;
    /** By the names of kinds. */
    private final Map<String, ExecutorDemand> demands = new TreeMap<>();

    private long nextLookNanos = NEVER;

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
        this.lookNanos =
                Math.max(1, Math.min(LONGEST_LOOK_NANOS, Math.min(config.backlogNanos(), config.idleNanos()) / 4));
        this.usual = new ExecutorDemand(config.usual(), config.range(), config);
        demands.put(ExecutorProfile.USUAL, usual);
    }

    void tick(long now) {
        if (!config.range().isDynamic()) {
            tell(usual, usual.told, pools.takeDemandChanged());
            return;
        }
        boolean changed = pools.takeDemandChanged();
        int kinds = demands.size();
        if (changed) {
            pools.forEachLaunchable(stage -> demandOf(stage.plan.executors()));
        }
        if (now < nextLookNanos && demands.size() == kinds) {
            demands.values().forEach(demand -> tell(demand, demand.told, changed));
            return;
        }
        nextLookNanos = now + lookNanos;
        Map<String, ExecutorDemand.Load> loads = loads();
        Map<String, Integer> spare = new HashMap<>();
        loads.forEach((name, load) -> {
            ExecutorDemand demand = demands.get(name);
            if (demand == null) {
                // those of an earlier driver, which nothing of this one has wanted yet: they go when they have been
                // idle
                spare.put(name, load.usable());
                return;
            }
            demand.follow(load, now);
            tell(demand, demand.total(load, executors.of(name).larger().count()), changed);
            spare.put(name, load.usable() - demand.target());
        });
        demands.values()
                .removeIf(demand -> demand != usual && demand.isOver(loads.getOrDefault(demand.kind.name(), NOTHING)));
        giveBack(spare, now);
    }

    private ExecutorDemand demandOf(ExecutorProfile kind) {
        return demands.computeIfAbsent(
                kind.name(),
                name -> new ExecutorDemand(
                        kind, new ExecutorRange(0, 0, config.range().max()), config));
    }

    /** When to look again; {@link Long#MAX_VALUE} where the number is fixed. */
    long nextDeadlineNanos() {
        return config.range().isDynamic() ? nextLookNanos : Long.MAX_VALUE;
    }

    /** By the names of kinds, of all that are wanted or there. */
    private Map<String, ExecutorDemand.Load> loads() {
        Map<String, Count> counts = new TreeMap<>();
        demands.keySet().forEach(name -> counts.put(name, new Count()));
        for (ExecutorState executor : executors.all()) {
            if (!executor.serverOnly) {
                counts.computeIfAbsent(executor.profile, name -> new Count()).add(executor);
            }
        }
        pools.forEachLaunchable(stage -> {
            demandOf(stage.plan.executors());
            counts.computeIfAbsent(stage.profile(), name -> new Count()).waiting +=
                    stage.waitingTasks() * stage.slotsPerTask();
        });
        Map<String, ExecutorDemand.Load> loads = new TreeMap<>();
        counts.forEach((name, count) -> {
            ExecutorDemand demand = demands.get(name);
            loads.put(name, count.load(demand == null ? 1 : demand.kind.slots()));
        });
        return loads;
    }

    private static final class Count {
        private int waiting;
        private int usable;
        private int closed;
        private int leaves;
        private int busy;

        private void add(ExecutorState executor) {
            if (executor.leaving) {
                leaves++;
            } else if (executor.closed()) {
                closed++;
            } else {
                usable++;
                busy += executor.slots - executor.free;
            }
        }

        private ExecutorDemand.Load load(int slots) {
            return new ExecutorDemand.Load(waiting, usable, closed, leaves, (waiting + busy + slots - 1) / slots);
        }
    }

    /** @param changed whether it is to be told anew where the tasks that wait would like to run */
    private void tell(ExecutorDemand demand, int total, boolean changed) {
        if (changed || total != demand.told) {
            demand.told = total;
            Map<String, Integer> byHost = new TreeMap<>();
            pools.forEachLaunchable(stage -> {
                if (stage.profile().equals(demand.kind.name())) {
                    stage.tasks.queues.countByHost(byHost);
                }
            });
            out.add(new Command.WantExecutors(demand.kind, total, byHost));
        }
    }

    // ---------------------------------------------------------------- idle executors

    /** Those that are idle for the longest go first. Of executors that get no tasks anyway none need stay. */
    private void giveBack(Map<String, Integer> spare, long now) {
        for (ExecutorState executor : idle(now)) {
            boolean counts = !executor.closed();
            int left = spare.getOrDefault(executor.profile, 0);
            if (counts && left <= 0 || !hasWaited(executor, now) || !outputs.canSpare(executor)) {
                continue;
            }
            spare.put(executor.profile, left - (counts ? 1 : 0));
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
