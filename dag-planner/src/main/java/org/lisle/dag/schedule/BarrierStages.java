package org.lisle.dag.schedule;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.dag.plan.PlannedStage;

/**
 * Launches barrier stages, each with all its tasks at once, and has their tasks wait for each other.
 *
 * <p>A barrier stage takes all its slots in one step or none, so that two of them never each hold what the other waits for. When its turn
 * comes and the executors have as many slots as it needs, but not all are free, the slots that become free are left free until they are
 * enough: stages behind it in the order of {@link Pools} would else keep it waiting for ever. Where executors have too few slots in all,
 * the others go on until more executors come.
 */
final class BarrierStages {
    /** What all tasks of a stage may say together in one round: each of them is told all of it. */
    static final long MOST_CHARACTERS = 16L << 20;

    private final BarrierConfig config;
    private final ExecutorTracker executors;
    private final StageTracker stages;
    private final AttemptTracker attempts;
    private final Pools pools;
    private final CachedPartitions cached;
    private final ExclusionConfig limits;
    private final CommandBuffer out;
    /** Of stages, the tasks that executors have slots for, as far as that was asked since {@link #look}. */
    private final Map<StageState, Integer> open = new HashMap<>();

    BarrierStages(
            BarrierConfig config,
            ExecutorTracker executors,
            StageTracker stages,
            AttemptTracker attempts,
            Pools pools,
            CachedPartitions cached,
            ExclusionConfig limits,
            CommandBuffer out) {
        this.config = config;
        this.executors = executors;
        this.stages = stages;
        this.attempts = attempts;
        this.pools = pools;
        this.cached = cached;
        this.limits = limits;
        this.out = out;
    }

    // ---------------------------------------------------------------- slots

    /** Starts an attempt of a task, whose slot is free. */
    interface Launcher {
        void launch(StageState stage, int partition, Locality locality, ExecutorState executor, long nowNanos);
    }

    /** Launches the first stage whose turn it is and that has its slots. Returns whether there was one. */
    boolean launchOne(long now, Launcher launcher) {
        if (pools.barriers() == 0) {
            return false;
        }
        for (StageState stage : pools.inOrder()) {
            BarrierState barrier = stage.barrier;
            if (barrier == null) {
                continue;
            }
            Predicate<ExecutorState> usable = usable(stage, barrier);
            if (freeFor(stage, usable) >= barrier.tasks
                    && !stage.tasks.choosy.awaitsLarger(executors.of(stage.profile()))) {
                launch(stage, barrier, usable, now, launcher);
                return true;
            }
            if (isNext(stage, barrier)) {
                return false;
            }
        }
        return false;
    }

    /** Slots are going to be offered: no executor comes, goes or closes until that is done. */
    void look() {
        open.clear();
    }

    /** Whether slots that become free are kept for the stage, whose turn it is. */
    boolean isNext(StageState stage, BarrierState barrier) {
        return open.computeIfAbsent(stage, this::openFor) >= barrier.tasks;
    }

    /** Tasks of the stage that executors have slots for, free or not. */
    private int openFor(StageState stage) {
        int tasks = 0;
        for (ExecutorState executor : executors.all()) {
            tasks += executor.closed() || !stage.isFor(executor) ? 0 : executor.slots / stage.slotsPerTask();
        }
        return tasks;
    }

    /** Tasks of the stage that could begin at once. */
    private int freeFor(StageState stage, Predicate<ExecutorState> usable) {
        int free = 0;
        for (ExecutorState executor : executors.free()) {
            free += usable.test(executor) ? executor.free / stage.slotsPerTask() : 0;
        }
        return free;
    }

    /** It does without executors where its tasks failed, as long as the others have slots enough. */
    private Predicate<ExecutorState> usable(StageState stage, BarrierState barrier) {
        int slots = 0;
        for (ExecutorState executor : executors.all()) {
            slots += executor.closed() || !stage.mayUse(executor) ? 0 : executor.slots / stage.slotsPerTask();
        }
        return slots >= barrier.tasks ? stage::mayUse : stage::isFor;
    }

