package org.lisle.yarn.allocate;

import org.lisle.core.unit.DataSize;

/**
 * The exit statuses of executors' containers. Below zero they are YARN's ({@code ContainerExitStatus}); above it they are the process's own
 * exit code, which is 128 and the signal's number where a signal ended it.
 */
enum ExitMeaning {
    // ---- the container was too small: its replacement is larger
    MEMORY_EXCEEDED(
            -104,
            Counts.YES,
            Size.TOO_SMALL,
            Shown.NOTHING,
            "YARN killed its container for using more memory than its %s: raise lisle.executor.memory (--executor-memory)"),
    VIRTUAL_MEMORY_EXCEEDED(
            -103,
            Counts.YES,
            Size.TOO_SMALL,
            Shown.NOTHING,
            "YARN killed its container of %s for its virtual memory: raise lisle.executor.memory, or have"
                    + " yarn.nodemanager.vmem-check-enabled set to false on the cluster"),
    OUT_OF_MEMORY(
            52,
            Counts.YES,
            Size.TOO_SMALL,
            Shown.END_OF_LOG,
            "its JVM had no memory left in a container of %s (OutOfMemoryError, exit code 52): raise lisle.executor.memory"
                    + " (--executor-memory), or use fewer cores in each executor"),
    OUT_OF_MEMORY_BY_FLAG(
            3,
            Counts.YES,
            Size.TOO_SMALL,
            Shown.END_OF_LOG,
            "its JVM had no memory left in a container of %s (exit code 3, -XX:+ExitOnOutOfMemoryError): raise"
                    + " lisle.executor.memory"),
    // ---- the cluster took it: nobody's fault
    ABORTED(-100, Counts.NO, "its container was aborted, or its node was lost"),
    DISKS_FAILED(-101, Counts.NO, "the local disks of its node failed"),
    PREEMPTED(-102, Counts.NO, "its container was preempted for another queue or application"),
    GIVEN_BACK(-105, Counts.NO, "its container was given back"),
    BY_RESOURCE_MANAGER(-106, Counts.NO, "the ResourceManager killed its container"),
    AFTER_APPLICATION(-107, Counts.NO, "its container was given back, the application having ended"),
    BY_CONTAINER_SCHEDULER(-108, Counts.NO, "its node needed the container's place"),
    OUT_OF_SIGHT(
            154, Counts.NO, "its NodeManager was restarted and does not know how its process ended (exit code 154)"),
    NOT_STARTED(-1000, Counts.NO, "its container ended before its process was started"),
    // ---- the process
    EXCESS_LOGS(-109, Counts.YES, "YARN killed its container for writing too much into its log"),
    NO_START(
            1,
            Counts.YES,
            Size.FITS,
            Shown.END_OF_LOG,
            "its process could not start, or a program of the job ended it (exit code 1)"),
    LOST_DRIVER(11, Counts.YES, "it could not reach the driver within lisle.executor.driver.timeout (exit code 11)"),
    NO_PERMISSION(
            126,
            Counts.YES,
            Size.FITS,
            Shown.END_OF_LOG,
            "its command could not be run (exit code 126): is lisle.yarn.java.home a JDK for this node's processor?"),
    NO_COMMAND(
            127,
            Counts.YES,
            Size.FITS,
            Shown.END_OF_LOG,
            "its command was not found (exit code 127): is there a JDK at lisle.yarn.java.home, or at the NodeManager's"
                    + " JAVA_HOME, on every node?"),
    ABORT_SIGNAL(
            134,
            Counts.YES,
            Size.FITS,
            Shown.CRASH,
            "its JVM crashed (exit code 134): the whole report is hs_err_pid*.log among the container's logs"),
    SEGMENTATION_FAULT(
            139,
            Counts.YES,
            Size.FITS,
            Shown.CRASH,
            "its JVM crashed (exit code 139): the whole report, if there is one, is hs_err_pid*.log among the container's"
                    + " logs"),
    KILL_SIGNAL(
            137,
            Counts.YES,
            "its process was killed (exit code 137), by the operating system for want of memory or by hand: see the node's"
                    + " kernel log"),
    TERM_SIGNAL(143, Counts.YES, "its process was told to end (exit code 143)"),
    OTHER(0, Counts.YES, Size.FITS, Shown.END_OF_LOG, "its process ended with exit code %d");

    /** Whether it uses up the failure budget. */
    private enum Counts {
        YES,
        NO
    }

    private enum Size {
        FITS,
        TOO_SMALL
    }

    /** What of the NodeManager's diagnostics is told. */
    enum Shown {
        NOTHING,
        END_OF_LOG,
        CRASH
    }

    private final int status;
    private final Counts counts;
    private final Size size;
    private final Shown shown;
    private final String text;

    ExitMeaning(int status, Counts counts, String text) {
        this(status, counts, Size.FITS, Shown.NOTHING, text);
    }

    ExitMeaning(int status, Counts counts, Size size, Shown shown, String text) {
        this.status = status;
        this.counts = counts;
        this.size = size;
        this.shown = shown;
        this.text = text;
    }

    static ExitMeaning of(int status) {
        for (ExitMeaning meaning : values()) {
            if (meaning.status == status) {
                return meaning;
            }
        }
        return OTHER;
    }

    boolean counts() {
        return counts == Counts.YES;
    }

    boolean tooSmall() {
        return size == Size.TOO_SMALL;
    }

    Shown shown() {
        return shown;
    }

    /** One sentence. */
    String text(int exitStatus, DataSize containerSize) {
        return this == OTHER ? text.formatted(exitStatus) : text.formatted(containerSize);
    }
}
