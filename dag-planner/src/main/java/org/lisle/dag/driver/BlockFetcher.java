package org.lisle.dag.driver;

import java.util.concurrent.CompletionStage;

/** Brings a block's bytes from an executor to the driver: results too large to be sent inline. Thread-safe; never blocks. */
@FunctionalInterface
public interface BlockFetcher {
    /**
     * The whole block.
     *
     * @param executor the executor that holds it, with the address it registered with
     * @return fails with CONNECTION_LOST, or with the code the executor failed with
     */
    CompletionStage<byte[]> fetch(String executor, String host, int port, String block);
}
