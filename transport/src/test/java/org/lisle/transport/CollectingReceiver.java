package org.lisle.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the chunks of a bulk answer. Its {@link #result} fails when anything is called out of order. */
final class CollectingReceiver implements BulkReceiver {
    /** Chunks in order. */
    final CompletableFuture<List<byte[]>> result = new CompletableFuture<>();

    final AtomicInteger lastCalls = new AtomicInteger();
    private final List<ByteArrayOutputStream> chunks = new ArrayList<>();
    private final int wanted;
    private final CompletableFuture<?> goOn;
    private long missing;

    CollectingReceiver() {
        this(Integer.MAX_VALUE);
    }

    /** @param wanted cancels at the chunk with this index */
    CollectingReceiver(int wanted) {
        this(wanted, CompletableFuture.completedFuture(null));
    }

    /** Holds its connection's thread at the first chunk until {@code goOn} is complete. */
    static CollectingReceiver holdingUntil(CompletableFuture<?> goOn) {
        return new CollectingReceiver(Integer.MAX_VALUE, goOn);
    }

    private CollectingReceiver(int wanted, CompletableFuture<?> goOn) {
        this.wanted = wanted;
        this.goOn = goOn;
    }

    @Override
    public boolean chunk(int index, long length) {
        if (index != chunks.size() || missing != 0 || lastCalls.get() != 0) {
            throw new IllegalStateException("chunk " + index + " of " + length + " while " + missing + " are missing");
        }
        goOn.join();
        if (index == wanted) {
            return false;
        }
        chunks.add(new ByteArrayOutputStream());
        missing = length;
        return true;
    }

    @Override
    public void bytes(ByteBuffer bytes) {
        missing -= bytes.remaining();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        chunks.get(chunks.size() - 1).writeBytes(copy);
    }

    @Override
    public void completed() {
        lastCalls.incrementAndGet();
        if (missing == 0) {
            result.complete(
                    chunks.stream().map(ByteArrayOutputStream::toByteArray).toList());
        } else {
            result.completeExceptionally(new IllegalStateException(missing + " bytes are missing"));
        }
    }

    @Override
    public void failed(Throwable failure) {
        lastCalls.incrementAndGet();
        result.completeExceptionally(failure);
    }
}
