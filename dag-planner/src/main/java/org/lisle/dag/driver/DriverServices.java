package org.lisle.dag.driver;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.api.listener.LisleListener;
import org.lisle.core.message.RegisterExecutor;

/**
 * What the driver does for executors and for the API besides running jobs: locations of map outputs and blocks, commit decisions,
 * broadcasts, accumulators. The same object serves local mode by direct calls and the ApplicationMaster behind the transport.
 * Thread-safe; no call blocks, except as {@link #status} says.
 */
public interface DriverServices {
    /**
     * Answers an executor's message of {@code org.lisle.core.message}: GetMapOutputs, AskCommit, LocateBlock, GetReplicaTargets,
     * BlockChanges, TaskUpdates, Heartbeat, TaskStacks, HeldShuffles. Fails with PROTOCOL for others, and for messages of another epoch.
     */
    CompletionStage<? extends SpecificRecord> request(SpecificRecord message);

    /**
     * An executor registered: commands go through the gateway from now on. When it is known already, and the process, host and port are the
     * same, only its connection is new: it keeps its tasks and outputs. Another process under its id takes its place, and serves its outputs
     * when it is on the same host.
     */
    void executorAdded(RegisterExecutor executor, ExecutorGateway gateway);

    /**
     * An executor is gone; its running tasks are lost, its segments too when {@code outputLost}.
     *
     * @param countsAsFailure whether the loss may be the fault of its tasks: false for preempted containers and failed disks
     * @param largerComes whether it was too small for its tasks, and a larger one was asked for in its place
     */
    void executorLost(String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes);

    /** {@link #executorLost(String, String, boolean, boolean, boolean)} where its size is not to blame. */
    default void executorLost(String executor, String reason, boolean outputLost, boolean countsAsFailure) {
        executorLost(executor, reason, outputLost, countsAsFailure, false);
    }

    /**
     * An executor is going to be taken away: it gets no more tasks, what it alone stores is copied elsewhere, and it is released when it
     * has nothing left to do.
     */
    void executorLeaves(String executor, String reason);

    /** {@link #executorLost(String, String, boolean, boolean)} where the tasks may be at fault. */
    default void executorLost(String executor, String reason, boolean outputLost) {
        executorLost(executor, reason, outputLost, true);
    }

    /** A node is gone or unusable, and what lies on its disks with it. Its executors are told of one by one, besides. */
    void nodeLost(String host, String reason);

    /** Something that whoever runs the application is to know: it is on the page, and in the output of the command that follows it. */
    void notice(String text);

    /** The shuffle server that {@link ClusterGateway#startShuffleServer} asked for cannot be had. */
    void shuffleServerRefused(String host, String reason);

    /** Keeps the bytes of a block in the driver, for executors to fetch: pieces of broadcasts. */
    void putBlock(String block, byte[] bytes);

    /** @throws org.lisle.core.error.LisleException INTERNAL_ERROR naming the block when it is not here */
    byte[] block(String block);

    /** The address under which {@link #block} can be fetched, for LocateBlock: set once, before the first executor registers. */
    void blocksServedAt(String host, int port);

    /** Drops blocks by prefix, here and in all executors. A persisted dataset's prefix is {@code rdd_7_}. */
    void removeBlocks(List<String> prefixes);

    /** Drops the map outputs of shuffles that no dataset can read any more. */
    void removeShuffles(List<Integer> shuffleIds);

    /**
     * From now on the partial values of accumulator {@code id} go to the merger: once for each partition of a stage, from the attempt that
     * counts, before the job's future completes.
     */
    void registerAccumulator(long id, AccumulatorMerger merger);

    void removeAccumulator(long id);

    /** What the application did so far; waits for the loop's turn, which is short. */
    ApplicationStatus status();

    /** Hears of events from now on. */
    void addListener(LisleListener listener);

    void removeListener(LisleListener listener);

    /** Merges an encoded partial value; called on the driver's loop, one at a time: must be quick. */
    @FunctionalInterface
    interface AccumulatorMerger {
        void merge(byte[] partialValue);
    }
}
