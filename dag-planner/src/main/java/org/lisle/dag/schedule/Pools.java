package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The order in which stages get slots. FIFO: the job that was submitted first, then the stage that was planned first. FAIR: first the pool
 * that is furthest below its share, within it as FIFO.
 */
final class Pools {
    /** A stage's rank in its pool. */
    record Rank(int jobId, int stageId) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            return jobId != other.jobId ? Integer.compare(jobId, other.jobId) : Integer.compare(stageId, other.stageId);
        }
    }

    /** Where a stage is kept. */
    record Place(Pool pool, Rank rank) {}

    private static final Comparator<Pool> NEEDIEST_FIRST = Comparator.comparing((Pool pool) -> !pool.isBelowMinShare())
            .thenComparingDouble(Pool::fullness)
            .thenComparingLong(pool -> pool.lastTaskId)
            .thenComparing(pool -> pool.name);

    private final SchedulerConfig config;
    private final TreeMap<String, Pool> pools = new TreeMap<>();
    private int launchable;
    private int barriers;
    private boolean woken;
    private boolean demandChanged;

    Pools(SchedulerConfig config) {
        this.config = config;
    }

    /** The pool that a job with this property is in. */
    String poolName(String property) {
        return config.fair() ? property : SchedulerConfig.DEFAULT_POOL;
    }

    Pool poolOf(StageState stage) {
        return pools.computeIfAbsent(
                stage.firstJob().pool,
                name -> new Pool(name, config.pools().getOrDefault(name, SchedulerConfig.PoolShare.USUAL)));
    }

    /** Puts the stage where it belongs now, or nowhere when it has nothing to launch; called after whatever may change that. */
    void update(StageState stage) {
        boolean wanted = stage.hasLaunchable() && !stage.jobs.isEmpty();
        Place old = stage.place;
        if (wanted) {
            var place = new Place(poolOf(stage), new Rank(stage.firstJob().id(), stage.id()));
            if (place.equals(old)) {
                return;
            }
            stage.place = place;
            place.pool.stages.put(place.rank, stage);
            launchable++;
            barriers += stage.barrier == null ? 0 : 1;
        } else {
            stage.place = null;
        }
        if (old != null) {
            old.pool.stages.remove(old.rank, stage);
            launchable--;
            barriers -= stage.barrier == null ? 0 : 1;
        }
    }

    /** Tasks wait that did not before: free slots are to be looked at. */
    void wake() {
        woken = true;
    }

    boolean takeWoken() {
        boolean taken = woken;
        woken = false;
        return taken;
    }

    /** A stage began: the cluster is to be told what is waited for. */
    void demandChanged() {
        demandChanged = true;
    }

    boolean takeDemandChanged() {
        boolean taken = demandChanged;
        demandChanged = false;
        return taken;
    }

    /** Of the stages with tasks to launch, how many are barrier stages. */
    int barriers() {
        return barriers;
    }

    boolean isEmpty() {
        return launchable == 0;
    }

    /** Whether a stage whose tasks run on executors of the kind has some to launch. */
    boolean anyWaits(String profile) {
        for (Pool pool : pools.values()) {
            for (StageState stage : pool.stages.values()) {
                if (stage.profile().equals(profile)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Stages with tasks to launch, the next first; valid until a task is launched. */
    Iterable<StageState> inOrder() {
        if (pools.size() == 1) {
            return pools.firstEntry().getValue().stages.values();
        }
        List<Pool> order = new ArrayList<>(pools.values());
        order.removeIf(pool -> pool.stages.isEmpty());
        order.sort(NEEDIEST_FIRST);
        List<StageState> stages = new ArrayList<>();
        order.forEach(pool -> stages.addAll(pool.stages.values()));
        return stages;
    }

    void forEachLaunchable(Consumer<StageState> action) {
        inOrder().forEach(action);
    }

    /** Tasks that wait for a slot. */
    int waitingTasks() {
        int waiting = 0;
        for (Pool pool : pools.values()) {
            for (StageState stage : pool.stages.values()) {
                waiting += stage.waitingTasks();
            }
        }
        return waiting;
    }
}
