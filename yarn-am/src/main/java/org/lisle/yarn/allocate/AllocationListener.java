package org.lisle.yarn.allocate;

import java.util.List;
import org.lisle.core.error.LisleException;

/** Hears what becomes of containers; called on the allocator's threads, must be quick. */
public interface AllocationListener {
    /** As in {@code DriverServices.executorLost}. */
    void executorLost(String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes);

    /** As in {@code DriverServices.notice}. */
    void notice(String text);

    /** A node is lost or unusable, and its disks with it; its executors are told of besides. */
    void nodeLost(String host, String reason);

    /** The shuffle server wanted on the host cannot be had. */
    void shuffleServerRefused(String host, String reason);

    /** The executor is going to be taken away: it is to get no new tasks, and is released when it has nothing left to do. */
    void executorLeaves(String executor, String reason);

    /** What would be lost with each executor that lives. */
    List<ExecutorCost> executorCosts();

    /** The application cannot go on: no executors (NO_EXECUTORS). */
    void giveUp(LisleException why);

    /** This attempt cannot go on, but another one may: the ResourceManager does not know it any more, or is not reached. */
    void disowned(LisleException why);

    /** Part of the work that is done, from 0 to 1, for YARN's lists. */
    float progress();
}
