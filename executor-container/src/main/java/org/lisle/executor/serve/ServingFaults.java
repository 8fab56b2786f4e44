package org.lisle.executor.serve;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.lisle.transport.BulkSource;

/** Makes bulk answers on workers, or what a test orders instead of them ({@link FaultPoint#SERVE}: DROP, DELAY, FAIL, CORRUPT). */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
final class ServingFaults {
    private final FaultInjector faults;
    private final Executor workers;

    ServingFaults(FaultInjector faults, Executor workers) {
        this.faults = faults;
        this.workers = workers;
    }

    /** @param key see {@link FaultPoint#FETCH} */
    CompletionStage<BulkSource> answer(String key, Supplier<BulkSource> made) {
        Fault fault = faults.at(FaultPoint.SERVE, key);
        return switch (fault.kind()) {
            case NONE -> CompletableFuture.supplyAsync(made, workers);
            case DROP -> new CompletableFuture<>();
            case DELAY ->
                CompletableFuture.supplyAsync(
                        made,
                        CompletableFuture.delayedExecutor(fault.delay().toMillis(), TimeUnit.MILLISECONDS, workers));
            case FAIL ->
                CompletableFuture.failedFuture(
                        new LisleException(ErrorCode.LOCAL_DISK, "an error was ordered for serving " + key, ""));
            case CORRUPT -> CompletableFuture.supplyAsync(() -> damaged(made.get()), workers);
            default -> throw new IllegalArgumentException("serving cannot " + fault.kind());
        };
    }

    /** The answer with the last byte of its last chunk that has any changed. */
    private static BulkSource damaged(BulkSource whole) {
        List<BulkSource.Chunk> chunks = new ArrayList<>(whole.chunks());
        for (int i = chunks.size() - 1; i >= 0; i--) {
            if (chunks.get(i) instanceof BulkSource.FileSlice slice && slice.length() > 0) {
                chunks.set(i, damaged(slice));
                return new BulkSource(chunks);
            }
        }
        return whole;
    }

    private static BulkSource.MemorySlice damaged(BulkSource.FileSlice slice) {
        ByteBuffer bytes = ByteBuffer.allocate((int) slice.length());
        try (FileChannel file = FileChannel.open(slice.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && file.read(bytes, slice.offset() + bytes.position()) > 0) {}
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        bytes.flip();
        int last = bytes.limit() - 1;
        bytes.put(last, (byte) ~bytes.get(last));
        return new BulkSource.MemorySlice(bytes, () -> {});
    }
}
