package org.lisle.dag.driver;

import java.time.Clock;
import org.lisle.core.config.LisleConf;

/**
 * The driver of one application: the scheduler's loop with the services around it. One for an application (and one for each local-mode
 * context). Thread-safe.
 */
public final class DriverRuntime implements AutoCloseable {
    /** The id under which the driver itself holds blocks; no executor has it. */
    public static final String DRIVER_ID = "driver";

    public DriverRuntime(LisleConf conf, int epoch, ClusterGateway cluster, BlockFetcher fetcher, Clock clock) {}

    public JobRunner jobs() {
        throw new UnsupportedOperationException();
    }

    public DriverServices services() {
        throw new UnsupportedOperationException();
    }

    /** A snapshot; waits for the loop's turn, which is short. */
    public ApplicationStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Fails all jobs that still run with CONTEXT_CLOSED and ends the loop. */
    @Override
    public void close() {}
}
