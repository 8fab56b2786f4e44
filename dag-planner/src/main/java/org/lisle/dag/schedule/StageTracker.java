package org.lisle.dag.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.dag.plan.PlannedStage;

/**
 * Which stages are needed and which may run: a stage runs when every shuffle it reads has all its outputs, and waits again when one of
 * them loses some. A stage that writes a shuffle is computed only as far as outputs are missing, once for all jobs that need it.
 *
 * <p>The rule that holds after each event: a shuffle that lacks outputs and has readers has its writing stage active, for all the jobs
 * of those readers.
 */
final class StageTracker {
    private final SchedulerConfig config;
    private final LongSupplier now;
    private final ExecutorTracker executors;
    private final CachedPartitions cached;
    private final ShuffleTracker shuffles;
    private final AttemptTracker attempts;
    private final Pools pools;
    private final CommitCoordinator commits;
    private final CommandBuffer out;
    private final Map<Integer, StageState> active = new TreeMap<>();

    StageTracker(
            SchedulerConfig config,
            LongSupplier now,
            ExecutorTracker executors,
            CachedPartitions cached,
            ShuffleTracker shuffles,
            AttemptTracker attempts,
            Pools pools,
            CommitCoordinator commits,
            CommandBuffer out) {
        this.config = config;
        this.now = now;
        this.executors = executors;
        this.cached = cached;
        this.shuffles = shuffles;
        this.attempts = attempts;
        this.pools = pools;
        this.commits = commits;
        this.out = out;
    }

    @Nullable
    StageState active(int stageId) {
        return active.get(stageId);
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
                if (!input.isComplete()) {
                    open.add(input.plan);
                }
            }
        }
        started.forEach(this::launchWhenReady);
    }

    private StageState start(PlannedStage plan, JobState job) {
        ShuffleState output = plan.shuffle() == null ? null : shuffles.of(plan);
        BitSet done;
        if (output == null) {
            done = new BitSet();
            done.set(0, plan.partitions());
            job.plan.partitions().forEach(done::clear);
        } else {
            done = output.present();
        }
        var stage = new StageState(
                plan, output, new TaskSet(plan.partitions(), done), new LocalityDelay(config.localityWaitNanos()));
        active.put(plan.id(), stage);
        for (PlannedStage.Parent parent : plan.parents()) {
            if (!CachedAncestors.replace(plan, parent, cached)) {
                addInput(stage, shuffles.of(parent.stage()));
            }
        }
        return stage;
    }

    private static void addInput(StageState stage, ShuffleState shuffle) {
        if (stage.inputs.putIfAbsent(shuffle.id, shuffle) == null) {
            shuffle.readers.add(stage);
            if (!shuffle.isComplete()) {
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

    private void requireFor(StageState reader, ShuffleState shuffle) {
        if (!shuffle.isComplete()) {
            reader.jobsNow().forEach(job -> require(job, shuffle.plan));
        }
    }

    // ---------------------------------------------------------------- what tasks do

    /** The partition waits for a slot (again), as soon as the stage's input is there. */
    void retry(StageState stage, int partition) {
        if (stage.active && !stage.tasks.isDone(partition) && !stage.tasks.hasLive(partition)) {
            stage.tasks.hold(partition);
            launchWhenReady(stage);
        }
    }

    private void launchWhenReady(StageState stage) {
        if (!stage.isReady()) {
            return;
        }
        if (!stage.announced) {
            stage.announced = true;
            out.add(new Command.StageStarted(stage.plan, stage.firstJob().id(), stage.tasks.remaining()));
            pools.demandChanged();
        }
        if (stage.tasks.queues.size() == 0) {
            stage.delay.restart(now.getAsLong());
        }
        stage.tasks.queueHeld(stage, cached, executors);
        pools.update(stage);
        pools.wake();
    }

    /** The partition is done; other attempts of it are superfluous. A stage that writes a shuffle ends with its last one. */
    void partitionDone(StageState stage, int partition) {
        stage.tasks.markDone(partition);
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
            for (StageState reader : List.copyOf(output.readers)) {
                reader.incompleteInputs--;
                launchWhenReady(reader);
            }
        }
    }

    /** Outputs of the shuffle are gone, and forgotten there already: they are made again if anybody needs them. */
    void outputsLost(ShuffleState shuffle, BitSet lost) {
        out.add(new Command.InvalidateMapOutputs(shuffle.id));
        StageState writer = active.get(shuffle.plan.id());
        if (writer != null) {
            lost.stream().forEach(writer.tasks::reopen);
            if (writer.announced) {
                out.add(new Command.StageGrew(writer.id(), lost.cardinality()));
            }
            launchWhenReady(writer);
            return;
        }
        List<StageState> readers = List.copyOf(shuffle.readers);
        for (StageState reader : readers) {
            reader.incompleteInputs++;
            pools.update(reader);
        }
        readers.forEach(reader -> requireFor(reader, shuffle));
    }

    /** Outputs of the shuffle that were lost can be read again, and count there already: what makes them again is stopped. */
    void outputsFound(ShuffleState shuffle, BitSet found) {
        out.add(new Command.InvalidateMapOutputs(shuffle.id));
        StageState writer = active.get(shuffle.plan.id());
        if (writer == null) {
            return;
        }
        if (writer.announced) {
            out.add(new Command.StageGrew(writer.id(), -found.cardinality()));
        }
        found.stream().forEach(partition -> partitionDone(writer, partition));
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
        attempts.forgetOrphans(stage);
        commits.forget(stage.id());
        if (stage.announced) {
            out.add(new Command.StageDone(stage.id()));
        }
    }

    private void kill(List<Attempt> superfluous, String reason) {
        Map<Integer, List<Attempt>> byExecutor = new TreeMap<>();
        for (Attempt attempt : superfluous) {
            if (!attempt.killed) {
                attempt.killed = true;
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
