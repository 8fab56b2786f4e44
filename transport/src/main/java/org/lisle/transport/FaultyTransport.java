package org.lisle.transport;

import com.google.errorprone.annotations.ThreadSafe;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.fault.FaultInjector;

/** A transport whose messages go wrong as a test orders ({@link org.lisle.core.fault.FaultPoint#MESSAGE}); production has none. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
final class FaultyTransport implements Transport {
    private final Transport transport;
    private final FaultInjector faults;
    private final TransportConfig config;

    FaultyTransport(Transport transport, FaultInjector faults, TransportConfig config) {
        this.transport = transport;
        this.faults = faults;
        this.config = config;
    }

    @Override
    public InetSocketAddress listen(InetSocketAddress address, ConnectionHandler handler) {
        return transport.listen(address, new Handler(handler));
    }

    @Override
    public CompletableFuture<Connection> connect(String host, int port, ConnectionHandler handler) {
        Handler faulty = new Handler(handler);
        return transport.connect(host, port, faulty).thenApply(faulty::of);
    }

    @Override
    public void close() {
        transport.close();
    }

    /** Hands the other side's messages on with this side's faulty connection, and lets answers go wrong. */
    private final class Handler implements ConnectionHandler {
        private final ConnectionHandler handler;
        private final Map<Connection, FaultyConnection> connections = new ConcurrentHashMap<>();

        Handler(ConnectionHandler handler) {
            this.handler = handler;
        }

        FaultyConnection of(Connection connection) {
            return connections.computeIfAbsent(
                    connection, made -> new FaultyConnection(made, faults, config.requestTimeout()));
        }

        @Override
        public void connected(Connection connection) {
            handler.connected(of(connection));
        }

        @Override
        public void disconnected(Connection connection) {
            FaultyConnection known = of(connection);
            connections.remove(connection);
            handler.disconnected(known);
        }

        @Override
        public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
            FaultyConnection from = of(connection);
            return handler.request(from, message).thenCompose(from::answer);
        }

        @Override
        public void message(Connection connection, SpecificRecord message) {
            handler.message(of(connection), message);
        }

        @Override
        public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
            return handler.bulk(of(connection), request);
        }
    }
}
