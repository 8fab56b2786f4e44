package org.lisle.dag.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.journal.ApplicationEnded;
import org.lisle.core.journal.BroadcastMade;
import org.lisle.core.journal.DatasetPlanned;
import org.lisle.core.journal.ExecutorCame;
import org.lisle.core.journal.ExecutorGone;
import org.lisle.core.journal.JobBegun;
import org.lisle.core.journal.MapOutputsLost;
import org.lisle.core.journal.MapTaskDone;
import org.lisle.core.journal.OutputAborted;
import org.lisle.core.journal.OutputBegun;
import org.lisle.core.journal.OutputCommitted;
import org.lisle.core.journal.OutputCommitting;
import org.lisle.core.journal.OutputRemoved;
import org.lisle.core.journal.PartitionsSliced;
import org.lisle.core.journal.ResultDone;
import org.lisle.core.journal.ShufflesDropped;
import org.lisle.core.journal.StagePlanned;
import org.lisle.core.journal.TaskCommitAllowed;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Slice;

/**
 * What the journals of all earlier epochs say together: the records are applied one after the other, the oldest epoch first. A job or
 * shuffle that a later epoch went on with is one with the earlier one. Pure; confined to the reading thread, then only read.
 */
final class Recovered {
    private final Map<String, String> executors = new TreeMap<>();
    private final Map<Long, byte[]> broadcasts = new LinkedHashMap<>();
    private final Map<Integer, byte[]> datasets = new LinkedHashMap<>();
    /** Stages of results, each until its job begins, which is the next record but for those of other jobs. */
    private final Map<Integer, StagePlanned> stages = new HashMap<>();

    private final TreeMap<Integer, RecoveredShuffle> shuffles = new TreeMap<>();
    private final List<RecoveredJob> jobs = new ArrayList<>();
    private final Map<Integer, RecoveredJob> jobsById = new HashMap<>();
    private final Map<Integer, RecoveredJob> jobsByStage = new HashMap<>();
    private final Map<Integer, RecoveredOutput> outputs = new TreeMap<>();
    private @Nullable ApplicationEnded ended;

    void apply(SpecificRecord entry) {
        if (!applyToTasks(entry) && !applyToOutputs(entry)) {
            applyToOthers(entry);
        }
    }

    private boolean applyToTasks(SpecificRecord entry) {
        if (entry instanceof StagePlanned stage) {
            planned(stage);
        } else if (entry instanceof JobBegun job) {
            begun(job);
        } else if (entry instanceof MapTaskDone done) {
            RecoveredShuffle shuffle = shuffles.get(done.getOutput().getShuffleId());
            if (shuffle != null) {
                shuffle.done(done);
            }
        } else if (entry instanceof ResultDone done) {
            RecoveredJob job = jobsById.get(done.getJobId());
            if (job != null) {
                job.done(done);
            }
        } else if (entry instanceof MapOutputsLost lost) {
            RecoveredShuffle shuffle = shuffles.get(lost.getShuffleId());
            if (shuffle != null) {
                shuffle.lost(lost.getMapPartitions());
            }
        } else if (entry instanceof PartitionsSliced sliced) {
            sliced(sliced);
        } else if (entry instanceof ShufflesDropped dropped) {
            dropped.getShuffleIds().forEach(shuffles::remove);
        } else if (entry instanceof TaskCommitAllowed allowed) {
            RecoveredJob job = jobsByStage.get(allowed.getStageId());
            if (job != null) {
                job.mayCommit(allowed.getPartition(), allowed.getTaskId());
            }
        } else {
            return false;
        }
        return true;
    }

    private void sliced(PartitionsSliced sliced) {
        RecoveredShuffle shuffle = shuffles.get(sliced.getShuffleId());
        RecoveredJob job = jobsByStage.get(sliced.getStageId());
        if (shuffle != null) {
            shuffle.sliced(slices(sliced));
        } else if (job != null) {
            job.sliced(slices(sliced));
        }
    }

