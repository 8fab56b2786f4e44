package org.lisle.dag.action;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.lisle.dag.plan.PlannedJob;

/** The jobs that threads of the program wait for, with their properties; for cancelling them together. */
final class RunningJobs {
    private final Map<Integer, Map<String, String>> jobs = new ConcurrentSkipListMap<>();

    private final Map<String, List<Integer>> followed = new ConcurrentHashMap<>();

    void add(PlannedJob job) {
        jobs.put(job.id(), job.properties());
        List<Integer> ofAction = followed.get(job.properties().getOrDefault(AsyncActions.ACTION, ""));
        if (ofAction != null) {
            ofAction.add(job.id());
        }
    }

    void remove(PlannedJob job) {
        jobs.remove(job.id());
    }

    /** The jobs that the action starts, from now on. */
    List<Integer> follow(String action) {
        return followed.computeIfAbsent(action, id -> new CopyOnWriteArrayList<>());
    }

    void followNoMore(String action) {
        followed.remove(action);
    }

    List<Integer> all() {
        return List.copyOf(jobs.keySet());
    }

    List<Integer> where(String property, Predicate<String> value) {
        return jobs.entrySet().stream()
                .filter(job -> value.test(job.getValue().getOrDefault(property, "")))
                .map(Map.Entry::getKey)
                .toList();
    }
}
