package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one stage that wait for a slot, in queues by where they would like to run.
 *
 * <p>A partition is in the queue of every executor, host and rack it prefers; {@link #waiting} says whether it still waits. What was
 * taken from one queue stays in the others and is skipped there when it comes up, so that taking is O(1) on the average.
 */
final class LocalityQueues {
    /** A partition taken out, and how near it runs to its data. */
    record Pick(int partition, Locality locality) {}

    private final BitSet waiting = new BitSet();
    private final Map<String, IntQueue> byExecutor = new LinkedHashMap<>();
    private final Map<String, IntQueue> byHost = new LinkedHashMap<>();
    private final Map<String, IntQueue> byRack = new LinkedHashMap<>();
    private final IntQueue withoutPreference = new IntQueue();
    private final IntQueue withPreference = new IntQueue();
    /** By level: the version of the stage's executors for which no slot can be as near; -1 when not known. */
    private final int[] uselessAt = {-1, -1, -1};

    private int size;

    int size() {
        return size;
    }

    void add(int partition, TaskPreferences preferences, ExecutorTracker executors) {
        if (waiting.get(partition)) {
            return;
        }
        waiting.set(partition);
        size++;
        if (preferences.isEmpty()) {
            withoutPreference.add(partition);
            return;
        }
        Set<String> hosts = new LinkedHashSet<>();
        for (String id : preferences.executors()) {
            ExecutorState executor = executors.get(id);
            if (executor != null) {
                queue(byExecutor, id).add(partition);
                hosts.add(executor.host);
                uselessAt[Locality.PROCESS.ordinal()] = -1;
            }
        }
        hosts.addAll(preferences.hosts());
        Set<String> racks = new LinkedHashSet<>();
        for (String host : hosts) {
            queue(byHost, host).add(partition);
            racks.add(executors.rackOf(host));
        }
        racks.forEach(rack -> queue(byRack, rack).add(partition));
        withPreference.add(partition);
        uselessAt[Locality.NODE.ordinal()] = -1;
        uselessAt[Locality.RACK.ordinal()] = -1;
    }

    private static IntQueue queue(Map<String, IntQueue> queues, String key) {
        return queues.computeIfAbsent(key, k -> new IntQueue());
    }

    /** The waiting partition that runs best on the executor, not further from its data than {@code furthest}; null when there is none. */
    @Nullable
    Pick poll(ExecutorState executor, Locality furthest) {
        int partition = take(byExecutor.get(executor.id));
        if (partition >= 0) {
            return new Pick(partition, Locality.PROCESS);
        }
        if (furthest.allows(Locality.NODE)) {
            partition = take(byHost.get(executor.host));
            if (partition >= 0) {
                return new Pick(partition, Locality.NODE);
            }
        }
        partition = take(withoutPreference);
        if (partition >= 0) {
            return new Pick(partition, Locality.ANY);
        }
        if (furthest.allows(Locality.RACK)) {
            partition = take(byRack.get(executor.rack));
            if (partition >= 0) {
                return new Pick(partition, Locality.RACK);
            }
        }
        if (furthest == Locality.ANY) {
            partition = take(withPreference);
            if (partition >= 0) {
                return new Pick(partition, Locality.ANY);
            }
        }
        return null;
    }

    private int take(@Nullable IntQueue queue) {
        if (queue == null) {
            return -1;
        }
        while (!queue.isEmpty()) {
            int partition = queue.remove();
            if (remove(partition)) {
                return partition;
            }
        }
        return -1;
    }

    /** Takes the partition out; false when it does not wait here. */
    boolean remove(int partition) {
        if (!waiting.get(partition)) {
            return false;
        }
        waiting.clear(partition);
        size--;
        return true;
    }

    /** The first waiting partition from {@code from}, -1 when there is none. */
    int next(int from) {
        return waiting.nextSetBit(from);
    }

    /** Whether a slot of some executor is as near as this to a waiting partition that has a preference. */
    boolean isUseful(Locality level, Workers executors) {
        int at = level.ordinal();
        if (uselessAt[at] == executors.version()) {
            return false;
        }
        boolean useful =
                switch (level) {
                    case PROCESS -> anyWaits(byExecutor, executors::has);
                    case NODE -> anyWaits(byHost, executors::anyOnHost);
                    case RACK -> anyWaits(byRack, executors::anyOnRack);
                    case ANY -> throw new IllegalArgumentException("always useful");
                };
        if (!useful) {
            uselessAt[at] = executors.version();
        }
        return useful;
    }

    private boolean anyWaits(Map<String, IntQueue> queues, Predicate<String> isThere) {
        for (Iterator<Map.Entry<String, IntQueue>> entries = queues.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<String, IntQueue> entry = entries.next();
            IntQueue queue = entry.getValue();
            while (!queue.isEmpty() && !waiting.get(queue.peek())) {
                queue.remove();
            }
            if (queue.isEmpty()) {
                entries.remove();
            } else if (isThere.test(entry.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** Adds how many partitions would like to run on each host; what was taken lately may still be counted. */
    void countByHost(Map<String, Integer> counts) {
        byHost.forEach((host, queue) -> counts.merge(host, Math.min(queue.size(), size), Integer::sum));
    }
}
