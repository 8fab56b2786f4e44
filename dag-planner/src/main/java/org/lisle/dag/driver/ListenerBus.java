package org.lisle.dag.driver;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.lisle.api.listener.LisleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of events on a thread of its own. Posting never waits: without listeners it does nothing, with a full queue it counts the
 * event as dropped. Thread-safe.
 */
final class ListenerBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerBus.class);
    static final int CAPACITY = 10_000;
    private static final long LAST_WORDS_MILLIS = 2_000;

    private final BlockingQueue<Consumer<LisleListener>> queue;
    private final List<LisleListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "lisle-listeners");
    private volatile boolean closed;

    ListenerBus() {
        this(CAPACITY);
    }

    ListenerBus(int capacity) {
        queue = new ArrayBlockingQueue<>(capacity);
        thread.setDaemon(true);
    }

    void add(LisleListener listener) {
        listeners.add(listener);
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    void remove(LisleListener listener) {
        listeners.remove(listener);
    }

    /** Whether events need be made at all. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    void post(Consumer<LisleListener> event) {
        if (isHeard() && !closed && !queue.offer(event) && dropped.getAndIncrement() == 0) {
            LOG.warn("Listeners are too slow: events are dropped until they have caught up");
        }
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                Consumer<LisleListener> event = queue.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    tell(event);
                }
                tellDropped();
            }
        } catch (InterruptedException e) {
            LOG.debug("Listeners hear no more", e);
        }
    }

    private void tellDropped() {
        long events = dropped.get() == 0 ? 0 : dropped.getAndSet(0);
        if (events > 0) {
            LOG.warn("{} events were not told to listeners", events);
            tell(listener -> listener.onEventsDropped(events));
        }
    }

    private void tell(Consumer<LisleListener> event) {
        for (LisleListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("A listener failed", e);
            }
        }
    }

    /** Tells what waits, for two seconds at most. */
    @Override
    public void close() {
        closed = true;
        if (started.get() && Thread.currentThread() != thread) {
            try {
                thread.join(LAST_WORDS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread.interrupt();
        }
    }
}
