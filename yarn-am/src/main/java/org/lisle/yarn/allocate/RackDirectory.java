package org.lisle.yarn.allocate;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Racks of hosts for those who must not wait. Finding a rack asks DNS and may run an administrator's script; it happens on a thread of its
 * own, once for a host. Until it has ended, and when it fails, the host is on the default rack: tasks are placed by host all the same.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // the resolver is called on one thread only
final class RackDirectory implements AutoCloseable {
    static final String DEFAULT_RACK = "/default-rack";

    private static final Logger LOG = LoggerFactory.getLogger(RackDirectory.class);
    private static final int IDLE_SECONDS = 10;

    private final UnaryOperator<String> resolver;
    private final ConcurrentMap<String, String> racks = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread;

    /** @param resolver the rack of a host; may take its time */
    RackDirectory(UnaryOperator<String> resolver) {
        this.resolver = resolver;
        this.thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread made = new Thread(work, "racks");
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Never waits. */
    String rackOf(String host) {
        lookUp(host);
        return racks.getOrDefault(host, DEFAULT_RACK);
    }

    /** Begins to find the rack of a host that will be asked for. */
    void lookUp(String host) {
        if (racks.putIfAbsent(host, DEFAULT_RACK) == null) {
            try {
                thread.execute(() -> resolve(host));
            } catch (RejectedExecutionException e) {
                LOG.debug("the application ends, the rack of {} is not needed", host, e);
            }
        }
    }

    private void resolve(String host) {
        try {
            racks.put(host, resolver.apply(host));
        } catch (RuntimeException e) {
            LOG.warn("the rack of {} cannot be found, it counts as {}: {}", host, DEFAULT_RACK, e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
