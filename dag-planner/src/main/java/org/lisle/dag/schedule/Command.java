package org.lisle.dag.schedule;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.Slice;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedStage;

/** What the scheduler wants done; carried out by the driver in the order given. */
public sealed interface Command {
    /** Starts tasks on an executor; the tasks' slots count as taken from now on. */
    record LaunchTasks(String executor, List<TaskLaunch> tasks) implements Command {}

    /**
     * @param partition the task's number: that of its partition, or from the number of partitions on for a slice
     * @param attempt from 0, grows with each attempt of the partition
     * @param slice what it computes when that is not the whole partition
     */
    record TaskLaunch(
            long taskId,
            PlannedStage stage,
            int jobId,
            int partition,
            int attempt,
            @Nullable Slice slice) {}

    /**
     * These partitions of the stage are computed by several tasks each. To be written down and then answered by
     * {@link Event.SlicesRecorded}: no task of the stage is launched before.
     */
    record PartitionsSliced(PlannedStage stage, List<SkewedPartition> partitions) implements Command {
        public PartitionsSliced {
            partitions = List.copyOf(partitions);
        }

        /** The slices in the order of their tasks' numbers. */
        public List<Slice> slices() {
            return partitions.stream().flatMap(each -> each.slices().stream()).toList();
        }
    }

    /**
     * All tasks of a barrier stage are launched now.
     *
     * @param attempt from 0, grows each time that the stage begins anew
     * @param executors who runs them, by partition
     */
    record BarrierBegins(PlannedStage stage, int attempt, List<String> executors) implements Command {
        public BarrierBegins {
            executors = List.copyOf(executors);
        }
    }

    /**
     * These tasks have waited for each other long enough.
     *
     * @param messages what each task of the stage said, by partition; empty where nobody wanted to know
     */
    record BarrierPassed(List<Long> taskIds, List<String> messages) implements Command {
        public BarrierPassed {
            taskIds = List.copyOf(taskIds);
            messages = List.copyOf(messages);
        }
    }

    /** These tasks wait for others that do not come. */
    record BarrierRefused(List<Long> taskIds, ErrorCode code, String text) implements Command {
        public BarrierRefused {
            taskIds = List.copyOf(taskIds);
        }
    }

    /**
     * What came with the success that is being handled is kept: it counts together with others later, by {@link PartitionDone} and
     * {@link DeliverResult} of this task, or is forgotten.
     */
    record KeepSuccess(long taskId) implements Command {}

    /** What was kept of these successes is needed no longer. */
    record ForgetSuccesses(List<Long> taskIds, boolean counted) implements Command {
        public ForgetSuccesses {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** A task of an earlier driver counts from now on as one of this stage; see {@link Event.TaskAdopted}. */
    record AdoptTask(long taskId, PlannedStage stage, int jobId, int partition, int attempt, String executor)
            implements Command {}

    /** These outputs are gone for good, not only out of reach. */
    record MapOutputsLost(int shuffleId, List<Integer> mapPartitions) implements Command {}

    /** Ends tasks; each still reports how it ended. */
    record KillTasks(String executor, List<Long> taskIds, String reason) implements Command {}

    /**
     * This many executors of the kind are wanted in all. Fewer than there are is no order to end one: {@link ReleaseExecutor} names those.
     *
     * @param tasksByHost how many of the tasks that wait for such an executor have their input on a host
     */
    record WantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) implements Command {}

    /** The executor gets no more tasks and is going to be released: what it alone stores is to be copied, {@link Event.ExecutorEmptied}. */
    record DrainExecutor(String executor, String reason) implements Command {}

    /** Something waits for unusually long; a sentence for people. */
    record Notice(String text) implements Command {}

    /** Asks where these tasks are, as they make no progress; answered by {@link Event.TaskStackTold}. */
    record DumpTasks(String executor, List<Long> taskIds) implements Command {}

    /** The executor has no room for more tasks, and goes: the container in its place is to be larger. Comes before {@link DrainExecutor}. */
    record ContainerTooSmall(String executor, String reason) implements Command {}

    /** The executor is no longer used: it is to be ended, whether it still lives or not. */
    record ReleaseExecutor(String executor, String reason) implements Command {}

    /**
     * A stand-alone shuffle server is wanted on a host, for outputs that nobody there serves. It comes as {@link Event.ExecutorAdded} with
     * no slots, or is refused by {@link Event.ShuffleServerRefused}.
     *
     * @param executor one that wrote some of these outputs: where two nodes share a host's name, the server is to be on the node of this one
     */
    record StartShuffleServer(String host, String executor) implements Command {}

    /** The shuffle server of the host, wanted or running, is needed no longer. */
    record StopShuffleServer(String host) implements Command {}

    /** The stored partitions of this dataset may be made of different contents of a shuffle: they are dropped wherever they are. */
    record DropDataset(int rddId) implements Command {}

    /** The executor gets no tasks because of failures; or again, when {@code why} is empty. */
    record ExecutorExcluded(String executor, String why) implements Command {}

    /** No new executors are wanted on these hosts, which are all that are excluded now. */
    record ExcludeHosts(List<String> hosts) implements Command {}

    /** How an attempt ended. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        FETCH_FAILED,
        COMMIT_DENIED,
        KILLED,
        EXECUTOR_LOST
    }

    /** An attempt is no longer counted on; its slot is free when its executor lives. Comes once for each attempt. */
    record AttemptEnded(long taskId, int stageId, String executor, Outcome outcome) implements Command {}

    /**
     * This attempt is the one that counts for its partition.
     *
     * @param first whether the partition never counted before: its accumulators are merged. A map output that was lost and made again
     *     counts again, but not first
     */
    record PartitionDone(long taskId, int stageId, int partition, boolean first) implements Command {}

    /**
     * The result of this attempt is the one of the job's partition, or of a slice of it. Comes once for each of the stage's tasks, before the
     * job's end.
     *
     * @param task the task's number
     * @param partition that the task computes or is a part of
     */
    record DeliverResult(int jobId, int task, int partition, long taskId) implements Command {}

    /** @param failure null when every partition's result was delivered */
    record JobEnded(int jobId, @Nullable LisleException failure) implements Command {}

    /** All that the stage reads is there; comes for the first time, or again after {@link StageDone}. {@code tasks} partitions are missing. */
    record StageStarted(PlannedStage stage, int jobId, int tasks) implements Command {}

    /** The stage needs no more tasks for now; what was prepared for its tasks can be dropped. */
    record StageDone(int stageId) implements Command {}

    /** A stage's partitions were lost after they were done: so many tasks more; below 0 when lost ones were found again. */
    record StageGrew(int stageId, int tasks) implements Command {}

    /** Locations of map outputs that readers may have asked for are wrong now. */
    record InvalidateMapOutputs(int shuffleId) implements Command {}

    /** The answer to {@link Event.CommitAsked}. */
    record CommitDecision(long request, boolean allowed) implements Command {}
}