    private static List<Slice> slices(PartitionsSliced sliced) {
        return sliced.getSlices().stream()
                .map(slice -> new Slice(
                        slice.getPartition(),
                        slice.getInput(),
                        new MapRange(slice.getFromMapPartition(), slice.getToMapPartition())))
                .toList();
    }

    private boolean applyToOutputs(SpecificRecord entry) {
        if (entry instanceof OutputBegun begun) {
            outputs.put(
                    begun.getOutputId(), new RecoveredOutput(begun.getOutputId(), begun.getEpoch(), begun.getPlace()));
        } else if (entry instanceof OutputCommitting committing) {
            reached(committing.getOutputId(), RecoveredOutput.State.COMMITTING);
        } else if (entry instanceof OutputCommitted committed) {
            reached(committed.getOutputId(), RecoveredOutput.State.COMMITTED);
        } else if (entry instanceof OutputAborted aborted) {
            aborted(aborted);
        } else if (entry instanceof OutputRemoved removed) {
            outputs.remove(removed.getOutputId());
        } else {
            return false;
        }
        return true;
    }

    private void aborted(OutputAborted aborted) {
        RecoveredOutput output = outputs.get(aborted.getOutputId());
        if (output != null) {
            output.giveUp(aborted.getVisible());
        }
        RecoveredJob job = jobsById.get(aborted.getOutputId());
        if (job != null) {
            job.aborted();
        }
    }

    private void reached(int outputId, RecoveredOutput.State state) {
        RecoveredOutput output = outputs.get(outputId);
        if (output != null) {
            output.reached(state);
        }
    }

    private void applyToOthers(SpecificRecord entry) {
        if (entry instanceof ExecutorCame came) {
            executors.put(came.getExecutor(), came.getContainer());
        } else if (entry instanceof ExecutorGone gone) {
            executors.remove(gone.getExecutor());
        } else if (entry instanceof BroadcastMade made) {
            broadcasts.put(made.getBroadcastId(), bytes(made.getDigest()));
        } else if (entry instanceof DatasetPlanned planned) {
            datasets.put(planned.getDatasetId(), bytes(planned.getDigest()));
        } else if (entry instanceof ApplicationEnded end) {
            ended = end;
        }
    }

    private void planned(StagePlanned stage) {
        if (stage.getShuffleId() < 0) {
            stages.put(stage.getStageId(), stage);
        } else {
            shuffles.computeIfAbsent(stage.getShuffleId(), id -> new RecoveredShuffle(stage))
                    .plannedAs(stage.getStageId());
        }
    }

    private void begun(JobBegun begun) {
        StagePlanned plan = stages.remove(begun.getStageId());
        if (plan == null) {
            return;
        }
        RecoveredJob job = jobsById.get(begun.getContinues());
        if (job == null) {
            job = new RecoveredJob(begun, plan);
            jobs.add(job);
            RecoveredOutput output = outputs.get(begun.getJobId());
            if (output != null) {
                job.writesTo(output);
            }
        }
        job.plannedAs(begun.getStageId());
        jobsById.put(begun.getJobId(), job);
        jobsByStage.put(begun.getStageId(), job);
    }

    /** Everything is read: what only the reading needed is let go. */
    void finish() {
        stages.clear();
        jobsById.clear();
        jobsByStage.clear();
    }

    static byte[] bytes(java.nio.ByteBuffer buffer) {
        return Arrays.copyOfRange(
                buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.arrayOffset() + buffer.limit());
    }

    /** Executors that lived when the last record was written, with their containers. */
    Map<String, String> executors() {
        return executors;
    }

    Map<Long, byte[]> broadcasts() {
        return broadcasts;
    }

    Map<Integer, byte[]> datasets() {
        return datasets;
    }

    TreeMap<Integer, RecoveredShuffle> shuffles() {
        return shuffles;
    }

    /** In the order in which they were submitted first; they are kept here no longer. */
    List<RecoveredJob> takeJobs() {
        List<RecoveredJob> taken = List.copyOf(jobs);
        jobs.clear();
        return taken;
    }

    Map<Integer, RecoveredOutput> outputs() {
        return outputs;
    }

    @Nullable
    ApplicationEnded ended() {
        return ended;
    }
}
