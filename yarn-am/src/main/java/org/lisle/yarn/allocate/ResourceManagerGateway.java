package org.lisle.yarn.allocate;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.UpdatedContainer;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.async.AMRMClientAsync;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.unit.DataSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ResourceManager as this application sees it. Asks are made and withdrawn on the allocator's thread; registering and unregistering
 * happen on the ApplicationMaster's main thread.
 */
final class ResourceManagerGateway {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceManagerGateway.class);
    private static final Priority PRIORITY = Priority.newInstance(1);
    private static final int HEARTBEAT_WAITING_MILLIS = 150;
    private static final int HEARTBEAT_MILLIS = 1000;

    private final Configuration hadoop;
    private final Resource executorSize;
    private final AMRMClientAsync<ContainerRequest> client;
    private final Map<Long, ContainerRequest> requests = new HashMap<>();

    ResourceManagerGateway(Configuration hadoop, Resource executorSize, ContainerNews news) {
        this.hadoop = hadoop;
        this.executorSize = executorSize;
        this.client = AMRMClientAsync.createAMRMClientAsync(HEARTBEAT_WAITING_MILLIS, new Events(news));
    }

    void start() {
        client.init(hadoop);
        client.start();
    }

    /** Returns the size of the largest container that is granted. @throws LisleException CLUSTER_UNREACHABLE */
    Resource register(String host, int port, String trackingUrl) {
        return asking(
                "register with the ResourceManager",
                () -> client.registerApplicationMaster(host, port, trackingUrl).getMaximumResourceCapability());
    }

    /** Returns when the ResourceManager has taken it. @throws LisleException CLUSTER_UNREACHABLE */
    void unregister(FinalApplicationStatus status, String diagnostics) {
        asking("unregister from the ResourceManager", () -> {
            client.unregisterApplicationMaster(status, diagnostics, "");
            return status;
        });
    }

    void ask(ContainerAsk ask) {
        ContainerRequest request = ContainerRequest.newBuilder()
                .capability(executorSize)
                .priority(PRIORITY)
                .nodes(ask.hosts().isEmpty() ? null : ask.hosts().toArray(String[]::new))
                .relaxLocality(true)
                .build();
        requests.put(ask.id(), request);
        client.addContainerRequest(request);
    }

    void withdraw(ContainerAsk ask) {
        ContainerRequest request = requests.remove(ask.id());
        if (request != null) {
            client.removeContainerRequest(request);
        }
    }

    void giveBack(String container) {
        client.releaseAssignedContainer(ContainerId.fromString(container));
    }

    /** Heartbeats carry the asks: they are frequent while something is waited for. */
    void awaitsContainers(boolean waits) {
        client.setHeartbeatInterval(waits ? HEARTBEAT_WAITING_MILLIS : HEARTBEAT_MILLIS);
    }

    /** The cluster's size and what the application's queue has left, for people. */
    String describeRoom() {
        Resource room = client.getAvailableResources();
        return "the cluster has " + client.getClusterNodeCount() + " nodes, and room for "
                + (room == null ? "an unknown amount" : room) + " in the queue";
    }

    void stop() {
        client.stop();
    }

    private interface Call<T> {
        T run() throws YarnException, IOException;
    }

    private static <T> T asking(String what, Call<T> call) {
        try {
            return call.run();
        } catch (YarnException | IOException e) {
            throw new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "the ApplicationMaster could not " + what + ": " + e.getMessage(),
                    "",
                    e);
        }
    }

    /** YARN's callbacks as news. */
    private final class Events extends AMRMClientAsync.AbstractCallbackHandler {
        private final ContainerNews news;

        Events(ContainerNews news) {
            this.news = news;
        }

        @Override
        public void onContainersAllocated(List<Container> granted) {
            news.granted(granted);
        }

        @Override
        public void onContainersCompleted(List<ContainerStatus> statuses) {
            for (ContainerStatus status : statuses) {
                String diagnostics = status.getDiagnostics() == null ? "" : status.getDiagnostics();
                DataSize size = DataSize.ofMegabytes(executorSize.getMemorySize());
                news.ended(
                        status.getContainerId().toString(),
                        ContainerExit.of(status.getExitStatus(), diagnostics, size));
            }
        }

        @Override
        public void onNodesUpdated(List<NodeReport> nodes) {
            for (NodeReport node : nodes) {
                String host = node.getNodeId().getHost();
                if (node.getNodeState().isUnusable()) {
                    news.nodeLost(host, node.getNodeState().name());
                } else if (node.getNodeState() == NodeState.RUNNING) {
                    news.nodeUsable(host);
                }
            }
        }

        @Override
        public void onContainersUpdated(List<UpdatedContainer> updated) {}

        @Override
        public void onShutdownRequest() {
            news.fatal(new LisleException(
                    ErrorCode.APPLICATION_FAILED, "the ResourceManager told this ApplicationMaster to end", ""));
        }

        @Override
        public float getProgress() {
            return news.progress();
        }

        @Override
        public void onError(Throwable failure) {
            LOG.error("the ResourceManager's client failed", failure);
            news.fatal(new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "the ApplicationMaster lost the ResourceManager: " + failure.getMessage(),
                    "",
                    failure));
        }
    }
}
