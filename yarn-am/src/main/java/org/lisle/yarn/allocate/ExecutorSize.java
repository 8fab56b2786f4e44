package org.lisle.yarn.allocate;

import org.lisle.core.resource.ExecutorProfile;

/**
 * What is asked of YARN for an executor. Each size has a priority of its own there, so that what is granted is known by it.
 *
 * @param profile the name of its {@link ExecutorProfile}
 * @param megabytes of its container where that is not what the profile says, because one was too small; 0 where it is
 */
public record ExecutorSize(String profile, long megabytes) {
    /** As the settings say. */
    static final ExecutorSize USUAL = new ExecutorSize(ExecutorProfile.USUAL, 0);

    /** Whether it is larger than its profile says. */
    boolean isLarger() {
        return megabytes > 0;
    }
}
