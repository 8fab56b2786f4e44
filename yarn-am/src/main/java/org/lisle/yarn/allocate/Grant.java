package org.lisle.yarn.allocate;

/**
 * A container that the ResourceManager granted, by its id and the host it is on.
 *
 * @param megabytes the size that was asked for where it differs from the configured one; 0 where it does not
 */
public record Grant(String container, String host, long megabytes) {
    /** A container of the configured size. */
    public Grant(String container, String host) {
        this(container, host, 0);
    }
}
