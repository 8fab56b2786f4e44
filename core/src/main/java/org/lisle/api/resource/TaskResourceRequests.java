package org.lisle.api.resource;

import java.util.LinkedHashMap;
import java.util.Map;

/** Collects what a task takes; what is not said is one processor. Not thread-safe. */
public final class TaskResourceRequests {
    private static final double LARGEST_PART = 0.5;

    private final Map<String, TaskResourceRequest> requests = new LinkedHashMap<>();

    /** Of the executor's cores; fails with INVALID_ARGUMENT below 1. */
    public TaskResourceRequests cpus(int amount) {
        return resource(ResourceProfile.CPUS, amount);
    }

    /** Of another resource of the executor's: a whole number, or up to 0.5 for a unit that tasks share; fails with INVALID_ARGUMENT for others. */
    public TaskResourceRequests resource(String resourceName, double amount) {
        boolean part = amount > 0 && amount <= LARGEST_PART && !resourceName.equals(ResourceProfile.CPUS);
        boolean whole = amount >= 1 && amount == Math.rint(amount);
        if (!part && !whole) {
            throw ExecutorResourceRequests.invalid(
                    "a task cannot take " + amount + " of " + resourceName,
                    resourceName.equals(ResourceProfile.CPUS)
                            ? "pass a whole number from 1"
                            : "pass a whole number from 1, or a part of one unit up to " + LARGEST_PART);
        }
        requests.put(resourceName, new TaskResourceRequest(resourceName, amount));
        return this;
    }

    /** What was asked for by now, by name. A copy. */
    public Map<String, TaskResourceRequest> requests() {
        return Map.copyOf(requests);
    }
}
