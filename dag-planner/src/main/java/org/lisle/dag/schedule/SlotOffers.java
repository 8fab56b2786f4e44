package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives free slots to waiting tasks. Only executors that got free slots are looked at, each taking the next task that may run there; all
 * free ones only when tasks began to wait, or may run further away than before. Then the smaller side is walked: the free executors, or
 * the waiting tasks.
 *
 * <p>Where the tasks of the stage whose turn it is are brief, see {@link StagePace}, an executor that has just ended one is sent more than it
 * has slots for. The last tasks of a stage are not: these go where a slot is free.
 */
final class SlotOffers {
    private final ExecutorTracker executors;
    private final Pools pools;
    private final AttemptTracker attempts;
    private final CachedPartitions cached;
    private final ExclusionConfig limits;
    private final BarrierStages barriers;
    private final CommandBuffer out;
    private final Map<ExecutorState, List<Command.TaskLaunch>> launches = new LinkedHashMap<>();
    /** While tasks are placed one by one: stages before that keep slots for tasks of theirs, which still wait. */
    private final List<StageState> keepers = new ArrayList<>();
    /** Slots were kept for a stage, which may need them no more when slots are offered again. */
    private boolean kept;

    private long nextDeadlineNanos = Long.MAX_VALUE;

    SlotOffers(
            ExecutorTracker executors,
            Pools pools,
            AttemptTracker attempts,
            CachedPartitions cached,
            ExclusionConfig limits,
            BarrierStages barriers,
            CommandBuffer out) {
        this.executors = executors;
        this.pools = pools;
        this.attempts = attempts;
        this.cached = cached;
        this.limits = limits;
        this.barriers = barriers;
        this.out = out;
    }

    /** When tasks may run further away if nothing else happens: offers are to be made again then. */
    long nextDeadlineNanos() {
        return nextDeadlineNanos;
    }

    void offer(long now) {
        boolean all = pools.takeWoken() || kept || now >= nextDeadlineNanos;
        kept = false;
        barriers.look();
        for (ExecutorState executor : executors.takeChanged()) {
            fill(executor, now);
        }
        if (all) {
            offerAll(now);
        }
        boolean more = true;
        while (more) {
            while (isMoreAllowed(now)) {
                offerAll(now);
            }
            more = barriers.launchOne(now, this::launch);
            if (more) {
                offerAll(now);
            }
        }
        launches.forEach((executor, tasks) -> out.add(new Command.LaunchTasks(executor.id, tasks)));
        launches.clear();
    }

    private void offerAll(long now) {
        if (executors.free().isEmpty() || pools.isEmpty()) {
            return;
        }
        for (StageState stage : pools.inOrder()) {
            allowed(stage, now);
            stage.delay.markOffered();
        }
        if (pools.waitingTasks() <= executors.free().size()) {
            placeTasks(now);
        } else {
            fillAll(now);
        }
    }

    /** True when a stage may use slots further away than all free ones were offered to it; else the next deadline is known. */
    private boolean isMoreAllowed(long now) {
        nextDeadlineNanos = Long.MAX_VALUE;
        boolean more = false;
        if (!executors.free().isEmpty() && !pools.isEmpty()) {
            for (StageState stage : pools.inOrder()) {
                if (stage.barrier != null) {
                    continue;
                }
                allowed(stage, now);
                more |= stage.delay.isBeyondOffered();
                nextDeadlineNanos = Math.min(nextDeadlineNanos, stage.delay.deadlineNanos());
            }
        }
        return more;
    }

    private Locality allowed(StageState stage, long now) {
        return stage.delay.allowed(now, level -> stage.tasks.queues.isUseful(level, executors.of(stage.profile())));
    }

    // ---------------------------------------------------------------- executor by executor

    private void fill(ExecutorState executor, long now) {
        boolean launched = true;
        while (launched && executor.free > 0) {
            launched = launchOne(executor, now);
        }
        while (launched && !executor.closed() && Recall.isSwift(executor, now)) {
            launched = launchAhead(executor, now);
        }
    }

