package org.lisle.yarn.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.FetchBlock;
import org.lisle.dag.driver.BlockFetcher;
import org.lisle.transport.BulkReceiver;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.lisle.transport.Transport;

/** Brings blocks from executors over connections of its own to their data servers, one to each, made when first needed. */
public final class TransportBlockFetcher implements BlockFetcher {
    private final Transport transport;
    private final Map<String, CompletableFuture<Connection>> connections = new ConcurrentHashMap<>();

    public TransportBlockFetcher(Transport transport) {
        this.transport = transport;
    }

    @Override
    public CompletionStage<byte[]> fetch(String executor, String host, int port, String block) {
        return connection(host, port).thenCompose(connection -> {
            Whole whole = new Whole();
            connection.fetch(new FetchBlock(block, 0L, -1L), whole);
            return whole.bytes;
        });
    }

    private CompletableFuture<Connection> connection(String host, int port) {
        return connections.compute(host + ":" + port, (address, known) -> {
            boolean usable = known != null
                    && !known.isCompletedExceptionally()
                    && (!known.isDone() || known.join().isOpen());
            return usable ? known : transport.connect(host, port, new Silent());
        });
    }

    /** Collects the chunks of one block; on an event loop. */
    private static final class Whole implements BulkReceiver {
        private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

        @Override
        public boolean chunk(int index, long length) {
            return true;
        }

        @Override
        public void bytes(ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            collected.write(copy, 0, copy.length);
        }

        @Override
        public void completed() {
            bytes.complete(collected.toByteArray());
        }

        @Override
        public void failed(Throwable failure) {
            bytes.completeExceptionally(failure);
        }
    }

    /** Executors' data servers send nothing of their own. */
    private static final class Silent implements ConnectionHandler {
        @Override
        public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
            return CompletableFuture.failedFuture(refused(message));
        }

        @Override
        public void message(Connection connection, SpecificRecord message) {
            connection.close();
        }

        @Override
        public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
            return CompletableFuture.failedFuture(refused(request));
        }

        private static LisleException refused(@Nullable SpecificRecord message) {
            return new LisleException(
                    ErrorCode.PROTOCOL, "the driver only fetches on this connection, and got " + message, "");
        }
    }
}
