package org.lisle.core.config;

import java.time.Duration;
import java.util.List;
import org.lisle.core.unit.DataSize;

/** The settings of what the scheduler does beyond giving tasks to slots; part of {@link Settings#ALL}. */
public final class PolicySettings {
    // ---- executors and nodes on which tasks fail
    public static final ConfigKey<Boolean> EXCLUDE = ConfigKey.bool(
            "lisle.excludeOnFailure.enabled",
            true,
            "Whether tasks are kept off executors and nodes on which tasks failed repeatedly, as long as others are left.");
    public static final ConfigKey<Integer> EXCLUDE_TASK_PER_EXECUTOR = ConfigKey.integer(
            "lisle.excludeOnFailure.task.maxTaskAttemptsPerExecutor",
            1,
            1,
            1000,
            "Failures of one task on one executor from which the task is tried on another.");
    public static final ConfigKey<Integer> EXCLUDE_TASK_PER_NODE = ConfigKey.integer(
            "lisle.excludeOnFailure.task.maxTaskAttemptsPerNode",
            2,
            1,
            1000,
            "Failures of one task on one node from which the task is tried on another.");
    public static final ConfigKey<Integer> EXCLUDE_STAGE_TASKS = ConfigKey.integer(
            "lisle.excludeOnFailure.stage.maxFailedTasksPerExecutor",
            2,
            1,
            1000,
            "Tasks of a stage that failed on an executor from which the stage does without it.");
    public static final ConfigKey<Integer> EXCLUDE_STAGE_EXECUTORS = ConfigKey.integer(
            "lisle.excludeOnFailure.stage.maxFailedExecutorsPerNode",
            2,
            1,
            1000,
            "Executors of a node that a stage does without from which it does without the node.");
    public static final ConfigKey<Integer> EXCLUDE_APPLICATION_TASKS = ConfigKey.integer(
            "lisle.excludeOnFailure.application.maxFailedTasksPerExecutor",
            2,
            1,
            1000,
            "Tasks that failed on an executor, of stages that ended well elsewhere, from which it gets no tasks at all.");
    public static final ConfigKey<Integer> EXCLUDE_APPLICATION_EXECUTORS = ConfigKey.integer(
            "lisle.excludeOnFailure.application.maxFailedExecutorsPerNode",
            2,
            1,
            1000,
            "Executors of a node that get no tasks from which the whole node gets none, and YARN is asked for others.");
    public static final ConfigKey<Duration> EXCLUDE_TIMEOUT =
            ConfigKey.duration("lisle.excludeOnFailure.timeout", "1h", "How long an executor or node is excluded.");

    // ---- records that make the user's code throw
    public static final ConfigKey<String> BAD_RECORDS_PATH = ConfigKey.text(
            "lisle.badRecords.path",
            "",
            "Directory in which records that make the user's functions throw are set aside, each with its error, instead of failing the"
                    + " job; empty: such a record fails its task.");
    public static final ConfigKey<Integer> BAD_RECORDS_MAX = ConfigKey.integer(
            "lisle.badRecords.max",
            1000,
            1,
            Integer.MAX_VALUE,
            "How many records of a job may be set aside in lisle.badRecords.path before the job fails.");

    // ---- slow tasks
    public static final ConfigKey<Boolean> SPECULATION = ConfigKey.bool(
            "lisle.speculation",
            true,
            "Whether a task that goes through its data much slower than the others of its stage is run a second time elsewhere; never in"
                    + " stages of foreach, foreachPartition and pipe.");
    public static final ConfigKey<Duration> SPECULATION_INTERVAL =
            ConfigKey.duration("lisle.speculation.interval", "1s", "How often the driver looks for slow tasks.");
    public static final ConfigKey<Double> SPECULATION_QUANTILE = ConfigKey.number(
            "lisle.speculation.quantile",
            0.75,
            0.0,
            1.0,
            "Part of a stage's tasks that are done before others are called slow.");
    public static final ConfigKey<Double> SPECULATION_MULTIPLIER = ConfigKey.number(
            "lisle.speculation.multiplier",
            3.0,
            1.0,
            1000.0,
            "How many times slower than the stage's median, in bytes or else records a second, a slow task is.");
    public static final ConfigKey<Duration> SPECULATION_MIN_RUNTIME = ConfigKey.duration(
            "lisle.speculation.minTaskRuntime", "5s", "How long a task runs at least before it is called slow.");

    // ---- partitions of joins that are far above the others
    public static final ConfigKey<Boolean> SKEW_JOIN = ConfigKey.bool(
            "lisle.skewJoin.enabled",
            true,
            "Whether a partition of a join that is far above the others is split over several tasks, where what follows the join does not see partitions.");
    public static final ConfigKey<Double> SKEW_FACTOR = ConfigKey.number(
            "lisle.skewJoin.skewedPartitionFactor",
            5.0,
            1.0,
            1_000_000.0,
            "How many times the median of its side's partitions a partition has that is far above the others.");
    public static final ConfigKey<DataSize> SKEW_THRESHOLD = ConfigKey.size(
            "lisle.skewJoin.skewedPartitionThreshold",
            "64m",
            "What a partition has at least that is split, as it lies on disk; each of its tasks reads half of that or more.");

    // ---- barrier stages
    public static final ConfigKey<Duration> BARRIER_TIMEOUT = ConfigKey.duration(
            "lisle.barrier.sync.timeout",
            "365d",
            "How long a task of a barrier stage waits in barrier() or allGather() for the others before it fails, and with it the stage's"
                    + " attempt.");

    // ---- executors of several kinds
    public static final ConfigKey<Boolean> MERGES_PROFILES = ConfigKey.bool(
            "lisle.scheduler.resource.profileMergeConflicts",
            false,
            "Whether a stage whose datasets have different resource profiles gets the larger of each amount; else its action fails.");

    /** Every key, in the order of the reference page. */
    static final List<ConfigKey<?>> ALL = List.of(
            EXCLUDE,
            EXCLUDE_TASK_PER_EXECUTOR,
            EXCLUDE_TASK_PER_NODE,
            EXCLUDE_STAGE_TASKS,
            EXCLUDE_STAGE_EXECUTORS,
            EXCLUDE_APPLICATION_TASKS,
            EXCLUDE_APPLICATION_EXECUTORS,
            EXCLUDE_TIMEOUT,
            BAD_RECORDS_PATH,
            BAD_RECORDS_MAX,
            SPECULATION,
            SPECULATION_INTERVAL,
            SPECULATION_QUANTILE,
            SPECULATION_MULTIPLIER,
            SPECULATION_MIN_RUNTIME,
            SKEW_JOIN,
            SKEW_FACTOR,
            SKEW_THRESHOLD,
            BARRIER_TIMEOUT,
            MERGES_PROFILES);

    private PolicySettings() {}
}
