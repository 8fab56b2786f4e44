package org.lisle.dag.schedule;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.Slice;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;

/** What happened; the only input of {@link Scheduler}, together with the time at which it is handled. */
public sealed interface Event {
    /**
     * An action was called.
     *
     * @param begun whether an earlier driver had begun the job: what it decided on slices stays
     * @param slices of an earlier driver's: what the tasks compute that are numbered from the number of partitions on. Where there are any, the
     *     job's partitions are numbers of tasks.
     */
    record JobSubmitted(PlannedJob job, boolean begun, List<Slice> slices) implements Event {
        public JobSubmitted {
            slices = List.copyOf(slices);
        }

        public JobSubmitted(PlannedJob job) {
            this(job, false, List.of());
        }
    }

    /** The job is to end with this failure: cancelled by its owner, or found impossible by the driver. */
    record JobCancelled(int jobId, LisleException failure) implements Event {}

    /**
     * An executor is there with all its slots free.
     *
     * @param executor an id that no other executor of the application ever had; one that was lost may come back
     * @param port where it serves segments, those of dead executors on its node too
     * @param slots tasks it runs at once; 0 for a stand-alone shuffle server
     * @param memoryBytes of its pool: what is compared is which of two executors has more
     * @param directories the application's local directories as it sees them: it serves what lies in one of these. Empty for all of its
     *     host
     * @param profile the name of its kind, whose tasks alone it runs
     */
    record ExecutorAdded(
            String executor,
            String host,
            int port,
            int slots,
            long memoryBytes,
            List<String> directories,
            String profile)
            implements Event {
        public ExecutorAdded {
            directories = List.copyOf(directories);
        }

        public ExecutorAdded(String executor, String host, int port, int slots) {
            this(executor, host, port, slots, 0, List.of(), ExecutorProfile.USUAL);
        }
    }

    /**
     * An executor that was not lost made its connection again: its tasks and outputs are as they were, but commands may not have reached it.
     * What it stores is told anew by {@link BlockChanged}.
     */
    record ExecutorReturned(String executor) implements Event {}

    /** The executor gave a sign of life. */
    record ExecutorHeard(String executor) implements Event {}

    /**
     * An executor is gone, its tasks with it.
     *
     * @param outputLost whether all the segments of its node are gone too (the node or its disks); if not, they can be read as long as
     *     another executor lives there, and again when one comes or a shuffle server is started
     * @param countsAsFailure whether the loss may be its tasks' fault and counts as a failure of each that ran; false for a
     *     preempted container
     * @param largerComes whether it was too small for what ran there, and one with more memory was asked for in its place
     */
    record ExecutorLost(
            String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes)
            implements Event {
        public ExecutorLost(String executor, String reason, boolean outputLost, boolean countsAsFailure) {
            this(executor, reason, outputLost, countsAsFailure, false);
        }
    }

    /** The executor is going to be taken away: it gets no more tasks, and is released when none runs there and it is emptied. */
    record ExecutorLeaves(String executor, String reason) implements Event {}

    /** Nothing is stored on an executor that leaves that is not elsewhere too. */
    record ExecutorEmptied(String executor) implements Event {}

    /** The executor wants no more tasks for now, or wants them again. */
    record ExecutorRefuses(String executor, boolean refuses) implements Event {}

    /** What a running task has read so far: bytes and records, of files and of shuffles; the processor time that it took, and how long it ran. */
    record TaskProgress(long taskId, long bytes, long records, long cpuNanos, long runNanos) implements Event {}

    /** Where a task's thread is, asked for by {@link Command.DumpTasks}; empty when none works for it. */
    record TaskStackTold(long taskId, String stack) implements Event {}

    /** The task is over and its slot is free, but its result is still being fetched: another event of the task follows. */
    record TaskResultPending(long taskId) implements Event {}

    /** The task did its work. Its map output, when its stage writes a shuffle, or else its result is there to be used. */
    record TaskSucceeded(long taskId, @Nullable MapOutput mapOutput) implements Event {}

    /** The task failed; whether it is tried again depends on the code. */
    record TaskFailed(long taskId, ErrorCode code, String message, String stackTrace) implements Event {}

