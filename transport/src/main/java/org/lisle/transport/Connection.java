package org.lisle.transport;

import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** An authenticated connection; both ends may send. Messages of one sender arrive in the order in which they were sent. Thread-safe. */
public interface Connection extends AutoCloseable {
    /** For logs: {@code 10.0.0.7:41233}. */
    String remoteAddress();

    /**
     * Sends a message and completes with the other end's answer; fails with a {@code LisleException}: CONNECTION_LOST when the connection
     * ends or the time (see {@link TransportConfig#requestTimeout()}) is over before the answer, or with the code the other end failed with, or with RECORD_TOO_LARGE. Completes on an event
     * loop: what depends on it must not block there.
     */
    CompletableFuture<SpecificRecord> request(SpecificRecord message);

    /** Sends a message without an answer. Lost without a word when the connection ends; {@link ConnectionHandler#disconnected} tells. Throws
     * RECORD_TOO_LARGE. */
    void send(SpecificRecord message);

    /**
     * Asks for bulk bytes. Chunks are handed to the receiver in order, on an event loop; the receiver's {@code failed} or
     * {@code completed} is called exactly once.
     */
    void fetch(SpecificRecord request, BulkReceiver receiver);

    boolean isOpen();

    @Override
    void close();
}
