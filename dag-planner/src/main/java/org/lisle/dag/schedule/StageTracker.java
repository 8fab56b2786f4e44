package org.lisle.dag.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.dag.plan.PlannedStage;

/**
 * Which stages are needed and which may run: a stage runs when every shuffle it reads has all its outputs, and waits again when one of
 * them loses some. A stage that writes a shuffle is computed only as far as outputs are missing, once for all jobs that need it.
 *
 * <p>The rule that holds after each event: a shuffle that lacks outputs and has readers has its writing stage active, for all the jobs
 * of those readers, unless a shuffle server is awaited for all that it lacks.
 */
final class StageTracker {
    private final SchedulerConfig config;
    private final LongSupplier now;
    private final ExecutorTracker executors;
    private final CachedPartitions cached;
    private final ShuffleTracker shuffles;
    private final ShuffleServers servers;
    private final AttemptTracker attempts;
    private final Pools pools;
    private final CommitCoordinator commits;
    private final Exclusions exclusions;
    private final SkewedStages skewed;
    private final CommandBuffer out;
    private final Map<Integer, StageState> active = new TreeMap<>();

    StageTracker(
            SchedulerConfig config,
            LongSupplier now,
            ExecutorTracker executors,
            CachedPartitions cached,
            ShuffleTracker shuffles,
            ShuffleServers servers,
            AttemptTracker attempts,
            Pools pools,
            CommitCoordinator commits,
            Exclusions exclusions,
            CommandBuffer out) {
        this.config = config;
        this.now = now;
        this.executors = executors;
        this.cached = cached;
        this.shuffles = shuffles;
        this.servers = servers;
        this.attempts = attempts;
        this.pools = pools;
        this.commits = commits;
        this.exclusions = exclusions;
        this.skewed = new SkewedStages(config.policies().skew(), out);
        this.out = out;
    }

    /** The stages that run or wait, by id. A view. */
    Collection<StageState> active() {
        return active.values();
    }

    @Nullable
    StageState active(int stageId) {
        return active.get(stageId);
    }

    List<StageState> activeStages() {
        return List.copyOf(active.values());
    }

    // ---------------------------------------------------------------- what jobs need

    /** The job needs the stage, and whatever is missing of what that reads. */
    void require(JobState job, PlannedStage needed) {
        Deque<PlannedStage> open = new ArrayDeque<>(List.of(needed));
        List<StageState> started = new ArrayList<>();
        while (!open.isEmpty()) {
            PlannedStage plan = open.remove();
            StageState stage = active.get(plan.id());
            if (stage == null) {
                stage = start(plan, job);
                started.add(stage);
            }
            if (stage.jobs.putIfAbsent(job.id(), job) != null) {
                continue;
            }
            job.stages.add(stage);
            pools.update(stage);
            for (ShuffleState input : stage.inputs.values()) {
                if (mustCompute(input)) {
                    open.add(input.plan);
                }
            }
        }
        started.forEach(this::launchWhenReady);
    }

    private StageState start(PlannedStage plan, JobState job) {
        ShuffleState output = plan.shuffle() == null ? null : shuffles.of(plan);
        Slices slices = output == null ? new Slices(plan.partitions(), job.slices) : output.slices();
        BitSet done;
        if (output != null && plan.program().isBarrier()) {
            forgetAll(output);
        }
        if (output == null) {
            done = new BitSet();
            done.set(0, slices.numbers());
            job.plan.partitions().forEach(done::clear);
        } else {
            done = output.spared();
        }
        var stage = new StageState(plan, output, slices, done, new LocalityDelay(config.localityWaitNanos()));
        if (output == null && (job.begun || !job.plan.takesSlices())) {
            stage.keepSlices();
        }
        active.put(plan.id(), stage);
        for (PlannedStage.Parent parent : plan.parents()) {
            if (!CachedAncestors.replace(plan, parent, cached)) {
                addInput(stage, shuffles.of(parent.stage()));
            }
        }
        return stage;
    }

