package org.lisle.dag.driver;

import java.util.List;
import java.util.Map;
import org.lisle.core.resource.ExecutorProfile;

/** Where executors come from: YARN's ResourceManager, or nothing in local mode. Called on the scheduler's thread; never blocks. */
public interface ClusterGateway {
    /**
     * Wants this many executors of the kind in all; those that are there beyond that number stay until they are released.
     *
     * @param tasksByHost waiting tasks that would be local on a host
     */
    void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost);

    /** Gives an executor back, or ends one that is broken or not heard of; the driver counts it as lost already. */
    void releaseExecutor(String executor, String reason);

    /** The executor's process is near its container's size, or is not any more; told when that changes. */
    default void nearsItsSize(String executor, boolean nears) {}

    /** The executor has no room for more tasks, and is to be released: the next one is to be larger. */
    default void containerTooSmall(String executor, String reason) {}

    /** Whether another executor comes for one that is released. */
    default boolean replacesExecutors() {
        return false;
    }

    /** Whether {@link #startShuffleServer} does anything. */
    default boolean hasShuffleServers() {
        return false;
    }

    /**
     * Wants a stand-alone shuffle server on the host, on the node of the executor named where several nodes share the host's name. It
     * registers like an executor, with no slots; when it cannot be had, {@link DriverServices#shuffleServerRefused} tells.
     */
    default void startShuffleServer(String host, String executor) {}

    /** Gives the shuffle server of the host back, or stops asking for it. */
    default void stopShuffleServer(String host) {}

    /** No new executors are wanted on these hosts, which are all that are excluded now; those there are stay. */
    default void excludeHosts(List<String> hosts) {}

    /** The rack of a host, such as {@code /rack-7}; never waits: {@code /default-rack} until a host's rack is known. */
    default String rackOf(String host) {
        return "/default-rack";
    }
}
