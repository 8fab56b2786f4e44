package org.lisle.yarn.allocate;

import org.lisle.core.unit.DataSize;

/**
 * What the end of an executor's container means. The numbers are those of YARN's {@code ContainerExitStatus}, or the process's own exit
 * code, which is 128 and the signal's number where a signal ended it.
 *
 * @param reason one sentence for a person, with what to do where something can be done
 * @param countsAsFailure whether it uses up the failure budget: not where the cluster took the container away
 */
public record ContainerExit(String reason, boolean countsAsFailure) {
    private static final int ABORTED = -100;
    private static final int DISKS_FAILED = -101;
    private static final int PREEMPTED = -102;
    private static final int EXCEEDED_VIRTUAL_MEMORY = -103;
    private static final int EXCEEDED_MEMORY = -104;
    private static final int BY_APPLICATION_MASTER = -105;
    private static final int BY_RESOURCE_MANAGER = -106;
    private static final int AFTER_APPLICATION = -107;
    private static final int BY_CONTAINER_SCHEDULER = -108;
    private static final int EXCESS_LOGS = -109;
    private static final int ABORT_SIGNAL = 134;
    private static final int KILL_SIGNAL = 137;
    private static final int TERM_SIGNAL = 143;
    private static final int MAX_DIAGNOSTICS = 1200;

    /** @param diagnostics the NodeManager's text; its end is the end of the process's stderr when it failed by itself */
    public static ContainerExit of(int status, String diagnostics, DataSize containerSize) {
        return switch (status) {
            case EXCEEDED_MEMORY ->
                failure("YARN killed its container for using more memory than its " + containerSize
                        + ": raise lisle.executor.memory (--executor-memory)");
            case EXCEEDED_VIRTUAL_MEMORY ->
                failure("YARN killed its container for its virtual memory: raise lisle.executor.memory, or have"
                        + " yarn.nodemanager.vmem-check-enabled set to false on the cluster");
            case EXCESS_LOGS -> failure("YARN killed its container for writing too much into its log");
            case PREEMPTED -> taken("its container was preempted for another queue or application");
            case DISKS_FAILED -> taken("the local disks of its node failed");
            case ABORTED -> taken("its container was aborted, or its node was lost");
            case BY_APPLICATION_MASTER, AFTER_APPLICATION -> taken("its container was given back");
            case BY_RESOURCE_MANAGER -> taken("the ResourceManager killed its container");
            case BY_CONTAINER_SCHEDULER -> taken("its node needed the container's place");
            case ABORT_SIGNAL ->
                failure("its JVM crashed (exit code 134): see hs_err_pid*.log among the container's logs");
            case KILL_SIGNAL ->
                failure(
                        "its process was killed (exit code 137), by the operating system for want of memory or by hand");
            case TERM_SIGNAL -> failure("its process was told to end (exit code 143)");
            default -> failure("its process ended with exit code " + status + hint(diagnostics) + tail(diagnostics));
        };
    }

    private static ContainerExit failure(String reason) {
        return new ContainerExit(reason, true);
    }

    private static ContainerExit taken(String reason) {
        return new ContainerExit(reason, false);
    }

    private static String hint(String diagnostics) {
        boolean oldJava = diagnostics.contains("UnsupportedClassVersionError")
                || diagnostics.contains("Unrecognized option: --add-opens");
        return oldJava
                ? "; the node's Java is older than 17: name a newer one in lisle.yarn.java.home or ship one with"
                        + " lisle.yarn.java.archive"
                : "";
    }

    private static String tail(String diagnostics) {
        String text = diagnostics.strip();
        if (text.isEmpty()) {
            return "";
        }
        return ": "
                + (text.length() <= MAX_DIAGNOSTICS ? text : "..." + text.substring(text.length() - MAX_DIAGNOSTICS));
    }
}