    /** What is left of the outputs of a barrier stage is of no use: the stage is computed as a whole. */
    private void forgetAll(ShuffleState output) {
        BitSet left = output.in(place -> true);
        if (!left.isEmpty()) {
            output.forget(left);
            out.add(new Command.MapOutputsLost(output.id, left.stream().boxed().toList()));
            out.add(new Command.InvalidateMapOutputs(output.id));
        }
    }

    private static void addInput(StageState stage, ShuffleState shuffle) {
        if (stage.inputs.putIfAbsent(shuffle.id, shuffle) == null) {
            shuffle.readers.add(stage);
            if (!shuffle.complete) {
                stage.incompleteInputs++;
            }
        }
    }

    /** A task of the stage read the shuffle and did not find it: it is needed, even if cached partitions seemed to make it superfluous. */
    void requireInput(StageState stage, int shuffleId) {
        for (PlannedStage.Parent parent : stage.plan.parents()) {
            ShuffleState shuffle = shuffles.of(parent.stage());
            if (shuffle.id == shuffleId) {
                addInput(stage, shuffle);
                pools.update(stage);
                requireFor(stage, shuffle);
            }
        }
    }

    /** Whether outputs are missing that are to be computed; what nobody serves waits for a server first, if one can be had. */
    private boolean mustCompute(ShuffleState shuffle) {
        if (!shuffle.isComplete() && active(shuffle.plan.id()) == null) {
            awaitServers(shuffle, shuffle.unserved());
        }
        return shuffle.mustCompute();
    }

    /** Returns which of these, which are unserved, wait for a server from now on. */
    private BitSet awaitServers(ShuffleState shuffle, BitSet unserved) {
        var awaited = new BitSet();
        unserved.stream()
                .filter(partition -> servers.want(shuffle.place(partition), now.getAsLong()))
                .forEach(awaited::set);
        shuffle.await(awaited);
        return awaited;
    }

    private void requireFor(StageState reader, ShuffleState shuffle) {
        if (mustCompute(shuffle)) {
            reader.jobsNow().forEach(job -> require(job, shuffle.plan));
        }
    }

    // ---------------------------------------------------------------- what tasks do

    /** The partition waits for a slot (again), as soon as the stage's input is there. */
    void retry(StageState stage, int partition) {
        if (stage.barrier != null) {
            endBarrier(stage, stage.barrier, "another task of its barrier stage ended before its time");
            return;
        }
        if (stage.active && !stage.tasks.isDone(partition) && !stage.tasks.hasLive(partition)) {
            stage.tasks.hold(partition);
            launchWhenReady(stage);
        }
    }

    /** The whole attempt of the barrier stage ends, and another one begins when nothing of it runs any more. */
    void endBarrier(StageState stage, BarrierState barrier, String reason) {
        if (stage.active && barrier.phase != BarrierState.Phase.WAITS) {
            barrier.phase = BarrierState.Phase.ENDS;
            kill(List.copyOf(stage.live), reason);
            forgetDone(barrier);
            barrierTaskEnded(stage, barrier);
        }
    }

    /** Nothing of the attempt counts. */
    private void forgetDone(BarrierState barrier) {
        List<Long> waiting =
                barrier.rounds.take().stream().map(attempt -> attempt.taskId).toList();
        if (!waiting.isEmpty()) {
            out.add(new Command.BarrierRefused(
                    waiting, ErrorCode.BARRIER_BROKEN, "this attempt of the barrier stage is over"));
        }
        List<Long> done =
                barrier.takeDone().stream().map(each -> each.attempt().taskId).toList();
        if (!done.isEmpty()) {
            out.add(new Command.ForgetSuccesses(done, false));
        }
    }

