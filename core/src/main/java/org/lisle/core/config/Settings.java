package org.lisle.core.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.lisle.core.unit.DataSize;

/** All settings of Lisle. A key that is not here does not exist; docs/settings.md and conf/lisle-defaults.conf follow from this list. */
public final class Settings {
    // ---- application
    public static final ConfigKey<String> APP_NAME =
            ConfigKey.text("lisle.app.name", "lisle", "Name of the application, as lists of applications show it.");
    public static final ConfigKey<String> MASTER =
            ConfigKey.text("lisle.master", "yarn", "Where to run: yarn, or local[N] for N slots in one JVM.");
    public static final ConfigKey<Integer> DEFAULT_PARALLELISM = ConfigKey.integer(
            "lisle.default.parallelism",
            0,
            0,
            1_000_000,
            "Partitions of parallelized collections, and of shuffles, when the program names no number; 0: as many as there are"
                    + " slots, and for shuffles as many as the parent with the most has. A shuffle of a dataset that is"
                    + " partitioned by key already, not much more coarsely, follows that instead.");

    // ---- driver
    public static final ConfigKey<DataSize> DRIVER_MEMORY = ConfigKey.size(
            "lisle.driver.memory", "1g", "Size of the ApplicationMaster's container, in which the driver runs.");
    public static final ConfigKey<DataSize> DRIVER_MAX_RESULT_SIZE = ConfigKey.size(
            "lisle.driver.maxResultSize",
            "1g",
            "Bytes of results, before compression, one action may bring to the driver; 0 for no limit.");

    // ---- executors
    public static final ConfigKey<Integer> EXECUTOR_INSTANCES = ConfigKey.integer(
            "lisle.executor.instances",
            2,
            1,
            100_000,
            "Number of executors. Where none is given, this is the number to begin with, and it follows the work from then on; see"
                    + " lisle.dynamicAllocation.enabled.");
    public static final ConfigKey<Integer> EXECUTOR_CORES = ConfigKey.integer(
            "lisle.executor.cores", 1, 1, 1024, "Task slots of an executor; its container asks for as many vcores.");
    public static final ConfigKey<DataSize> EXECUTOR_MEMORY = ConfigKey.size(
            "lisle.executor.memory",
            "1g",
            "Size of an executor's container; heap, memory pool and native memory are derived from it.");
    public static final ConfigKey<Duration> EXECUTOR_HEARTBEAT = ConfigKey.duration(
            "lisle.executor.heartbeatInterval", "2s", "How often an executor reports to the driver.");
    public static final ConfigKey<Duration> EXECUTOR_DRIVER_TIMEOUT = ConfigKey.duration(
            "lisle.executor.driver.timeout",
            "5m",
            "How long an executor goes on without a driver, at its start and after its driver was lost, before it ends; until then it looks"
                    + " for the driver's next attempt.");
    public static final ConfigKey<Duration> NETWORK_TIMEOUT =
            ConfigKey.duration("lisle.network.timeout", "60s", "An executor that is not heard of for so long is lost.");

    // ---- the driver's journal
    public static final ConfigKey<DataSize> JOURNAL_MAX_RESULT = ConfigKey.size(
            "lisle.journal.maxResultSize",
            "1m",
            "A partition's result of an action is written to the driver's journal up to this size; a larger one stays in the executor that"
                    + " made it, and is fetched from there when the driver dies and the program runs again.");
    public static final ConfigKey<Duration> RECOVERY_WAIT = ConfigKey.duration(
            "lisle.driver.recovery.wait",
            "30s",
            "How long a driver that takes over waits for the executors of the one before, before it computes again what they have.");

    // ---- scheduling
    public static final ConfigKey<Integer> TASK_MAX_FAILURES = ConfigKey.integer(
            "lisle.task.maxFailures", 4, 1, 1000, "Attempts of a task that may fail before its job fails.");
    public static final ConfigKey<Integer> STAGE_MAX_ATTEMPTS = ConfigKey.integer(
            "lisle.stage.maxConsecutiveAttempts",
            4,
            1,
            1000,
            "How often in a row a stage may lose fetched input before its job fails; and how often a barrier stage may fail as a whole.");
    public static final ConfigKey<Duration> LOCALITY_WAIT = ConfigKey.duration(
            "lisle.locality.wait",
            "1s",
            "How long a task waits for a slot near its data before it takes a slot one level further away.");
    public static final ConfigKey<String> SCHEDULER_MODE = ConfigKey.text(
            "lisle.scheduler.mode", "FIFO", "Order of jobs that run at once: FIFO, or FAIR shares between pools.");

