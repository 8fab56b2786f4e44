package org.lisle.yarn.allocate;

/**
 * A container that the ResourceManager granted, by its id and the host it is on.
 *
 * @param megabytes the size that was asked for where it differs from the configured one; 0 where it does not
 * @param takenMegabytes the size that it has: the ResourceManager rounds up what is asked for; 0 for what was asked for
 */
public record Grant(String container, String host, long megabytes, long takenMegabytes) {
    /** A container of the configured size. */
    public Grant(String container, String host) {
        this(container, host, 0, 0);
    }

    /** A container of the size that was asked for. */
    public Grant(String container, String host, long megabytes) {
        this(container, host, megabytes, 0);
    }
}
