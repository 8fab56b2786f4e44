package org.lisle.yarn.allocate;

import java.util.List;
import org.lisle.core.resource.ExecutorProfile;

/**
 * One container asked for and not granted yet.
 *
 * @param id unique in this attempt of the driver, growing
 * @param hosts where it is wanted, best first; empty for anywhere. Never a condition: a container elsewhere is taken too
 * @param size what it is to have
 */
public record ContainerAsk(long id, List<String> hosts, ExecutorSize size) {
    public ContainerAsk {
        hosts = List.copyOf(hosts);
    }

    /** A container for an executor as the settings say, with so much memory; 0 for what they say. */
    ContainerAsk(long id, List<String> hosts, long megabytes) {
        this(id, hosts, new ExecutorSize(ExecutorProfile.USUAL, megabytes));
    }

    /** A container for an executor as the settings say. */
    ContainerAsk(long id, List<String> hosts) {
        this(id, hosts, ExecutorSize.USUAL);
    }
}
