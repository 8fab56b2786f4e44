package org.lisle.executor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;

/** Stands for the data server until it is made, which needs the port that this listens on. Thread-safe. */
final class ServingHandler implements ConnectionHandler {
    private final CompletableFuture<ConnectionHandler> server = new CompletableFuture<>();

    void serveWith(ConnectionHandler handler) {
        server.complete(handler);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
        return server.thenCompose(
                handler -> handler.request(connection, message).thenApply(answer -> answer));
    }

    @Override
    public void message(Connection connection, SpecificRecord message) {
        server.thenAccept(handler -> handler.message(connection, message));
    }

    @Override
    public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
        return server.thenCompose(handler -> handler.bulk(connection, request));
    }
}
