package org.lisle.api.resource;

import java.util.List;

/**
 * Units of a resource besides memory and processors that a task, or a process, was given.
 *
 * @param name such as {@code gpu}
 * @param addresses of its units, such as {@code 0}; empty where no script tells them
 */
public record ResourceInformation(String name, List<String> addresses) {
    public ResourceInformation {
        addresses = List.copyOf(addresses);
    }
}
