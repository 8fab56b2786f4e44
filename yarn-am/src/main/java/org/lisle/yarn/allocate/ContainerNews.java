package org.lisle.yarn.allocate;

import java.util.List;
import org.apache.hadoop.yarn.api.records.Container;
import org.lisle.core.error.LisleException;

/** What the ResourceManager and the NodeManagers tell; called on their clients' threads. */
interface ContainerNews {
    void granted(List<Container> containers);

    /** Containers that earlier attempts of the driver left running. */
    void left(List<Container> containers);

    /** The ResourceManager will take these containers. */
    void preempted(List<String> containers);

    /** The ResourceManager wants this much memory back, in containers of the application's choice. */
    void shrink(long megabytes);

    /** A node is to leave the cluster when its containers have ended. */
    void nodeLeaves(String host);

    /** @param status YARN's, or the process's exit code */
    void ended(String container, int status, String diagnostics);

    void notStarted(String container, ContainerExit exit);

    void nodeLost(String host, String why);

    void nodeUsable(String host);

    /** There is no ResourceManager for this attempt any more. */
    void disowned(LisleException why);

    /** Part of the work that is done, from 0 to 1. */
    float progress();
}
