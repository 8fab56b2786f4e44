package org.lisle.dag.action;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.lisle.dag.plan.PlannedJob;

/** The jobs that threads of the program wait for, with their properties; for cancelling them together. */
final class RunningJobs {
    private final Map<Integer, Map<String, String>> jobs = new ConcurrentSkipListMap<>();

    void add(PlannedJob job) {
        jobs.put(job.id(), job.properties());
    }

    void remove(PlannedJob job) {
        jobs.remove(job.id());
    }

    List<Integer> all() {
        return List.copyOf(jobs.keySet());
    }

    List<Integer> where(String property, String value) {
        return jobs.entrySet().stream()
                .filter(job -> value.equals(job.getValue().get(property)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