    // ---- memory
    public static final ConfigKey<Double> MEMORY_FRACTION = ConfigKey.number(
            "lisle.memory.fraction",
            0.6,
            0.1,
            0.9,
            "Part of an executor's heap that is the memory pool of execution and storage.");
    public static final ConfigKey<Double> MEMORY_STORAGE_FRACTION = ConfigKey.number(
            "lisle.memory.storageFraction",
            0.5,
            0.0,
            1.0,
            "Part of the pool in which cached blocks are safe from execution.");

    // ---- shuffle
    public static final ConfigKey<String> IO_COMPRESSION = ConfigKey.text(
            "lisle.io.compression.codec", "lz4", "Compression of segments, spills and blocks: lz4, zstd or none.");
    public static final ConfigKey<DataSize> SHUFFLE_MAX_IN_FLIGHT =
            ConfigKey.size("lisle.reducer.maxSizeInFlight", "48m", "Bytes of segments one task fetches at a time.");
    public static final ConfigKey<Integer> SHUFFLE_IO_MAX_RETRIES = ConfigKey.integer(
            "lisle.shuffle.io.maxRetries",
            3,
            0,
            100,
            "How often a fetch is tried again before the segments count as lost.");
    public static final ConfigKey<Duration> SHUFFLE_IO_RETRY_WAIT = ConfigKey.duration(
            "lisle.shuffle.io.retryWait", "1s", "Wait before the first retry of a fetch; doubles each time.");
    public static final ConfigKey<Duration> SHUFFLE_SERVER_START_TIMEOUT = ConfigKey.duration(
            "lisle.shuffle.server.startTimeout",
            "30s",
            "How long map outputs on a node without executors wait for a stand-alone shuffle server there, before they are computed"
                    + " again; 0s: no such server is started.");
    public static final ConfigKey<DataSize> SHUFFLE_SERVER_MEMORY =
            ConfigKey.size("lisle.shuffle.server.memory", "256m", "Size of a stand-alone shuffle server's container.");
    public static final ConfigKey<Boolean> SHUFFLE_CHECK_CONTENT = ConfigKey.bool(
            "lisle.shuffle.checkContent",
            true,
            "Whether a map output that is computed again is compared with the first one. When they differ, what read the first is computed"
                    + " again too, or the job fails where that cannot be undone; without this setting contents may be mixed.");

    // ---- network
    public static final ConfigKey<Boolean> NETWORK_ENCRYPT = ConfigKey.bool(
            "lisle.network.crypto.enabled", false, "Whether traffic between the application's processes is encrypted.");

    // ---- tests of Lisle itself
    public static final ConfigKey<String> TESTING_FAULTS = ConfigKey.text(
            "lisle.testing.faults",
            "",
            "Faults to inject; only for Lisle's own tests, which bring the injector: without it the setting is refused.");

    /** What a context reads when it is made: on YARN a program can still choose these, and {@code lisle.hadoop.*}, itself. */
    public static final List<ConfigKey<?>> OF_CONTEXT = List.of(APP_NAME, MASTER, DEFAULT_PARALLELISM);

    /** Every key, in the order of the reference page. */
    public static final List<ConfigKey<?>> ALL = Stream.of(
                    List.<ConfigKey<?>>of(
                            APP_NAME,
                            MASTER,
                            DEFAULT_PARALLELISM,
                            DRIVER_MEMORY,
                            DRIVER_MAX_RESULT_SIZE,
                            EXECUTOR_INSTANCES,
                            EXECUTOR_CORES,
                            EXECUTOR_MEMORY,
                            EXECUTOR_HEARTBEAT,
                            EXECUTOR_DRIVER_TIMEOUT,
                            NETWORK_TIMEOUT,
                            JOURNAL_MAX_RESULT,
                            RECOVERY_WAIT,
                            TASK_MAX_FAILURES,
                            STAGE_MAX_ATTEMPTS,
                            LOCALITY_WAIT,
                            SCHEDULER_MODE,
                            MEMORY_FRACTION,
                            MEMORY_STORAGE_FRACTION,
                            IO_COMPRESSION,
                            SHUFFLE_MAX_IN_FLIGHT,
                            SHUFFLE_IO_MAX_RETRIES,
                            SHUFFLE_IO_RETRY_WAIT,
                            SHUFFLE_SERVER_START_TIMEOUT,
                            SHUFFLE_SERVER_MEMORY,
                            SHUFFLE_CHECK_CONTENT,
                            NETWORK_ENCRYPT,
                            TESTING_FAULTS),
                    ElasticSettings.ALL,
                    PolicySettings.ALL,
                    YarnSettings.ALL)
            .flatMap(List::stream)
            .toList();

    private Settings() {}
}
