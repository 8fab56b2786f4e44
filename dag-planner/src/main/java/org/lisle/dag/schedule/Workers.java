package org.lisle.dag.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The executors of one kind that live and run tasks, counted; changed by {@link ExecutorTracker} only. */
final class Workers {
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Integer> byHost = new HashMap<>();
    private final Map<String, Integer> byRack = new HashMap<>();
    private final LargerExecutors larger = new LargerExecutors();
    private int slots;
    private int version;

    void add(ExecutorState executor) {
        larger.came(executor.memoryBytes);
        ids.add(executor.id);
        byHost.merge(executor.host, 1, Integer::sum);
        byRack.merge(executor.rack, 1, Integer::sum);
        slots += executor.slots;
        version++;
    }

    void remove(ExecutorState executor) {
        ids.remove(executor.id);
        byHost.computeIfPresent(executor.host, (host, count) -> count == 1 ? null : count - 1);
        byRack.computeIfPresent(executor.rack, (rack, count) -> count == 1 ? null : count - 1);
        slots -= executor.slots;
        version++;
    }

    boolean has(String executor) {
        return ids.contains(executor);
    }

    /** Whether its tasks can run on the host. */
    boolean anyOnHost(String host) {
        return byHost.containsKey(host);
    }

    boolean anyOnRack(String rack) {
        return byRack.containsKey(rack);
    }

    /** All their slots together. */
    int slots() {
        return slots;
    }

    /** Changes whenever one comes or goes. */
    int version() {
        return version;
    }

    /** What is known of those that are on their way because others were too small. */
    LargerExecutors larger() {
        return larger;
    }
}
