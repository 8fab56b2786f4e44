package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stand-alone shuffle servers, one a host: wanted, running or refused. Which hosts need one is the callers' knowledge.
 *
 * <pre>
 *   want -> wanted -- comes in time --> running -- no job needs it for a while --> given back
 *             |                            +-- lost --> wanted again by the next need
 *             +-- refused, or too late --> refused: not wanted again until an executor was on the host
 * </pre>
 */
final class ShuffleServers {
    private final SchedulerConfig.ShuffleServers config;
    private final CommandBuffer out;
    private final Map<String, Server> byHost = new TreeMap<>();
    private final Set<String> refused = new HashSet<>();
    private long nextLookNanos = Long.MIN_VALUE;

    private static final class Server {
        /** The executor it is; null while it is wanted. */
        @Nullable
        String executor;

        long sinceNanos;
        long neededNanos;

        Server(long now) {
            sinceNanos = now;
            neededNanos = now;
        }
    }

    ShuffleServers(SchedulerConfig.ShuffleServers config, CommandBuffer out) {
        this.config = config;
        this.out = out;
    }

    /** Whether what lies there may be waited for: a server was wanted before, or is from now on. */
    boolean want(OutputPlace place, long now) {
        if (config.startNanos() == 0 || refused.contains(place.host())) {
            return false;
        }
        Server server = byHost.get(place.host());
        if (server == null) {
            byHost.put(place.host(), new Server(now));
            out.add(new Command.StartShuffleServer(place.host(), place.executor()));
            return true;
        }
        // one that runs and does not serve the place is on another node of the same name
        return server.executor == null;
    }

    /** An executor or server came to the host. Returns whether it is the server that was wanted there. */
    boolean came(ExecutorState executor, long now) {
        if (!executor.serverOnly) {
            refused.remove(executor.host);
            return false;
        }
        if (config.startNanos() == 0) {
            return false;
        }
        Server server = byHost.get(executor.host);
        if (server != null && server.executor != null) {
            out.add(new Command.ReleaseExecutor(executor.id, "its host has a shuffle server"));
            return false;
        }
        boolean wanted = server != null;
        Server running = server != null ? server : new Server(now);
        running.executor = executor.id;
        running.neededNanos = now;
        byHost.put(executor.host, running);
        return wanted;
    }

    void lost(ExecutorState executor) {
        if (!executor.serverOnly) {
            refused.remove(executor.host);
        }
        Server server = byHost.get(executor.host);
        if (server != null && executor.id.equals(server.executor)) {
            byHost.remove(executor.host);
        }
    }

    /** The server wanted on the host does not come. Returns whether one was wanted. */
    boolean refuse(String host) {
        Server server = byHost.get(host);
        if (server == null || server.executor != null) {
            return false;
        }
        byHost.remove(host);
        refused.add(host);
        return true;
    }

    /** Nothing on the host is waited for any more. */
    void wantNoMore(String host) {
        Server server = byHost.get(host);
        if (server != null && server.executor == null) {
            byHost.remove(host);
            out.add(new Command.StopShuffleServer(host));
        }
    }

    /** Hosts whose server was wanted too long ago. */
    List<String> late(long now) {
        List<String> late = new ArrayList<>();
        byHost.forEach((host, server) -> {
            if (server.executor == null && now - server.sinceNanos >= config.startNanos()) {
                late.add(host);
            }
        });
        return late;
    }

    /**
     * Servers that were not needed for some time, as executors' ids; looked for now and then only.
     *
     * @param needed whether the server of the host serves what a running job reads and nobody else serves
     */
    List<String> idle(long now, Predicate<String> needed) {
        if (byHost.isEmpty() || now < nextLookNanos) {
            return List.of();
        }
        nextLookNanos = now + config.idleNanos() / 4;
        List<String> idle = new ArrayList<>();
        byHost.forEach((host, server) -> {
            if (server.executor == null || needed.test(host)) {
                server.neededNanos = now;
            } else if (now - server.neededNanos >= config.idleNanos()) {
                idle.add(server.executor);
            }
        });
        return idle;
    }

    /** When {@link #late} or {@link #idle} may have something to say. */
    long nextDeadlineNanos() {
        long deadline = Long.MAX_VALUE;
        for (Server server : byHost.values()) {
            deadline = Math.min(
                    deadline, server.executor == null ? server.sinceNanos + config.startNanos() : nextLookNanos);
        }
        return deadline;
    }
}
