package org.lisle.core.config;

import java.time.Duration;
import java.util.List;

/** The settings of running on YARN; part of {@link Settings#ALL}. */
public final class YarnSettings {
    public static final ConfigKey<String> QUEUE =
            ConfigKey.text("lisle.yarn.queue", "default", "Queue the application is submitted to.");
    public static final ConfigKey<Integer> PRIORITY = ConfigKey.integer(
            "lisle.yarn.priority",
            0,
            0,
            1_000_000,
            "Priority of the application among others of its queue; larger is more.");
    public static final ConfigKey<String> TAGS = ConfigKey.text(
            "lisle.yarn.tags",
            "",
            "Tags of the application, separated by commas; lists of applications can be filtered by them.");
    public static final ConfigKey<String> NODE_LABEL = ConfigKey.text(
            "lisle.yarn.nodeLabelExpression",
            "",
            "Node label that all containers of the application are placed on; empty for none.");
    public static final ConfigKey<Integer> MAX_ATTEMPTS = ConfigKey.integer(
            "lisle.yarn.maxAppAttempts",
            2,
            1,
            100,
            "How often YARN starts the ApplicationMaster before the application fails; executors outlive it. The cluster's"
                    + " yarn.resourcemanager.am.max-attempts is a limit.");
    public static final ConfigKey<Duration> ATTEMPT_FAILURES_VALIDITY = ConfigKey.duration(
            "lisle.yarn.am.attemptFailuresValidityInterval",
            "0s",
            "Failures of the ApplicationMaster that are older do not count against lisle.yarn.maxAppAttempts; 0: all count.");
    public static final ConfigKey<String> STAGING_DIRECTORY = ConfigKey.text(
            "lisle.yarn.stagingDir",
            "",
            "Directory for uploaded jars and for what one application needs while it runs; empty: .lisle in the user's home"
                    + " directory of the default file system.");
    public static final ConfigKey<String> JARS = ConfigKey.text(
            "lisle.jars", "", "Jars of the job besides the application's, separated by commas; paths or URIs.");
    public static final ConfigKey<String> FILES = ConfigKey.text(
            "lisle.files",
            "",
            "Files shipped to the working directory of every container, separated by commas; path#name gives another name."
                    + " LisleFiles.get(name) finds them, there and in local mode.");
    public static final ConfigKey<String> ARCHIVES = ConfigKey.text(
            "lisle.archives",
            "",
            "Archives (zip, tar.gz, jar) unpacked in the working directory of every container, separated by commas;"
                    + " path#name names the directory. LisleFiles.get(name) finds it, there and in local mode.");
    public static final ConfigKey<String> APPLICATION_CLASSPATH = ConfigKey.text(
            "lisle.yarn.application.classpath",
            "",
            "Class path of Hadoop on the nodes, entries separated by commas; empty: yarn.application.classpath.");
    public static final ConfigKey<String> JAVA_HOME = ConfigKey.text(
            "lisle.yarn.java.home",
            "",
            "JDK (17 or newer) on the nodes that containers run on; empty: the JAVA_HOME of the NodeManager.");
    public static final ConfigKey<String> JAVA_ARCHIVE = ConfigKey.text(
            "lisle.yarn.java.archive",
            "",
            "Archive of a JDK (17 or newer) that is shipped to the containers, for nodes that have none; its one top"
                    + " directory, if there is one, is found.");
    public static final ConfigKey<Boolean> CLASS_ARCHIVES = ConfigKey.bool(
            "lisle.yarn.classArchives",
            true,
            "Whether containers start from an archive of loaded classes, which the first application with the same jar, Hadoop"
                    + " configuration and Java leaves in the staging directory's cache when it has ended.");
    public static final ConfigKey<Integer> DRIVER_CORES =
            ConfigKey.integer("lisle.driver.cores", 1, 1, 1024, "Vcores of the ApplicationMaster's container.");
    public static final ConfigKey<String> DRIVER_JAVA_OPTIONS = ConfigKey.text(
            "lisle.driver.extraJavaOptions",
            "",
            "Flags for the ApplicationMaster's JVM, after Lisle's own; not for the heap.");
    public static final ConfigKey<String> EXECUTOR_JAVA_OPTIONS = ConfigKey.text(
            "lisle.executor.extraJavaOptions",
            "",
            "Flags for the executors' JVMs, after Lisle's own; not for the heap.");
    public static final ConfigKey<Integer> MAX_EXECUTOR_FAILURES = ConfigKey.integer(
            "lisle.yarn.max.executor.failures",
            0,
            0,
            1_000_000,
            "Executors that may fail before the application gives up; 0: twice the most executors wanted at a time, at least"
                    + " lisle.task.maxFailures and 3.");
    public static final ConfigKey<Duration> EXECUTOR_FAILURES_VALIDITY = ConfigKey.duration(
            "lisle.yarn.executor.failuresValidityInterval",
            "1h",
            "Failures of executors that are older do not count against lisle.yarn.max.executor.failures; 0: all count.");
    public static final ConfigKey<Duration> ALLOCATION_TIMEOUT = ConfigKey.duration(
            "lisle.yarn.allocation.timeout",
            "0s",
            "How long the application waits for containers while it has none before it fails; 0: for ever. It says from the start"
                    + " what it waits for.");
    public static final ConfigKey<String> ACCESS_FILE_SYSTEMS = ConfigKey.text(
            "lisle.yarn.access.hadoopFileSystems",
            "",
            "File systems besides the default one that the job reads or writes on a secured cluster, as URIs separated by commas.");
    public static final ConfigKey<Duration> CONNECT_TIMEOUT = ConfigKey.duration(
            "lisle.yarn.connect.timeout", "10s", "How long the client tries to reach the cluster before it gives up.");
    public static final ConfigKey<Duration> REPORT_INTERVAL = ConfigKey.duration(
            "lisle.yarn.report.interval", "300ms", "How often the client asks for the state of its application.");

