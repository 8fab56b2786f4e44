package org.lisle.yarn.allocate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where new executors should be. Every host deserves a share of the executors in proportion to the tasks that would be local on it; hosts
 * that have more of them than their share already want none. A new executor goes to the host whose share is least met, and would do on the
 * next two.
 */
final class HostPreference {
    private static final int HOSTS_PER_ASK = 3;

    private HostPreference() {}

    /**
     * @param count new executors
     * @param total executors there will be in all
     * @param tasksByHost waiting tasks that would be local on a host
     * @param executorsByHost executors there are
     * @return a list of hosts for each new executor; empty lists when no host is better than another
     */
    static List<List<String>> place(
            int count, int total, Map<String, Integer> tasksByHost, Map<String, Integer> executorsByHost) {
        long tasks = tasksByHost.values().stream().mapToLong(Integer::longValue).sum();
        Map<String, Double> unmet = new TreeMap<>();
        tasksByHost.forEach((host, local) ->
                unmet.put(host, total * (double) local / Math.max(1, tasks) - executorsByHost.getOrDefault(host, 0)));
        List<List<String>> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> hosts = unmet.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(HOSTS_PER_ASK)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!hosts.isEmpty()) {
                unmet.merge(hosts.get(0), -1.0, Double::sum);
            }
            places.add(hosts);
        }
        return places;
    }
}