    private void launch(
            StageState stage, BarrierState barrier, Predicate<ExecutorState> usable, long now, Launcher launcher) {
        PlannedStage plan = stage.plan;
        dropIncompleteDatasets(stage);
        ExecutorState[] places = new ExecutorState[barrier.tasks];
        Locality[] localities = new Locality[barrier.tasks];
        var left = new FreeSlots(usable, stage.slotsPerTask());
        for (int partition = 0; partition < barrier.tasks; partition++) {
            if (stage.tasks.choosy.isChoosy(partition)) {
                places[partition] = left.take(suits(stage, partition));
                localities[partition] = Locality.ANY;
            }
        }
        for (Locality level : Locality.values()) {
            for (int partition = 0; partition < barrier.tasks; partition++) {
                if (places[partition] == null) {
                    places[partition] = left.take(near(level, TaskPreferences.of(plan, partition, cached)));
                    localities[partition] = level;
                }
            }
        }
        barrier.phase = BarrierState.Phase.RUNS;
        barrier.waitsSinceNanos = BarrierState.NEVER;
        barrier.rounds.restart();
        out.add(new Command.BarrierBegins(
                plan,
                barrier.nextAttempt++,
                List.of(places).stream().map(place -> place.id).toList()));
        for (int partition = 0; partition < barrier.tasks; partition++) {
            stage.tasks.release(partition);
            launcher.launch(stage, partition, localities[partition], places[partition], now);
        }
        pools.update(stage);
    }

    /** Where the task did not fail before, nor was too large. */
    private Predicate<ExecutorState> suits(StageState stage, int partition) {
        return executor -> stage.tasks.choosy.mayRun(partition, executor, stage::mayUse, executors, limits);
    }

    private Predicate<ExecutorState> near(Locality level, TaskPreferences preferences) {
        return switch (level) {
            case PROCESS -> executor -> preferences.executors().contains(executor.id);
            case NODE -> executor -> preferences.hosts().contains(executor.host);
            case RACK ->
                executor -> preferences.hosts().stream()
                        .anyMatch(host -> executors.rackOf(host).equals(executor.rack));
            case ANY -> executor -> true;
        };
    }

    /** The free slots, as they are given away. */
    private final class FreeSlots {
        private final Map<ExecutorState, Integer> left = new LinkedHashMap<>();

        FreeSlots(Predicate<ExecutorState> usable, int slotsPerTask) {
            for (ExecutorState executor : executors.free()) {
                if (usable.test(executor) && executor.free >= slotsPerTask) {
                    left.put(executor, executor.free / slotsPerTask);
                }
            }
        }

        /** Of the emptiest such executor; null when none has a slot left. */
        @Nullable
        ExecutorState take(Predicate<ExecutorState> wanted) {
            ExecutorState best = left.keySet().stream()
                    .filter(wanted)
                    .max(Comparator.<ExecutorState>comparingInt(executor -> left.getOrDefault(executor, 0))
                            .thenComparingInt(executor -> -executor.order))
                    .orElse(null);
            if (best != null && left.merge(best, -1, Integer::sum) == 0) {
                left.remove(best);
            }
            return best;
        }
    }

    /** Of a persisted dataset all tasks take what is stored, or none does: who takes it comes to no call that the others wait in. */
    private void dropIncompleteDatasets(StageState stage) {
        for (int rddId : stage.plan.program().barrierDatasets()) {
            int stored = cached.storedPartitions(rddId);
            if (stored > 0 && stored < stage.plan.partitions()) {
                cached.removeDataset(rddId);
                out.add(new Command.DropDataset(rddId));
            }
        }
    }

    // ---------------------------------------------------------------- waiting for each other

