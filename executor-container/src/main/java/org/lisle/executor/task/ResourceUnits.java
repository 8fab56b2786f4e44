package org.lisle.executor.task;

import java.util.List;

/**
 * What an executor has of a resource.
 *
 * @param perTask what a task takes: a whole number of units, or a part of one; 0 when no task takes any
 * @param addresses of its units; empty where nobody tells them
 */
public record ResourceUnits(String name, double perTask, List<String> addresses) {
    public ResourceUnits {
        addresses = List.copyOf(addresses);
    }
}
