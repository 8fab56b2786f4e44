package org.lisle.dag.driver;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.LisleException;
import org.lisle.core.journal.ExecutorCame;
import org.lisle.core.journal.ExecutorGone;
import org.lisle.core.journal.JobBegun;
import org.lisle.core.journal.JobDone;
import org.lisle.core.journal.MapOutputsLost;
import org.lisle.core.journal.MapTaskDone;
import org.lisle.core.journal.PartRecord;
import org.lisle.core.journal.PartitionsSliced;
import org.lisle.core.journal.ResultDone;
import org.lisle.core.journal.ShufflesDropped;
import org.lisle.core.journal.StagePlanned;
import org.lisle.core.journal.TaskCommitAllowed;
import org.lisle.core.message.AccumulatorUpdate;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.operator.Slice;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.journal.Journal;
import org.lisle.dag.journal.RecoveredJob;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;

/** Writes down what happens on the loop: makes a record and appends it, nothing else. Confined to the loop. */
final class JournalRecorder {
    private final boolean enabled;
    private final Journal journal;
    private final long maxResultBytes;
    private final StageWalk walk = new StageWalk();
    private int jobs;

    /** @param maxResultBytes a result that is larger is not written down, only where it lies */
    JournalRecorder(DriverJournal journal, long maxResultBytes) {
        this.enabled = journal.isEnabled();
        this.journal = journal.journal();
        this.maxResultBytes = maxResultBytes;
    }

    void executorCame(RegisterExecutor executor) {
        if (enabled) {
            journal.append(new ExecutorCame(executor.getExecutor(), executor.getHost(), executor.getContainer()));
        }
    }

    void executorGone(String executor, String reason) {
        if (enabled) {
            journal.append(new ExecutorGone(executor, reason));
        }
    }

    /** The job's number among all, from 1. */
    int begun(PlannedJob job, @Nullable RecoveredJob continues) {
        jobs++;
        if (enabled) {
            walk.newStages(job.result()).forEach(stage -> journal.append(planned(stage, continues == null)));
            journal.append(new JobBegun(
                    job.id(),
                    jobs,
                    job.result().id(),
                    job.callSite().toString(),
                    continues == null ? -1 : continues.id()));
        }
        return jobs;
    }

    /** @param withParts not for a job that goes on: the parts of its stages are in the journal in which it began */
    private static StagePlanned planned(PlannedStage stage, boolean withParts) {
        List<PartRecord> parts = new ArrayList<>();
        if (withParts) {
            stage.fingerprint()
                    .parts()
                    .forEach(part -> parts.add(new PartRecord(
                            part.name(), ByteBuffer.wrap(part.digest().bytes()))));
        }
        return new StagePlanned(
                stage.id(),
                shuffleId(stage),
                stage.partitions(),
                stage.callSite().toString(),
                ByteBuffer.wrap(stage.fingerprint().digest().bytes()),
                parts,
                stage.parents().stream()
                        .map(parent -> shuffleId(parent.stage()))
                        .toList());
    }

    private static int shuffleId(PlannedStage stage) {
        var shuffle = stage.shuffle();
        return shuffle == null ? -1 : shuffle.shuffleId();
    }

    /**
     * @param accumulators empty when the partition counted before
     * @param badRecords 0 when the partition counted before
     */
    void mapTaskDone(int stageId, MapOutput output, List<AccumulatorUpdate> accumulators, long badRecords) {
        if (enabled) {
            journal.append(new MapTaskDone(stageId, output, accumulators, badRecords));
        }
    }

    void outputsLost(int shuffleId, List<Integer> mapPartitions) {
        if (enabled) {
            journal.append(new MapOutputsLost(shuffleId, mapPartitions));
        }
    }

    /** Completes when tasks may be launched for these slices. */
    CompletableFuture<Void> sliced(PlannedStage stage, List<Slice> slices) {
        return enabled
                ? journal.append(new PartitionsSliced(
                        stage.id(),
                        shuffleId(stage),
                        slices.stream().map(LaunchMessages::told).toList()))
                : CompletableFuture.completedFuture(null);
    }

    void shufflesDropped(List<Integer> shuffleIds) {
        if (enabled) {
            journal.append(new ShufflesDropped(shuffleIds));
        }
    }

    /** Whether a result of so many bytes is not written down. */
    boolean isTooLarge(long bytes) {
        return enabled && bytes > maxResultBytes;
    }

    /** @param done says where the result lies, when it is too large */
    void result(ResultDone.Builder done, byte[] result) {
        if (enabled) {
            done.setResult(isTooLarge(result.length) ? null : ByteBuffer.wrap(result));
            journal.append(done.build());
        }
    }

    /** Completes when the job's end, and with it all its results, may be announced. */
    CompletableFuture<Void> jobDone(int jobId, @Nullable LisleException failure) {
        return enabled
                ? journal.append(new JobDone(jobId, failure == null ? "" : failure.what()))
                : CompletableFuture.completedFuture(null);
    }

    /** Completes when the attempt may be told. */
    CompletableFuture<Void> commitAllowed(int stageId, int partition, long taskId) {
        return enabled
                ? journal.append(new TaskCommitAllowed(stageId, partition, taskId))
                : CompletableFuture.completedFuture(null);
    }

    CompletableFuture<Void> durable() {
        return journal.durable();
    }
}
