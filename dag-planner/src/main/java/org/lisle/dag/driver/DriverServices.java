package org.lisle.dag.driver;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the driver does for executors and for the API besides running jobs: locations of map outputs and blocks, commit decisions,
 * broadcasts, accumulators. The same object serves local mode by direct calls and the ApplicationMaster behind the transport.
 */
public interface DriverServices {
    /** Answers an executor's request (a message of {@code org.lisle.core.message} that has an answer). Never blocks. */
    CompletionStage<? extends SpecificRecord> request(SpecificRecord message);

    /** An executor registered: commands go through the gateway from now on. */
    void executorAdded(org.lisle.core.message.RegisterExecutor executor, ExecutorGateway gateway);

    /** An executor is gone; its running tasks are lost, its segments too when {@code outputLost}. */
    void executorLost(String executor, String reason, boolean outputLost);

    /** Keeps the bytes of a block in the driver, for executors to fetch: pieces of broadcasts. */
    void putBlock(String block, byte[] bytes);

    byte[] block(String block);

    /** Drops blocks by prefix, here and in all executors. */
    void removeBlocks(List<String> prefixes);

    /** Drops the map outputs of shuffles that no dataset can read any more. */
    void removeShuffles(List<Integer> shuffleIds);
}
