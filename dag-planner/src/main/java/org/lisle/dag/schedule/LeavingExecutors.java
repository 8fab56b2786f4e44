package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Executors that are to go away: idle, on a node that leaves the cluster, or in a container that is about to be preempted. Each is released
 * when no task of use runs there, no running job reads what it alone serves, and the blocks that it alone holds have been copied, or copying
 * takes too long.
 */
final class LeavingExecutors {
    /** Longer than a preempted container has, mostly (15 s); a node that leaves has more. */
    private static final long LONGEST_MOVE_NANOS = 30_000_000_000L;

    private final Map<String, Leaving> leaving = new LinkedHashMap<>();

    private record Leaving(ExecutorState executor, String reason, long sinceNanos, boolean emptied) {}

    void add(ExecutorState executor, String reason, long nowNanos) {
        leaving.putIfAbsent(executor.id, new Leaving(executor, reason, nowNanos, false));
    }

    /** What the executor holds is elsewhere too. */
    void emptied(String executor) {
        leaving.computeIfPresent(
                executor, (id, known) -> new Leaving(known.executor, known.reason, known.sinceNanos, true));
    }

    void forget(String executor) {
        leaving.remove(executor);
    }

    /**
     * Those that may go now, by id, with the reason.
     *
     * @param spared whether no running job reads what only this executor serves
     */
    Map<String, String> ready(long nowNanos, Predicate<ExecutorState> spared) {
        if (leaving.isEmpty()) {
            return Map.of();
        }
        Map<String, String> ready = new LinkedHashMap<>();
        List<Leaving> all = new ArrayList<>(leaving.values());
        for (Leaving one : all) {
            boolean moved = one.emptied || nowNanos - one.sinceNanos >= LONGEST_MOVE_NANOS;
            if (moved
                    && one.executor.attempts.stream().allMatch(attempt -> attempt.killed)
                    && spared.test(one.executor)) {
                ready.put(one.executor.id, one.reason);
            }
        }
        return ready;
    }
}
