package org.lisle.dag.action;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lisle.dag.plan.PlannedJob;

/** The jobs that threads of the program wait for, with their properties; for cancelling them together. */
final class RunningJobs {
    /** The local property that names a job's group. */
    static final String GROUP = "lisle.jobGroup.id";

    private static final int REMEMBERED = 1000;

    private final Map<Integer, Map<String, String>> jobs = new ConcurrentSkipListMap<>();

    private final ConcurrentSkipListMap<Integer, String> groups = new ConcurrentSkipListMap<>();
    private final Map<String, List<Integer>> followed = new ConcurrentHashMap<>();

    void add(PlannedJob job) {
        jobs.put(job.id(), job.properties());
        groups.put(job.id(), job.properties().getOrDefault(GROUP, ""));
        while (groups.size() > REMEMBERED) {
            groups.pollFirstEntry();
        }
        List<Integer> ofAction = followed.get(job.properties().getOrDefault(AsyncActions.ACTION, ""));
        if (ofAction != null) {
            ofAction.add(job.id());
        }
    }

    /** Of the last jobs, those with this group; without one for null. */
    List<Integer> ofGroup(@Nullable String group) {
        String wanted = group == null ? "" : group;
        return groups.entrySet().stream()
                .filter(job -> job.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .toList();
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
