package org.lisle.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** A handler that keeps what comes in and answers as the test tells it to; by default requests with themselves. */
final class RecordingHandler implements ConnectionHandler {
    final List<Connection> connected = new CopyOnWriteArrayList<>();
    final List<Connection> disconnected = new CopyOnWriteArrayList<>();
    final List<SpecificRecord> messages = new CopyOnWriteArrayList<>();
    volatile Function<SpecificRecord, CompletionStage<? extends SpecificRecord>> onRequest =
            CompletableFuture::completedFuture;
    volatile Function<SpecificRecord, CompletionStage<BulkSource>> onBulk =
            request -> CompletableFuture.completedFuture(new BulkSource(List.of()));

    @Override
    public void connected(Connection connection) {
        connected.add(connection);
    }

    @Override
    public void disconnected(Connection connection) {
        disconnected.add(connection);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
        return onRequest.apply(message);
    }

    @Override
    public void message(Connection connection, SpecificRecord message) {
        messages.add(message);
    }

    @Override
    public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
        return onBulk.apply(request);
    }
}