    /** A task of the stage is over: the last one of an attempt that ends makes room for the next attempt. */
    void barrierTaskEnded(StageState stage, BarrierState barrier) {
        if (stage.active && barrier.phase == BarrierState.Phase.ENDS && stage.live.isEmpty()) {
            barrier.phase = BarrierState.Phase.WAITS;
            commits.forget(stage.id());
            for (int partition = 0; partition < barrier.tasks; partition++) {
                stage.tasks.hold(partition);
            }
            launchWhenReady(stage);
        }
    }

    private void launchWhenReady(StageState stage) {
        if (stage.isReady() && !stage.announced) {
            skewed.decide(stage);
        }
        if (!stage.isReady()) {
            return;
        }
        if (!stage.announced) {
            stage.announced = true;
            out.add(new Command.StageStarted(stage.plan, stage.firstJob().id(), stage.tasks.remaining()));
            pools.demandChanged();
        }
        if (stage.tasks.waiting() == 0) {
            stage.delay.restart(now.getAsLong());
        }
        if (stage.barrier == null) {
            stage.tasks.queueHeld(stage, cached, executors);
        }
        pools.update(stage);
        pools.wake();
    }

    /** It is written down how the stage's tasks are numbered: they may run. */
    void slicesRecorded(PlannedStage plan) {
        ShuffleState shuffle =
                plan.shuffle() == null ? null : shuffles.get(plan.shuffle().shuffleId());
        if (shuffle != null) {
            shuffle.recorded();
        }
        StageState stage = active.get(shuffle == null ? plan.id() : shuffle.plan.id());
        if (stage != null) {
            stage.slicesRecorded();
            launchWhenReady(stage);
        }
    }

    /** The partition is done; other attempts of it are superfluous. A stage that writes a shuffle ends with its last one. */
    void partitionDone(StageState stage, int partition) {
        if (!stage.tasks.isDone(partition)) {
            stage.tasks.markDone(partition);
        }
        if (stage.tasks.hasLive(partition)) {
            List<Attempt> others = stage.live.stream()
                    .filter(attempt -> attempt.partition == partition)
                    .toList();
            kill(others, "its partition is done without it");
        }
        pools.update(stage);
        ShuffleState output = stage.output;
        if (output != null && stage.tasks.remaining() == 0) {
            close(stage, "its stage is done");
            settle(output);
        }
    }

    /** Readers wait from the moment that an output is missing, and go on when none is. */
    void settle(ShuffleState shuffle) {
        if (shuffle.complete == shuffle.isComplete()) {
            return;
        }
        shuffle.complete = shuffle.isComplete();
        for (StageState reader : List.copyOf(shuffle.readers)) {
            reader.incompleteInputs += shuffle.complete ? -1 : 1;
            pools.update(reader);
        }
        if (shuffle.complete) {
            List.copyOf(shuffle.readers).forEach(this::launchWhenReady);
        }
    }

    /** These attempts end, whatever they have done; their partitions run again. Those that were told to end before are not told again. */
    void endAndRetry(List<Attempt> superfluous, String reason) {
        kill(superfluous, reason);
        superfluous.forEach(attempt -> retry(attempt.stage, attempt.partition));
    }

    /** Outputs of the shuffle are gone, and forgotten there already: they are made again if anybody needs them. */
    void outputsLost(ShuffleState shuffle, BitSet lost) {
        out.add(new Command.InvalidateMapOutputs(shuffle.id));
        settle(shuffle);
        StageState writer = active.get(shuffle.plan.id());
        if (writer != null) {
            lost.stream().forEach(writer.tasks::reopen);
            if (writer.announced) {
                out.add(new Command.StageGrew(writer.id(), lost.cardinality()));
            }
            launchWhenReady(writer);
            return;
        }
        List.copyOf(shuffle.readers).forEach(reader -> requireFor(reader, shuffle));
    }

