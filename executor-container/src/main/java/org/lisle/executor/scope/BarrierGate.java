package org.lisle.executor.scope;

import java.util.List;

/** Where tasks of a barrier stage wait for each other. Thread-safe. */
@FunctionalInterface
public interface BarrierGate {
    /**
     * Returns when all tasks of the stage have come, with what they say, by partition.
     *
     * @param round how often the attempt has come before
     * @param gathers whether it wants to know what they say
     * @param message what it says
     * @throws org.lisle.core.error.LisleException BARRIER_BROKEN, BARRIER_MISMATCH when they do not come
     */
    List<String> pass(long taskId, int round, boolean gathers, String message) throws InterruptedException;
}
