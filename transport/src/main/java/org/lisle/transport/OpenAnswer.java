package org.lisle.transport;

import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.LisleException;

/** A request that waits for one message. */
final class OpenAnswer extends OpenRequest {
    private final CompletableFuture<SpecificRecord> future;

    OpenAnswer(String message, CompletableFuture<SpecificRecord> future) {
        super(message);
        this.future = future;
    }

    @Override
    void answer(SpecificRecord answer) {
        future.complete(answer);
    }

    @Override
    void failed(LisleException failure) {
        future.completeExceptionally(failure);
    }
}
