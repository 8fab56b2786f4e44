package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.Partitions;
import org.lisle.dag.plan.PlannedStage;

/**
 * Sees to it that no result is made of two different contents of the same map output. When an output that was computed again holds
 * something else than before, everything that was made of it before is of no use:
 *
 * <pre>
 *   attempts that read it        end, and run again
 *   map outputs made of it       forgotten, and computed again if anybody needs them; their contents are compared in turn
 *   stored partitions            dropped with the whole dataset
 *   results delivered, commits   cannot be taken back: the job fails, naming the operators that may be at fault
 * </pre>
 *
 * Only readers of segments that differ are meant, where the segments' sums are known. Results of jobs that have ended stay as they are.
 */
final class ContentGuard {
    private final ShuffleTracker shuffles;
    private final AttemptTracker attempts;
    private final StageTracker stages;
    private final CachedPartitions cached;
    private final CommitCoordinator commits;
    private final CommandBuffer out;

    ContentGuard(
            ShuffleTracker shuffles,
            AttemptTracker attempts,
            StageTracker stages,
            CachedPartitions cached,
            CommitCoordinator commits,
            CommandBuffer out) {
        this.shuffles = shuffles;
        this.attempts = attempts;
        this.stages = stages;
        this.cached = cached;
        this.commits = commits;
        this.out = out;
    }

    /**
     * An output of the shuffle was computed again and differs.
     *
     * @param segments the reduce partitions for which it does
     * @param fail ends all jobs of a stage
     */
    void changed(ShuffleState shuffle, int mapPartition, BitSet segments, Failing fail) {
        PlannedStage cause = shuffle.changedBy == null ? shuffle.plan : shuffle.changedBy;
        for (PlannedStage reader : readersOf(shuffle)) {
            BitSet affected = affected(reader, shuffle.id, segments);
            if (affected.isEmpty()) {
                continue;
            }
            dropDatasets(reader, shuffle);
            StageState active = stages.active(reader.id());
            if (reader.shuffle() == null) {
                if (active != null && isBeyondRecall(active, affected)) {
                    fail.all(active, job -> JobFailures.contentChanged(cause, mapPartition, active));
                    continue;
                }
            } else {
                forgetOutputs(shuffles.of(reader), affected, cause);
            }
            endAttempts(reader, affected);
        }
    }

    /** Ends all jobs of a stage. */
    @FunctionalInterface
    interface Failing {
        void all(StageState stage, Function<JobState, LisleException> failure);
    }

    /** An attempt ended that had read the contents before: what it may have stored last is dropped too. */
    void staleAttemptEnded(Attempt attempt) {
        attempt.stage.plan.parents().forEach(parent -> parent.unlessCached().forEach(this::drop));
    }

    private List<PlannedStage> readersOf(ShuffleState shuffle) {
        List<PlannedStage> readers = new ArrayList<>();
        for (ShuffleState other : shuffles.all()) {
            if (reads(other.plan, shuffle)) {
                readers.add(other.plan);
            }
        }
        for (StageState stage : stages.activeStages()) {
            if (stage.output == null && reads(stage.plan, shuffle)) {
                readers.add(stage.plan);
            }
        }
        return readers;
    }

    private static boolean reads(PlannedStage stage, ShuffleState shuffle) {
        return stage.parents().stream().anyMatch(parent -> parent.stage() == shuffle.plan);
    }

    /** The tasks of the stage whose partitions are made of these segments, all slices of such a partition included. */
    private BitSet affected(PlannedStage reader, int shuffleId, BitSet segments) {
        var affected = new BitSet();
        for (int partition = 0; partition < reader.partitions(); partition++) {
            for (Partitions.Of leaf : Partitions.leaves(reader.program().root(), partition)) {
                if (leaf.operator() instanceof Operator.ShuffleRead read
                        && read.shuffle().shuffleId() == shuffleId
                        && segments.get(leaf.partition())) {
                    affected.set(partition);
                }
            }
        }
        if (reader.shuffle() != null) {
            return shuffles.of(reader).slices().tasksOf(affected);
        }
        StageState results = stages.active(reader.id());
        return results == null ? affected : results.slices().tasksOf(affected);
    }

    /** Whether one of the results was delivered, or may have been committed. */
    private boolean isBeyondRecall(StageState results, BitSet affected) {
        return results.asked(affected).stream()
                .anyMatch(
                        partition -> results.tasks.isDone(partition) || commits.isAnyAllowed(results.id(), partition));
    }

    private void forgetOutputs(ShuffleState made, BitSet affected, PlannedStage cause) {
        made.changedBy = cause;
        BitSet useless = made.present();
        useless.or(made.unserved());
        useless.and(affected);
        stages.forgetOutputs(made, useless);
    }

    private void endAttempts(PlannedStage reader, BitSet affected) {
        List<Attempt> stale = attempts.ofStage(reader.id()).stream()
                .filter(attempt -> affected.get(attempt.partition))
                .toList();
        stale.forEach(attempt -> attempt.stale = true);
        stages.endAndRetry(
                stale.stream()
                        .filter(attempt -> attempts.get(attempt.taskId) != null)
                        .toList(),
                "its input was computed again and differs");
        StageState active = stages.active(reader.id());
        if (active != null && active.barrier != null) {
            stages.endBarrier(active, active.barrier, "its input was computed again and differs");
        }
    }

    private void dropDatasets(PlannedStage reader, ShuffleState shuffle) {
        reader.parents().stream()
                .filter(parent -> parent.stage() == shuffle.plan)
                .forEach(parent -> parent.unlessCached().forEach(this::drop));
    }

    private void drop(int rddId) {
        cached.removeDataset(rddId);
        out.add(new Command.DropDataset(rddId));
    }
}
