package org.lisle.api;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;
import org.lisle.dag.action.JobValues;
import org.lisle.dag.driver.DriverServices;

/** Makes a context's broadcasts and accumulators known to the driver's services. Thread-safe. */
final class SharedVariables {
    private final AtomicLong nextBroadcast = new AtomicLong();
    private final AtomicLong nextAccumulator = new AtomicLong();
    private final DriverServices services;
    private final JobValues values;
    private final ClassLoader loader;

    SharedVariables(DriverServices services, JobValues values, ClassLoader loader) {
        this.services = services;
        this.values = values;
        this.loader = loader;
    }

    <T> Broadcast<T> broadcast(T value) {
        return DriverBroadcast.put(nextBroadcast.getAndIncrement(), value, values.encode(List.of(value)), services);
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
