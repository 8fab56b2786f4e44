package org.lisle.yarn.allocate;

import org.lisle.core.resource.ExecutorProfile;

/**
 * A container that the ResourceManager granted, by its id and the host it is on.
 *
 * @param size what was asked for
 * @param takenMegabytes the size that it has: the ResourceManager rounds up what is asked for; 0 for what was asked for
 */
public record Grant(String container, String host, ExecutorSize size, long takenMegabytes) {
    /** Of the configured size. */
    public Grant(String container, String host) {
        this(container, host, ExecutorSize.USUAL, 0);
    }

    /** For an executor as the settings say, with so much memory. */
    Grant(String container, String host, long megabytes, long takenMegabytes) {
        this(container, host, new ExecutorSize(ExecutorProfile.USUAL, megabytes), takenMegabytes);
    }

    /** As before, of the size that was asked for. */
    Grant(String container, String host, long megabytes) {
        this(container, host, megabytes, 0);
    }

    /** The same of another kind of executors. */
    Grant of(String profile) {
        return new Grant(container, host, new ExecutorSize(profile, size.megabytes()), takenMegabytes);
    }
}
