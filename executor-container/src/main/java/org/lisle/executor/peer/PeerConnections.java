package org.lisle.executor.peer;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.lisle.transport.Transport;

/** Connects when first asked, keeps the connection, and connects again when it failed or was lost. */
@ThreadSafe
@SuppressWarnings("Immutable") // a transport is thread-safe by its contract
public final class PeerConnections implements Peers, AutoCloseable {
    private static final ConnectionHandler NOTHING_SERVED = new NothingServed();

    private final Transport transport;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Address, CompletableFuture<Connection>> connections = new HashMap<>();

    /** @param transport closed by its owner, after this */
    public PeerConnections(Transport transport) {
        this.transport = transport;
    }

    @Override
    public CompletableFuture<Connection> connection(Address address) {
        CompletableFuture<Connection> made = new CompletableFuture<>();
        synchronized (lock) {
            CompletableFuture<Connection> known = connections.get(address);
            if (known != null && isUsable(known)) {
                return known.copy();
            }
            connections.put(address, made);
        }
        transport.connect(address.host(), address.port(), NOTHING_SERVED).whenComplete((connection, failure) -> {
            if (failure == null) {
                made.complete(connection);
            } else {
                made.completeExceptionally(failure);
            }
        });
        return made.copy();
    }

    @Override
    public void close() {
        List<CompletableFuture<Connection>> open;
        synchronized (lock) {
            open = List.copyOf(connections.values());
            connections.clear();
        }
        open.forEach(connection -> connection.thenAccept(Connection::close));
    }

    /** Being made, or open. */
    private static boolean isUsable(CompletableFuture<Connection> connection) {
        if (!connection.isDone()) {
            return true;
        }
        return !connection.isCompletedExceptionally() && connection.join().isOpen();
    }

    /** The other end of a connection made here asks nothing. */
    private static final class NothingServed implements ConnectionHandler {
        @Override
        public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
            return CompletableFuture.failedFuture(refused(message));
        }

        @Override
        public void message(Connection connection, SpecificRecord message) {
            throw refused(message);
        }

        @Override
        public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
            return CompletableFuture.failedFuture(refused(request));
        }

        private static LisleException refused(SpecificRecord message) {
            return new LisleException(
                    ErrorCode.PROTOCOL,
                    "a data server sent a " + message.getSchema().getName() + " of its own accord",
                    "");
        }
    }
}
