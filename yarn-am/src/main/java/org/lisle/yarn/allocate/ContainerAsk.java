package org.lisle.yarn.allocate;

import java.util.List;

/**
 * One container asked for and not granted yet.
 *
 * @param id unique in this attempt of the driver, growing
 * @param hosts where it is wanted, best first; empty for anywhere. Never a condition: a container elsewhere is taken too
 * @param megabytes its size where it differs from the configured one; 0 where it does not
 */
public record ContainerAsk(long id, List<String> hosts, long megabytes) {
    public ContainerAsk {
        hosts = List.copyOf(hosts);
    }

    /** A container of the configured size. */
    public ContainerAsk(long id, List<String> hosts) {
        this(id, hosts, 0);
    }
}
