package org.lisle.executor;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of an executor besides its slots: one for times, and workers for what may block. All are daemons. Thread-safe. */
final class ExecutorThreads implements AutoCloseable {
    private static final int MOST_WORKERS = 32;

    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor workers;

    ExecutorThreads(String name) {
        this.timer = Executors.newSingleThreadScheduledExecutor(factory(name + " timer"));
        this.workers = new ThreadPoolExecutor(
                0,
                MOST_WORKERS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory(name + " worker"),
                // With all workers busy, the one who asks waits: there is no better place for the work.
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    java.util.concurrent.Executor workers() {
        return workers;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    private static ThreadFactory factory(String name) {
        AtomicInteger next = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + " " + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
