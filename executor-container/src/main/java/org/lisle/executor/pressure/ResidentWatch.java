package org.lisle.executor.pressure;

import com.google.errorprone.annotations.ThreadSafe;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.lisle.executor.memory.MemoryPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the process every second and does what {@link MemoryPressure} says. Eviction, which may write to disk, is a worker's. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts, or used by one worker at a time
public final class ResidentWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentWatch.class);
    private static final long INTERVAL_MILLIS = 1000;

    private final MemoryPool pool;
    private final LongSupplier residentBytes;
    private final Executor workers;
    private final MemoryPressure pressure;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile String refusal = "";

    /**
     * @param containerBytes the container's size
     * @param residentBytes of the process; 0 when it cannot be known
     * @param workers may be blocked by eviction
     */
    public ResidentWatch(MemoryPool pool, long containerBytes, LongSupplier residentBytes, Executor workers) {
        this.pool = pool;
        this.residentBytes = residentBytes;
        this.workers = workers;
        long limit = ContainerLimit.of(containerBytes, Path.of("/"));
        this.pressure = new MemoryPressure(limit, pool.total(), collectionShrinksTheHeap());
    }

    /** Begins; the timer only hands the work on. */
    public void start(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(
                () -> {
                    if (looking.compareAndSet(false, true)) {
                        workers.execute(this::look);
                    }
                },
                INTERVAL_MILLIS,
                INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Why the executor wants no more tasks; empty when it does. */
    public String refusal() {
        return refusal;
    }

    void look() {
        try {
            long resident = residentBytes.getAsLong();
            long storage = pool.storageUsed();
            carryOut(pressure.decide(
                    resident,
                    storage,
                    storage + pool.executionUsed(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
        } catch (RuntimeException e) {
            LOG.warn("The process's size could not be looked at", e);
        } finally {
            looking.set(false);
        }
    }

    private void carryOut(MemoryPressure.Actions actions) {
        if (!actions.refusal().equals(refusal)
                && (refusal.isEmpty() || actions.refusal().isEmpty())) {
            LOG.warn(
                    actions.refusal().isEmpty() ? "Tasks are taken again" : "No more tasks for now: {}",
                    actions.refusal());
        }
        refusal = actions.refusal();
        pool.limit(actions.budgetBytes());
        if (actions.evictBytes() > 0) {
            long evicted = pool.evict(actions.evictBytes());
            LOG.info("{} bytes of cached blocks left memory, because the container is nearly full", evicted);
        }
        if (actions.collect()) {
            collect();
        }
    }

    @SuppressWarnings("DoNotCallSuggester")
    private static void collect() {
        System.gc();
    }

    /**
     * Measured with 400 MiB dropped out of a heap of 600: a full collection by the serial collector (with -XX:-ShrinkHeapInSteps, which
     * executors have) took the process from 558 to 99 MiB within 61 ms; one by the parallel collector took it nowhere.
     */
    private static boolean collectionShrinksTheHeap() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .anyMatch(collector -> collector.getName().equals("MarkSweepCompact"));
    }
}
