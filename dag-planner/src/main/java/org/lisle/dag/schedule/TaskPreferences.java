package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.Partitions;
import org.lisle.dag.plan.PlannedStage;

/**
 * Where a task would best run: on executors that have a cached partition of its chain, on hosts that have its splits.
 *
 * @param executors ids, best first
 * @param hosts best first, at most {@value #MAX_HOSTS}: those that hold most of the task's leaves
 */
record TaskPreferences(List<String> executors, List<String> hosts) {
    private static final int MAX_HOSTS = 3;
    /** Of a task with very many inputs, so many are looked at: its preference is weak anyway. */
    private static final int MAX_VISITS = 256;

    boolean isEmpty() {
        return executors.isEmpty() && hosts.isEmpty();
    }

    static TaskPreferences of(PlannedStage stage, int partition, CachedPartitions cached) {
        var search = new Search(stage, cached);
        search.visit(new Partitions.Of(stage.program().root(), partition));
        return new TaskPreferences(List.copyOf(search.executors), search.bestHosts());
    }

    private static final class Search {
        private final PlannedStage stage;
        private final CachedPartitions cached;
        private final Set<String> executors = new LinkedHashSet<>();
        private final Map<String, Integer> leavesByHost = new LinkedHashMap<>();
        private int visits;

        Search(PlannedStage stage, CachedPartitions cached) {
            this.stage = stage;
            this.cached = cached;
        }

        void visit(Partitions.Of node) {
            if (visits++ >= MAX_VISITS) {
                return;
            }
            Operator operator = node.operator();
            if (operator instanceof Operator.Cached) {
                Set<String> holders = cached.holders(operator.id(), node.partition());
                if (!holders.isEmpty()) {
                    executors.addAll(holders);
                    return;
                }
            }
            if (operator instanceof Operator.Input || operator instanceof Operator.Values) {
                for (String host : stage.leaves().hosts(node)) {
                    leavesByHost.merge(host, 1, Integer::sum);
                }
                return;
            }
            if (!operator.children().isEmpty()) {
                Partitions.inputs(node).forEach(this::visit);
            }
        }

        List<String> bestHosts() {
            List<String> hosts = new ArrayList<>(leavesByHost.keySet());
            if (hosts.size() > MAX_HOSTS) {
                hosts.sort(Comparator.comparing((String host) -> -leavesByHost.getOrDefault(host, 0)));
                return List.copyOf(hosts.subList(0, MAX_HOSTS));
            }
            return hosts;
        }
    }
}
