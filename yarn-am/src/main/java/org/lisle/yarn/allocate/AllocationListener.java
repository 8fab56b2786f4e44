package org.lisle.yarn.allocate;

import org.lisle.core.error.LisleException;

/** Hears what becomes of containers; called on the allocator's threads, must be quick. */
public interface AllocationListener {
    /** As in {@code DriverServices.executorLost}. */
    void executorLost(String executor, String reason, boolean outputLost, boolean countsAsFailure);

    /** The application cannot go on: no executors (NO_EXECUTORS), or no ResourceManager (CLUSTER_UNREACHABLE). */
    void giveUp(LisleException why);

    /** Part of the work that is done, from 0 to 1, for YARN's lists. */
    float progress();
}
