package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When each executor was last heard of, the longest silent first. */
final class HeartbeatTracker {
    private final long timeoutNanos;
    private final LinkedHashMap<String, Long> heard = new LinkedHashMap<>();
    private final Set<String> reported = new HashSet<>();
    private long lastCheckNanos = Long.MIN_VALUE;

    HeartbeatTracker(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    void heard(String executor, long nowNanos) {
        // at the end again
        heard.remove(executor);
        heard.put(executor, nowNanos);
        reported.remove(executor);
    }

    void forget(String executor) {
        heard.remove(executor);
        reported.remove(executor);
    }

    /** Executors that have been silent for half of the time-out, each once until it is heard of again. After {@link #silent}. */
    List<String> quiet(long nowNanos) {
        List<String> quiet = new ArrayList<>();
        for (Map.Entry<String, Long> entry : heard.entrySet()) {
            if (nowNanos - entry.getValue() < timeoutNanos / 2) {
                break;
            }
            if (reported.add(entry.getKey())) {
                quiet.add(entry.getKey());
            }
        }
        return quiet;
    }

    /** Whether one of them was heard of within a quarter of the time-out. */
    boolean heardLately(List<ExecutorState> executors, long nowNanos) {
        return executors.stream()
                .map(executor -> heard.get(executor.id))
                .anyMatch(at -> at != null && nowNanos - at < timeoutNanos / 4);
    }

    /**
     * Executors that are silent for the time-out or longer. When the driver itself did not look for half of that time (it was stopped, or
     * collected garbage), it cannot know who was silent, and all get the time again.
     */
    List<String> silent(long nowNanos) {
        boolean overslept = lastCheckNanos != Long.MIN_VALUE && nowNanos - lastCheckNanos > timeoutNanos / 2;
        lastCheckNanos = nowNanos;
        if (overslept) {
            heard.replaceAll((executor, at) -> nowNanos);
            return List.of();
        }
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, Long> entry : heard.entrySet()) {
            if (nowNanos - entry.getValue() < timeoutNanos) {
                break;
            }
            silent.add(entry.getKey());
        }
        return silent;
    }
}