    /** These outputs, served or not, are gone for good or of no use: they are made again if anybody needs them. */
    void forgetOutputs(ShuffleState shuffle, BitSet gone) {
        if (gone.isEmpty()) {
            return;
        }
        BitSet lost = shuffle.spared();
        lost.and(gone);
        shuffle.forget(gone);
        out.add(new Command.MapOutputsLost(shuffle.id, gone.stream().boxed().toList()));
        if (!lost.isEmpty()) {
            outputsLost(shuffle, lost);
        }
    }

    /** Nobody serves these outputs of the shuffle any more: they wait for a server if anybody needs them, or are made again. */
    void outputsUnserved(ShuffleState shuffle, BitSet unserved) {
        boolean needed = !shuffle.readers.isEmpty() || active.containsKey(shuffle.plan.id());
        BitSet lost = (BitSet) unserved.clone();
        if (needed) {
            lost.andNot(awaitServers(shuffle, unserved));
        }
        if (needed && !lost.isEmpty()) {
            outputsLost(shuffle, lost);
        } else {
            out.add(new Command.InvalidateMapOutputs(shuffle.id));
            settle(shuffle);
        }
    }

    /** Outputs of the shuffle that were lost can be read again, and count there already: what makes them again is stopped. */
    void outputsFound(ShuffleState shuffle, BitSet found) {
        out.add(new Command.InvalidateMapOutputs(shuffle.id));
        StageState writer = active.get(shuffle.plan.id());
        if (writer != null) {
            BitSet waiting = (BitSet) found.clone();
            found.stream().filter(writer.tasks::isDone).forEach(waiting::clear);
            if (writer.announced && !waiting.isEmpty()) {
                out.add(new Command.StageGrew(writer.id(), -waiting.cardinality()));
            }
            waiting.stream().forEach(partition -> partitionDone(writer, partition));
        }
        settle(shuffle);
    }

    // ---------------------------------------------------------------- ends

    /** The job needs the stage no longer. */
    void release(StageState stage, JobState job) {
        if (stage.jobs.size() > 1) {
            stage.jobs.remove(job.id());
            job.stages.remove(stage);
            pools.update(stage);
        } else {
            close(stage, "its job ended");
        }
    }

    private void close(StageState stage, String reason) {
        stage.active = false;
        active.remove(stage.id());
        pools.update(stage);
        stage.inputs.values().forEach(input -> input.readers.remove(stage));
        stage.jobs.values().forEach(job -> job.stages.remove(stage));
        stage.jobs.clear();
        kill(List.copyOf(stage.live), reason);
        if (stage.barrier != null) {
            forgetDone(stage.barrier);
        }
        attempts.forgetOrphans(stage);
        commits.forget(stage.id());
        exclusions.stageClosed(stage, stage.tasks.remaining() == 0, now.getAsLong());
        if (stage.announced) {
            out.add(new Command.StageDone(stage.id()));
        }
    }

    /** The attempts are given up, and their partitions wait for a slot again. */
    void recall(List<Attempt> waiting, String reason) {
        List<Attempt> taken = waiting.stream()
                .filter(attempt -> !attempt.killed && attempt.stage.active && !attempt.stage.hasSideEffects())
                .toList();
        kill(taken, reason);
        taken.forEach(attempt -> retry(attempt.stage, attempt.partition));
    }

    private void kill(List<Attempt> superfluous, String reason) {
        Map<Integer, List<Attempt>> byExecutor = new TreeMap<>();
        for (Attempt attempt : superfluous) {
            if (!attempt.killed) {
                attempt.killed = true;
                attempt.killedNanos = now.getAsLong();
                attempt.stage.tasks.attemptGone(attempt.partition);
                byExecutor
                        .computeIfAbsent(attempt.executor.order, order -> new ArrayList<>())
                        .add(attempt);
            }
        }
        for (List<Attempt> onOne : byExecutor.values()) {
            List<Long> taskIds = onOne.stream().map(attempt -> attempt.taskId).toList();
            out.add(new Command.KillTasks(onOne.get(0).executor.id, taskIds, reason));
        }
    }
}