    /** A task of the stage whose turn it is, if there is room for one that waits. */
    private boolean launchAhead(ExecutorState executor, long now) {
        for (StageState stage : pools.inOrder()) {
            if (stage.isFor(executor) && keepsSlots(stage)) {
                return false;
            }
            if (stage.barrier != null || !stage.mayUse(executor)) {
                continue;
            }
            LocalityQueues.Pick pick = -executor.free < roomFor(stage, executor)
                    ? stage.tasks.queues.poll(executor, allowed(stage, now))
                    : null;
            if (pick != null) {
                launch(stage, pick.partition(), pick.locality(), executor, now);
            }
            return pick != null;
        }
        return false;
    }

    /** Whether the stages behind this one get nothing now. */
    private boolean keepsSlots(StageState stage) {
        boolean keeps = stage.barrier != null && barriers.isNext(stage, stage.barrier);
        kept |= keeps;
        return keeps;
    }

    /**
     * Whether the executor has fewer free slots than a task of the stage takes: it waits for what else is running there, so that tasks of few
     * slots do not keep it waiting for ever.
     */
    private boolean isKept(ExecutorState executor, StageState stage) {
        boolean keeps = executor.free < stage.slotsPerTask();
        kept |= keeps;
        return keeps;
    }

    /** Of what waits, half is left for others. Where a task takes several slots, an executor has fewer tasks than threads: none may wait there. */
    private int roomFor(StageState stage, ExecutorState executor) {
        boolean oneSlotEach = stage.slotsPerTask() == 1 && executor.wideAttempts == 0;
        int ahead = stage.hasSideEffects() || !oneSlotEach ? 0 : stage.pace.ahead();
        int slots = executors.of(stage.profile()).slots();
        return Math.min(ahead, stage.tasks.queues.size() / (2 * slots)) * executor.slots;
    }

    /** One task for each free executor in turn, so that tasks spread. */
    private void fillAll(long now) {
        List<ExecutorState> round = new ArrayList<>(executors.free());
        while (!round.isEmpty() && !pools.isEmpty()) {
            round.removeIf(executor -> !launchOne(executor, now) || executor.free == 0);
        }
    }

    private boolean launchOne(ExecutorState executor, long now) {
        for (StageState stage : pools.inOrder()) {
            if (stage.isFor(executor) && keepsSlots(stage)) {
                return false;
            }
            if (stage.barrier != null || !stage.mayUse(executor)) {
                continue;
            }
            if (isKept(executor, stage)) {
                return false;
            }
            ChoosyTasks few = stage.tasks.choosy;
            int choosy = few.size() == 0 ? -1 : few.poll(executor, stage::mayUse, executors, limits);
            if (choosy >= 0) {
                launch(stage, choosy, Locality.ANY, executor, now);
                return true;
            }
            LocalityQueues.Pick pick = stage.tasks.queues.poll(executor, allowed(stage, now));
            if (pick != null) {
                launch(stage, pick.partition(), pick.locality(), executor, now);
                return true;
            }
        }
        return false;
    }

    // ---------------------------------------------------------------- task by task

    private void placeTasks(long now) {
        List<StageState> stages = new ArrayList<>();
        pools.inOrder().forEach(stages::add);
        keepers.clear();
        for (StageState stage : stages) {
            if (keepsSlots(stage)) {
                keepers.add(stage);
                continue;
            }
            placeStage(stage, now);
            if (stage.slotsPerTask() > 1 && stage.hasLaunchable()) {
                keepers.add(stage);
            }
        }
        keepers.clear();
    }

    private void placeStage(StageState stage, long now) {
        placeChoosy(stage, now);
        LocalityQueues queues = stage.tasks.queues;
        for (int partition = queues.next(0); partition >= 0; partition = queues.next(partition + 1)) {
            if (executors.free().isEmpty()) {
                return;
            }
            place(stage, partition, now);
        }
    }

