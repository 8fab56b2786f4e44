package org.lisle.api;

import java.util.List;

/**
 * A resource besides memory and processors that a process was given.
 *
 * @param name such as {@code gpu}
 * @param addresses of its units
 */
public record ResourceInformation(String name, List<String> addresses) {
    public ResourceInformation {
        addresses = List.copyOf(addresses);
    }
}
