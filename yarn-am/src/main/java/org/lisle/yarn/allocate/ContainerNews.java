package org.lisle.yarn.allocate;

import java.util.List;
import org.apache.hadoop.yarn.api.records.Container;
import org.lisle.core.error.LisleException;

/** What the ResourceManager and the NodeManagers tell; called on their clients' threads. */
interface ContainerNews {
    void granted(List<Container> containers);

    void ended(String container, ContainerExit exit);

    void notStarted(String container, ContainerExit exit);

    void nodeLost(String host, String why);

    void nodeUsable(String host);

    /** The application cannot go on. */
    void fatal(LisleException why);

    /** Part of the work that is done, from 0 to 1. */
    float progress();
}