    /** A task came to a point at which all wait for each other. */
    void asked(Event.BarrierAsked asked, long now) {
        Attempt attempt = attempts.get(asked.taskId());
        BarrierState barrier = attempt == null ? null : attempt.stage.barrier;
        if (attempt == null || barrier == null || attempt.killed || barrier.phase != BarrierState.Phase.RUNS) {
            refuse(List.of(asked.taskId()), ErrorCode.BARRIER_BROKEN, "this attempt of the barrier stage is over");
            return;
        }
        BarrierRounds rounds = barrier.rounds;
        if (rounds.isOver(asked.round())) {
            out.add(new Command.BarrierPassed(List.of(asked.taskId()), rounds.last()));
            return;
        }
        attempt.waitsForOthers = true;
        boolean alike = rounds.come(attempt, asked.gathers(), asked.message(), now);
        if (!alike) {
            refuseAll(
                    rounds,
                    ErrorCode.BARRIER_MISMATCH,
                    "some tasks of " + attempt.stage + " called barrier() where others called allGather()");
        } else if (rounds.characters() > MOST_CHARACTERS) {
            refuseAll(
                    rounds,
                    ErrorCode.INVALID_ARGUMENT,
                    "the messages of allGather() in " + attempt.stage + " have more than " + MOST_CHARACTERS
                            + " characters together");
        } else if (rounds.isComplete()) {
            pass(rounds, now);
        } else {
            refuseWhereOneIsDone(attempt.stage, barrier);
        }
    }

    private void pass(BarrierRounds rounds, long now) {
        List<Attempt> passed = rounds.complete();
        for (Attempt attempt : passed) {
            attempt.waitsForOthers = false;
            attempt.progress.begin(now);
        }
        out.add(new Command.BarrierPassed(ids(passed), rounds.last()));
    }

    /** A task that has ended does not come. */
    void refuseWhereOneIsDone(StageState stage, BarrierState barrier) {
        int done = barrier.anyDone();
        if (done >= 0 && barrier.rounds.isOpen()) {
            String text = "the task of partition " + done + " of " + stage + " has ended without the call of "
                    + barrier.rounds.call() + " that others wait in";
            refuseAll(barrier.rounds, ErrorCode.BARRIER_BROKEN, text);
        }
    }

    private void refuseAll(BarrierRounds rounds, ErrorCode code, String text) {
        List<Attempt> waited = rounds.take();
        waited.forEach(attempt -> attempt.waitsForOthers = false);
        refuse(ids(waited), code, text);
    }

    private void refuse(List<Long> taskIds, ErrorCode code, String text) {
        if (!taskIds.isEmpty()) {
            out.add(new Command.BarrierRefused(taskIds, code, text));
        }
    }

    private static List<Long> ids(List<Attempt> attempts) {
        return attempts.stream().map(attempt -> attempt.taskId).toList();
    }

    // ---------------------------------------------------------------- time

    void tick(long now) {
        for (StageState stage : stages.active()) {
            BarrierState barrier = stage.barrier;
            if (barrier != null) {
                tick(stage, barrier, now);
            }
        }
    }

    private void tick(StageState stage, BarrierState barrier, long now) {
        BarrierRounds rounds = barrier.rounds;
        if (rounds.isOpen() && now - rounds.sinceNanos() >= config.syncTimeoutNanos()) {
            String text = "in " + stage + " the tasks of these partitions have not come to " + rounds.call()
                    + " within " + config.syncTimeoutNanos() / 1_000_000_000L + " s (lisle.barrier.sync.timeout): "
                    + rounds.missing();
            refuseAll(rounds, ErrorCode.BARRIER_BROKEN, text);
        }
        if (!stage.hasLaunchable()) {
            barrier.waitsSinceNanos = BarrierState.NEVER;
            barrier.waitReported = false;
        } else if (barrier.waitsSinceNanos == BarrierState.NEVER) {
            barrier.waitsSinceNanos = now;
        } else if (config.noticeNanos() > 0
                && !barrier.waitReported
                && now - barrier.waitsSinceNanos >= config.noticeNanos()) {
            barrier.waitReported = true;
            out.add(new Command.Notice(stage + " is a barrier stage and has waited for " + barrier.tasks
                    + " task slots at once for " + (now - barrier.waitsSinceNanos) / 1_000_000_000L + " s; there are "
                    + openFor(stage) + ", and " + freeFor(stage, stage::isFor) + " of them are free"));
        }
    }

    /** When a task will have waited too long; {@link Long#MAX_VALUE} where none waits. */
    long nextDeadlineNanos() {
        long earliest = Long.MAX_VALUE;
        for (StageState stage : stages.active()) {
            if (stage.barrier != null && stage.barrier.rounds.isOpen() && config.syncTimeoutNanos() != Long.MAX_VALUE) {
                earliest = Math.min(earliest, stage.barrier.rounds.sinceNanos() + config.syncTimeoutNanos());
            }
        }
        return earliest;
    }
}
