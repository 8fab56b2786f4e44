package org.lisle.dag.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many tasks failed on executors, and on how many executors of a host too many did: from counts to an {@link ExclusionList}. One for
 * each stage in which anything failed, one for the application.
 */
final class FailureCounts {
    /** A task: its stage and partition. */
    record Task(int stageId, int partition) {}

    private final int tasksPerExecutor;
    private final int executorsPerHost;
    private final long timeoutNanos;
    private final Map<String, Map<Task, Long>> failedTasks = new HashMap<>();
    private final Map<String, Set<String>> failedExecutors = new HashMap<>();

    FailureCounts(int tasksPerExecutor, int executorsPerHost, long timeoutNanos) {
        this.tasksPerExecutor = tasksPerExecutor;
        this.executorsPerHost = executorsPerHost;
        this.timeoutNanos = timeoutNanos;
    }

    /** Counts a failure; failures older than the time-out do not count any more. Returns whether something new is excluded. */
    boolean count(Task task, String executor, String host, String message, long nowNanos, ExclusionList excluded) {
        Map<Task, Long> tasks = failedTasks.computeIfAbsent(executor, id -> new HashMap<>());
        tasks.values().removeIf(at -> at <= nowNanos - timeoutNanos);
        tasks.put(task, nowNanos);
        if (tasks.size() < tasksPerExecutor
                || !excluded.addExecutor(executor, reason(tasks.size() + " tasks", message), nowNanos)) {
            return false;
        }
        failedTasks.remove(executor);
        Set<String> onHost = failedExecutors.computeIfAbsent(host, name -> new HashSet<>());
        onHost.add(executor);
        if (onHost.size() >= executorsPerHost
                && excluded.addHost(host, reason("tasks of " + onHost.size() + " executors", message), nowNanos)) {
            failedExecutors.remove(host);
        }
        return true;
    }

    private static String reason(String what, String message) {
        return what + " failed there, the last: " + message;
    }

    void forgetExecutor(String executor) {
        failedTasks.remove(executor);
    }
}