    public static final ConfigKey<String> SUBMIT_KEY = ConfigKey.text(
            "lisle.submit.key",
            "",
            "Key of this submission: one application runs for it, however often and by whom of the user's clients it is submitted"
                    + " (--submit-key); empty: every submission is an application of its own.");
    public static final ConfigKey<Duration> SUBMIT_KEY_RETENTION = ConfigKey.duration(
            "lisle.submit.key.retention",
            "7d",
            "How long the result of a submission with a key is kept, from the end of its application; after that the key is new.");
    public static final ConfigKey<Boolean> SUBMIT_RETRY_FAILED = ConfigKey.bool(
            "lisle.submit.retryFailed",
            false,
            "Whether a submission whose key belongs to a failed application starts a new one (--retry-failed), or reports the failure.");
    public static final ConfigKey<Duration> CACHE_RETENTION = ConfigKey.duration(
            "lisle.yarn.cache.retention",
            "30d",
            "Uploads that no submission has used for this time, and that no application has in use, are removed from the staging"
                    + " directory's cache by a later submission.");

    /** Every key, in the order of the reference page. */
    static final List<ConfigKey<?>> ALL = List.of(
            QUEUE,
            PRIORITY,
            TAGS,
            NODE_LABEL,
            MAX_ATTEMPTS,
            ATTEMPT_FAILURES_VALIDITY,
            STAGING_DIRECTORY,
            JARS,
            FILES,
            ARCHIVES,
            APPLICATION_CLASSPATH,
            JAVA_HOME,
            JAVA_ARCHIVE,
            CLASS_ARCHIVES,
            DRIVER_CORES,
            DRIVER_JAVA_OPTIONS,
            EXECUTOR_JAVA_OPTIONS,
            MAX_EXECUTOR_FAILURES,
            EXECUTOR_FAILURES_VALIDITY,
            ALLOCATION_TIMEOUT,
            ACCESS_FILE_SYSTEMS,
            CONNECT_TIMEOUT,
            REPORT_INTERVAL,
            SUBMIT_KEY,
            SUBMIT_KEY_RETENTION,
            SUBMIT_RETRY_FAILED,
            CACHE_RETENTION);

    /** Settings {@code lisle.yarn.appMasterEnv.NAME}: the variable NAME in the ApplicationMaster's environment. */
    public static final String DRIVER_ENVIRONMENT_PREFIX = "lisle.yarn.appMasterEnv.";

    /** Settings {@code lisle.executorEnv.NAME}: the variable NAME in the executors' environment. */
    public static final String EXECUTOR_ENVIRONMENT_PREFIX = "lisle.executorEnv.";

    private YarnSettings() {}
}
