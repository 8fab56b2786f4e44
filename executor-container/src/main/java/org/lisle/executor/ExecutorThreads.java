package org.lisle.executor;

import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of an executor besides its slots: one for times, and workers for what may block. Whoever gives work away, event loops above all,
 * never runs it and never waits: what finds no free worker queues. No work may wait for other work of these threads. All are daemons.
 * Thread-safe.
 */
final class ExecutorThreads implements AutoCloseable {
    private static final int MOST_WORKERS = 32;

    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor workers;

    ExecutorThreads(String name) {
        this.timer = Executors.newSingleThreadScheduledExecutor(factory(name + " timer"));
        this.workers = new ThreadPoolExecutor(
                MOST_WORKERS,
                MOST_WORKERS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory(name + " worker"),
                // only after the end, when nobody waits for it any more
                new ThreadPoolExecutor.DiscardPolicy());
        workers.allowCoreThreadTimeOut(true);
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
