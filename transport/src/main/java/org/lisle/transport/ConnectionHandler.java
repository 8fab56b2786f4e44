package org.lisle.transport;

import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;

/** What an end of a connection does with what comes in. Called on event loops: never blocks; long work completes its stage later. */
public interface ConnectionHandler {
    default void connected(Connection connection) {}

    /** The connection is gone; called once after {@code connected}. */
    default void disconnected(Connection connection) {}

    /** A message that wants an answer. */
    CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message);

    /** A message that wants none. */
    void message(Connection connection, SpecificRecord message);

    /**
     * A request for bulk bytes. A stage that fails, and a chunk that fails to be read, fail the request on the other end with the same code.
     */
    CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request);
}
