package org.lisle.dag.schedule;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Executors and hosts that are kept off, each since some time and for some reason; the oldest first. */
final class ExclusionList {
    /** @param executor whether {@code name} is an executor's, else a host's */
    record Excluded(boolean executor, String name, String why, long sinceNanos) {
        @Override
        public String toString() {
            return (executor ? "executor " : "host ") + name + ": " + why;
        }
    }

    private final Map<String, Excluded> executors = new LinkedHashMap<>();
    private final Map<String, Excluded> hosts = new LinkedHashMap<>();

    boolean isEmpty() {
        return executors.isEmpty() && hosts.isEmpty();
    }

    int size() {
        return executors.size() + hosts.size();
    }

    boolean covers(ExecutorState executor) {
        return executors.containsKey(executor.id) || hosts.containsKey(executor.host);
    }

    /** False when it is excluded already. */
    boolean addExecutor(String id, String why, long nowNanos) {
        return executors.putIfAbsent(id, new Excluded(true, id, why, nowNanos)) == null;
    }

    /** False when it is excluded already. */
    boolean addHost(String host, String why, long nowNanos) {
        return hosts.putIfAbsent(host, new Excluded(false, host, why, nowNanos)) == null;
    }

    @Nullable
    String why(ExecutorState executor) {
        Excluded known = executors.getOrDefault(executor.id, hosts.get(executor.host));
        return known == null ? null : known.why;
    }

    List<String> hosts() {
        return List.copyOf(hosts.keySet());
    }

    void forgetExecutor(String id) {
        executors.remove(id);
    }

    /** Takes out what was excluded first; null when nothing is. */
    @Nullable
    Excluded liftOldest() {
        Excluded executor = first(executors);
        Excluded host = first(hosts);
        boolean executorFirst = host == null || (executor != null && executor.sinceNanos <= host.sinceNanos);
        Excluded oldest = executorFirst ? executor : host;
        if (oldest != null) {
            (executorFirst ? executors : hosts).remove(oldest.name);
        }
        return oldest;
    }

    /** Takes out what was excluded at {@code untilNanos} or before; true when anything was. */
    boolean liftUntil(long untilNanos) {
        return liftUntil(executors, untilNanos) | liftUntil(hosts, untilNanos);
    }

    private static boolean liftUntil(Map<String, Excluded> entries, long untilNanos) {
        boolean any = false;
        for (Iterator<Excluded> each = entries.values().iterator();
                each.hasNext() && each.next().sinceNanos <= untilNanos; ) {
            each.remove();
            any = true;
        }
        return any;
    }

    /** Since when the oldest is excluded; {@link Long#MAX_VALUE} when nothing is. */
    long oldestNanos() {
        Excluded executor = first(executors);
        Excluded host = first(hosts);
        return Math.min(
                executor == null ? Long.MAX_VALUE : executor.sinceNanos,
                host == null ? Long.MAX_VALUE : host.sinceNanos);
    }

    private static @Nullable Excluded first(Map<String, Excluded> entries) {
        return entries.isEmpty() ? null : entries.values().iterator().next();
    }

    /** All of them with their reasons. */
    @Override
    public String toString() {
        return String.join(
                "; ",
                Stream.concat(executors.values().stream(), hosts.values().stream())
                        .map(Excluded::toString)
                        .toList());
    }
}
