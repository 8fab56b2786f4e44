package org.lisle.api;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.codec.BroadcastEncoding;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.compress.Compression;
import org.lisle.dag.driver.DriverServices;

/** Makes a context's broadcasts and accumulators known to the driver's services. Thread-safe. */
final class SharedVariables {
    private final AtomicLong nextBroadcast = new AtomicLong();
    private final AtomicLong nextAccumulator = new AtomicLong();
    private final DriverServices services;
    private final Compression compression;
    private final ClassLoader loader;

    SharedVariables(DriverServices services, Compression compression, ClassLoader loader) {
        this.services = services;
        this.compression = compression;
        this.loader = loader;
    }

    <T> Broadcast<T> broadcast(T value) {
        List<byte[]> pieces = BroadcastEncoding.encode(
                value, RecordCodecs.forJob(loader), compression, BroadcastEncoding.PIECE_BYTES);
        return DriverBroadcast.put(nextBroadcast.getAndIncrement(), value, pieces, services);
    }

    /** Partial values come as the serialised copies of tasks, merged on the driver's loop. */
    <IN, OUT> void register(Accumulator<IN, OUT> accumulator, @Nullable String name) {
        long id = nextAccumulator.getAndIncrement();
        accumulator.register(id, name);
        services.registerAccumulator(id, partial -> accumulator.merge(read(partial)));
    }

    @SuppressWarnings("unchecked")
    private <IN, OUT> Accumulator<IN, OUT> read(byte[] partial) {
        return Closures.deserialize(partial, Accumulator.class, loader, HandleBinder.NONE);
    }
}
