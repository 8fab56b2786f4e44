package org.lisle.yarn.allocate;

import java.util.List;

/**
 * One container asked for and not granted yet.
 *
 * @param id unique in this attempt of the driver, growing
 * @param hosts where it is wanted, best first; empty for anywhere. Never a condition: a container elsewhere is taken too
 */
public record ContainerAsk(long id, List<String> hosts) {
    public ContainerAsk {
        hosts = List.copyOf(hosts);
    }
}
