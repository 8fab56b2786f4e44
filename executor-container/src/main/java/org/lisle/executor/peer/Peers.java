package org.lisle.executor.peer;

import java.util.concurrent.CompletableFuture;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.Connection;

/** Connections to other executors of the application. Thread-safe. */
@FunctionalInterface
public interface Peers {
    /** An open connection, shared: not to be closed by the caller. Fails with CONNECTION_LOST or AUTHENTICATION_FAILED. */
    CompletableFuture<Connection> connection(Address address);

    /** For an executor that is alone in its application. */
    static Peers none() {
        return address -> CompletableFuture.failedFuture(new LisleException(
                ErrorCode.CONNECTION_LOST, "there is no way to " + address + " from here", "this executor runs alone"));
    }
}
