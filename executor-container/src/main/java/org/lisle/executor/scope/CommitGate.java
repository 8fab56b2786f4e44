package org.lisle.executor.scope;

/** Asks the driver whether an attempt may commit its output (D9). Thread-safe. */
@FunctionalInterface
public interface CommitGate {
    /**
     * Waits for the driver's answer.
     *
     * @throws InterruptedException when the task is killed meanwhile
     * @throws org.lisle.core.error.LisleException CONNECTION_LOST when the driver does not answer
     */
    boolean mayCommit(long taskId, int stageId, int partition) throws InterruptedException;
}
