package org.lisle.yarn.allocate;

import java.util.List;

/** What {@link AllocationPlanner} wants done, in this order. */
public sealed interface AllocationCommand {
    /** Asks the ResourceManager for a container. */
    record Ask(ContainerAsk ask) implements AllocationCommand {}

    /** Takes an ask back, because it was granted or is not wanted any more. */
    record Withdraw(ContainerAsk ask) implements AllocationCommand {}

    /** Starts an executor in a granted container. */
    record Launch(String executor, Grant grant) implements AllocationCommand {}

    /** Gives a container back; what runs in it is ended. */
    record GiveBack(String container) implements AllocationCommand {}

    /** Tells the scheduler that an executor is going to be taken: no new tasks there; what it alone holds moves if there is time. */
    record Drain(String executor, String reason) implements AllocationCommand {}

    /** Tells the ResourceManager on which hosts no more containers are wanted, and on which they are again. */
    record Exclude(List<String> added, List<String> removed) implements AllocationCommand {}

    /**
     * Tells the scheduler that an executor is gone.
     *
     * @param largerComes whether it was too small, and a larger one is asked for in its place
     */
    record ReportLost(String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes)
            implements AllocationCommand {
        /** Where its size is not to blame. */
        ReportLost(String executor, String reason, boolean outputLost, boolean countsAsFailure) {
            this(executor, reason, outputLost, countsAsFailure, false);
        }
    }

    /** Asks the ResourceManager for a shuffle server's container on this node and no other. */
    record AskServer(String node) implements AllocationCommand {}

    /** Takes the ask back. */
    record WithdrawServer(String node) implements AllocationCommand {}

    /** Starts a shuffle server in a granted container. */
    record LaunchServer(String executor, Grant grant) implements AllocationCommand {}

    /** Tells the scheduler that the shuffle server it wants on the host cannot be had. */
    record RefuseServer(String host, String reason) implements AllocationCommand {}

    /** Tells the scheduler that the disks of a node are out of reach for good; comes after the losses of its executors. */
    record ReportNodeLost(String host, String reason) implements AllocationCommand {}

    /**
     * Something waits for unusually long, or something is too small; a sentence for whoever runs the application.
     *
     * @param aboutRoom whether it is about containers that are not granted, so that what the queue has left is worth adding
     */
    record Notice(String text, boolean aboutRoom) implements AllocationCommand {}

    /** Ends the application: the budget of failures is used up, or no container came for too long. */
    record GiveUp(String what, String nextStep) implements AllocationCommand {}
}
