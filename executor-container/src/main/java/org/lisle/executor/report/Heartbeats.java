package org.lisle.executor.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.HeartbeatAck;
import org.lisle.core.message.RunningTask;
import org.lisle.executor.driver.DriverLink;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.task.Attempt;
import org.lisle.executor.task.TaskPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the driver regularly that the executor lives, what its tasks have done by now, and what memory it takes. */
public final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final DriverLink driver;
    private final String executor;
    private final IntSupplier epoch;
    private final TaskPool tasks;
    private final MemoryPool pool;
    private final Supplier<String> refusal;
    private final Runnable unknown;

    /**
     * @param refusal why no more tasks are wanted; empty when they are
     * @param unknown called when the driver says that it does not know this executor
     */
    public Heartbeats(
            DriverLink driver,
            String executor,
            IntSupplier epoch,
            TaskPool tasks,
            MemoryPool pool,
            Supplier<String> refusal,
            Runnable unknown) {
        this.driver = driver;
        this.executor = executor;
        this.epoch = epoch;
        this.tasks = tasks;
        this.pool = pool;
        this.refusal = refusal;
        this.unknown = unknown;
    }

    /** Begins on the timer, which must not be blocked by others for long. */
    public void start(ScheduledExecutorService timer, Duration interval) {
        timer.scheduleAtFixedRate(this::beat, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            driver.request(heartbeat()).whenComplete((answer, failure) -> {
                if (failure != null) {
                    LOG.debug("A heartbeat was not answered", failure);
                } else if (answer instanceof HeartbeatAck ack && !ack.getKnown()) {
                    unknown.run();
                }
            });
        } catch (RuntimeException e) {
            // A repeated action that throws is never run again.
            LOG.warn("A heartbeat could not be sent", e);
        }
    }

    private Heartbeat heartbeat() {
        List<RunningTask> running = new ArrayList<>();
        for (Attempt attempt : tasks.attempts()) {
            running.add(new RunningTask(attempt.identity().taskId(), attempt.metricsNow()));
        }
        return new Heartbeat(
                executor,
                epoch.getAsInt(),
                running,
                pool.executionUsed(),
                pool.storageUsed(),
                ProcessMemory.residentBytes(),
                ProcessMemory.collectorNanos(),
                refusal.get());
    }
}