    private void placeChoosy(StageState stage, long now) {
        for (int partition : stage.tasks.choosy.waiting()) {
            Predicate<ExecutorState> may = executor -> mayBegin(stage, executor)
                    && stage.tasks.choosy.mayRun(partition, executor, stage::mayUse, executors, limits);
            TaskPreferences preferences = TaskPreferences.of(stage.plan, partition, cached);
            for (Locality level : Locality.values()) {
                ExecutorState executor = freeAt(level, preferences, may);
                if (executor != null) {
                    stage.tasks.choosy.remove(partition);
                    launch(stage, partition, level, executor, now);
                    break;
                }
            }
        }
    }

    private void place(StageState stage, int partition, long now) {
        Locality furthest = allowed(stage, now);
        TaskPreferences preferences = TaskPreferences.of(stage.plan, partition, cached);
        for (Locality level = Locality.PROCESS; furthest.allows(level); level = level.next()) {
            Locality searched = preferences.isEmpty() ? Locality.ANY : level;
            ExecutorState executor = freeAt(searched, preferences, free -> mayBegin(stage, free));
            if (executor != null) {
                stage.tasks.queues.remove(partition);
                launch(stage, partition, searched, executor, now);
                return;
            }
            if (level == Locality.ANY) {
                return;
            }
        }
    }

    private boolean mayBegin(StageState stage, ExecutorState executor) {
        return stage.fits(executor)
                && (keepers.isEmpty() || keepers.stream().noneMatch(first -> keeps(first, executor)));
    }

    private boolean keeps(StageState keeper, ExecutorState executor) {
        return keeper.isFor(executor) && (keeper.barrier != null || isKept(executor, keeper));
    }

    private @Nullable ExecutorState freeAt(Locality level, TaskPreferences preferences, Predicate<ExecutorState> may) {
        return switch (level) {
            case PROCESS ->
                firstFree(preferences.executors().stream().map(executors::get).toList(), may);
            case NODE ->
                firstFree(
                        preferences.hosts().stream()
                                .flatMap(host -> executors.onHost(host).stream())
                                .toList(),
                        may);
            case RACK -> {
                List<String> racks =
                        preferences.hosts().stream().map(executors::rackOf).toList();
                yield executors.free().stream()
                        .filter(executor -> racks.contains(executor.rack) && may.test(executor))
                        .findFirst()
                        .orElse(null);
            }
            case ANY -> firstAllowed(may);
        };
    }

    private @Nullable ExecutorState firstAllowed(Predicate<ExecutorState> may) {
        for (ExecutorState executor : executors.free()) {
            if (may.test(executor)) {
                return executor;
            }
        }
        return null;
    }

    /** The emptiest of those that have a free slot. */
    private static @Nullable ExecutorState firstFree(
            List<@Nullable ExecutorState> candidates, Predicate<ExecutorState> may) {
        ExecutorState best = null;
        for (ExecutorState candidate : candidates) {
            if (candidate != null
                    && candidate.free > 0
                    && (best == null || candidate.free > best.free)
                    && may.test(candidate)) {
                best = candidate;
            }
        }
        return best;
    }

    private void launch(StageState stage, int partition, Locality locality, ExecutorState executor, long now) {
        Attempt attempt = attempts.start(stage, partition, executor, pools.poolOf(stage));
        attempt.startedNanos = now;
        stage.tasks.attemptStarted(partition);
        stage.delay.launched(locality, now);
        launches.computeIfAbsent(executor, e -> new ArrayList<>())
                .add(new Command.TaskLaunch(
                        attempt.taskId,
                        stage.plan,
                        stage.firstJob().id(),
                        partition,
                        attempt.number,
                        stage.slices().of(partition)));
        pools.update(stage);
    }
}
