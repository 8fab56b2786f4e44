package org.lisle.yarn.allocate;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.yarn.api.records.NodeId;

/**
 * How the ResourceManager names the nodes on which executors ran, for asks that are for one node only: by host, or where several NodeManagers
 * share a host and the cluster is set so, by host and port. Confined to the allocator's thread.
 */
final class NodeNames {
    private final boolean withPort;
    private final Map<String, NodeId> byExecutor = new HashMap<>();
    private final Map<String, NodeId> byHost = new HashMap<>();

    /** @param withPort yarn.scheduler.include-port-in-node-name */
    NodeNames(boolean withPort) {
        this.withPort = withPort;
    }

    void runsOn(String executor, NodeId node) {
        byExecutor.put(executor, node);
        byHost.put(node.getHost(), node);
    }

    /** The node of the executor, or another one of the host when it is not known. */
    String nodeOf(String executor, String host) {
        NodeId node = byExecutor.getOrDefault(executor, byHost.get(host));
        return withPort && node != null ? node.getHost() + ":" + node.getPort() : host;
    }
}
