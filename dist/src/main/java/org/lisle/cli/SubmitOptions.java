package org.lisle.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.ConfigKey;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.config.YarnSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say how to run; their names and meanings are those spark-submit users know. */
final class SubmitOptions {
    @Option(names = "--master", paramLabel = "yarn|local[N]", description = "Where to run (default: yarn).")
    private @Nullable String master;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the application.")
    private @Nullable String name;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "YARN queue (default: default).")
    private @Nullable String queue;

    @Option(
            names = "--driver-memory",
            paramLabel = "SIZE",
            description =
                    "Size of the driver's container, of which the heap is a part; spark-submit's flag names the heap (default: 1g).")
    private @Nullable String driverMemory;

    @Option(names = "--driver-cores", paramLabel = "N", description = "Vcores of the driver's container (default: 1).")
    private @Nullable String driverCores;

    @Option(
            names = "--executor-memory",
            paramLabel = "SIZE",
            description =
                    "Size of an executor's container, of which the heap is a part; spark-submit's flag names the heap (default: 1g).")
    private @Nullable String executorMemory;

    @Option(names = "--executor-cores", paramLabel = "N", description = "Task slots of an executor (default: 1).")
    private @Nullable String executorCores;

    @Option(
            names = "--num-executors",
            paramLabel = "N",
            description = "Number of executors; without it they come and go with the work.")
    private @Nullable String executors;

    @Mixin
    private final SettingOptions settings = new SettingOptions();

    @Option(names = "--jars", paramLabel = "JAR,...", description = "More jars of the job.")
    private @Nullable String jars;

    @Option(
            names = "--files",
            paramLabel = "FILE,...",
            description =
                    "Files for the driver and every executor, in their containers' working directories; LisleFiles.get(name) finds them; a.txt#name names it.")
    private @Nullable String files;

    @Option(
            names = "--archives",
            paramLabel = "ARCHIVE,...",
            description =
                    "Archives (zip, jar, tar.gz) to unpack there, each into a folder of its name; a.zip#name names it.")
    private @Nullable String archives;

    @Option(names = "--tags", paramLabel = "TAG,...", description = "YARN application tags.")
    private @Nullable String tags;

    @Option(names = "--priority", paramLabel = "N", description = "Priority in the queue.")
    private @Nullable String priority;

    @Option(names = "--detach", description = "Returns once the application is submitted, and leaves it running.")
    private boolean detach;

    @Option(
            names = "--submit-key",
            paramLabel = "KEY",
            description =
                    "One application for this key, however often it is submitted: a repeated command follows the one that runs, "
                            + "or reports the result of the one that has ended.")
    private @Nullable String submitKey;

    @Option(
            names = "--retry-failed",
            description = "With --submit-key: starts a new application when the key's one has failed or was killed.")
    private boolean retryFailed;

    @Option(names = "--timings", description = "Shows at the end where the time went.")
    private boolean timings;

    boolean detach() {
        return detach;
    }

    boolean timings() {
        return timings;
    }

    /** All settings; a flag wins over {@code --conf}. @throws LisleException as {@link SettingOptions#with} */
    LisleConf conf() {
        return settings.with(flags());
    }

    private Map<String, String> flags() {
        Map<String, String> set = new TreeMap<>();
        put(set, Settings.MASTER, master);
        put(set, Settings.APP_NAME, name);
        put(set, Settings.DRIVER_MEMORY, driverMemory);
        put(set, Settings.EXECUTOR_MEMORY, executorMemory);
        put(set, Settings.EXECUTOR_CORES, executorCores);
        put(set, Settings.EXECUTOR_INSTANCES, executors);
        put(set, YarnSettings.DRIVER_CORES, driverCores);
        put(set, YarnSettings.QUEUE, queue);
        put(set, YarnSettings.JARS, jars);
        put(set, YarnSettings.FILES, files);
        put(set, YarnSettings.ARCHIVES, archives);
        put(set, YarnSettings.TAGS, tags);
        put(set, YarnSettings.PRIORITY, priority);
        put(set, YarnSettings.SUBMIT_KEY, submitKey);
        put(set, YarnSettings.SUBMIT_RETRY_FAILED, retryFailed ? "true" : null);
        return set;
    }

    private static void put(Map<String, String> set, ConfigKey<?> key, @Nullable String value) {
        if (value != null) {
            set.put(key.name(), value);
        }
    }
}