    /**
     * The task could not read map outputs. {@code mapTaskIds.get(i)} is the attempt that wrote the output of {@code mapPartitions.get(i)};
     * outputs of other attempts are not blamed. -1 where the reader knew of no output.
     *
     * @param unreachableHost the host of which no server answered, when that is why; else empty
     */
    record TaskFetchFailed(
            long taskId,
            int shuffleId,
            List<Integer> mapPartitions,
            List<Long> mapTaskIds,
            String message,
            String unreachableHost)
            implements Event {
        public TaskFetchFailed {
            mapPartitions = List.copyOf(mapPartitions);
            mapTaskIds = List.copyOf(mapTaskIds);
        }

        public TaskFetchFailed(
                long taskId, int shuffleId, List<Integer> mapPartitions, List<Long> mapTaskIds, String message) {
            this(taskId, shuffleId, mapPartitions, mapTaskIds, message, "");
        }
    }

    /** A node is gone or unusable: what lies on its disks is lost, but for what another node of the same name serves. */
    record NodeLost(String host, String reason) implements Event {}

    /** The shuffle server wanted by {@link Command.StartShuffleServer} cannot be had. */
    record ShuffleServerRefused(String host, String reason) implements Event {}

    /**
     * The executor lives and does not run the task: it never came there, or its end is still to be told. Another attempt is made, but a
     * success that is told later counts.
     */
    record TaskVanished(long taskId) implements Event {}

    /** The task ended because it was told to. */
    record TaskKilled(long taskId) implements Event {}

    /** The task did its work but was not the one allowed to commit. */
    record TaskCommitDenied(long taskId) implements Event {}

    /** A partition of a persisted dataset is stored by an executor now, or no longer. */
    record BlockChanged(String executor, int rddId, int partition, boolean present) implements Event {}

    /** A task asks whether it may commit; answered by {@link Command.CommitDecision} with the same request number. */
    record CommitAsked(long request, long taskId, int stageId, int partition) implements Event {}

    /** No dataset can read these shuffles any more. */
    record ShufflesRemoved(List<Integer> shuffleIds) implements Event {
        public ShufflesRemoved {
            shuffleIds = List.copyOf(shuffleIds);
        }
    }

    /** These datasets are no longer persisted. */
    record DatasetsRemoved(List<Integer> rddIds) implements Event {
        public DatasetsRemoved {
            rddIds = List.copyOf(rddIds);
        }
    }

    /**
     * Outputs of an earlier driver's that a job is about to need; comes before that job. They count where an executor is on their host, and
     * when one comes there.
     *
     * @param writer the stage that would make them
     * @param counted map partitions whose accumulators are merged already
     * @param slices what the tasks compute that are numbered from the number of partitions on
     */
    record ShuffleRestored(PlannedStage writer, List<MapOutput> outputs, Set<Integer> counted, List<Slice> slices)
            implements Event {
        public ShuffleRestored {
            outputs = List.copyOf(outputs);
            counted = Set.copyOf(counted);
            slices = List.copyOf(slices);
        }
    }

    /** What {@link Command.PartitionsSliced} said is written down. */
    record SlicesRecorded(PlannedStage stage) implements Event {}

    /**
     * An executor holds a task that an earlier driver launched, of a stage that runs now. It counts as if it had been launched for that
     * stage; when nobody needs it, it is told to end.
     *
     * @param askingStage the stage's id when the task was launched, with which it asks to commit
     * @param mayCommit whether the earlier driver told it that it may
     */
    record TaskAdopted(
            long taskId, int stageId, int askingStage, int partition, int attempt, String executor, boolean mayCommit)
            implements Event {}

    /**
     * A task of a barrier stage waits for all others; answered by {@link Command.BarrierPassed} or {@link Command.BarrierRefused}. It may ask
     * again, when the answer was lost.
     *
     * @param round how often the attempt has waited before
     * @param gathers whether it wants to know what the others say
     * @param message what it says
     */
    record BarrierAsked(long taskId, int round, boolean gathers, String message) implements Event {}

    /** Events are handled: free slots are given to waiting tasks, and what waits for a time looks at it. */
    record Tick() implements Event {}
}
