package org.lisle.yarn.allocate;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.PreemptionContainer;
import org.apache.hadoop.yarn.api.records.PreemptionContract;
import org.apache.hadoop.yarn.api.records.PreemptionMessage;
import org.apache.hadoop.yarn.api.records.PreemptionResourceRequest;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.ResourceTypeInfo;
import org.apache.hadoop.yarn.api.records.StrictPreemptionContract;
import org.apache.hadoop.yarn.api.records.UpdatedContainer;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.async.AMRMClientAsync;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.resource.ResourceUtils;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ResourceManager as this application sees it. Asks are made and withdrawn on the allocator's thread; registering and unregistering
 * happen on the ApplicationMaster's main thread.
 */
final class ResourceManagerGateway {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceManagerGateway.class);
    /** YARN wants one locality rule for each priority; executors' count from 1. */
    private static final Priority SERVER_PRIORITY = Priority.newInstance(1000);

    private static final int HEARTBEAT_WAITING_MILLIS = 150;
    private static final int HEARTBEAT_MILLIS = 1000;

    private final Configuration hadoop;
    private final AMRMClientAsync<ContainerRequest> client;
    private final Map<Long, ContainerRequest> requests = new HashMap<>();
    private final Resource serverSize;
    private final Map<String, ContainerRequest> serverRequests = new HashMap<>();

    /** YARN keeps one size for each priority of an application, so each size has its own. */
    private final Map<ExecutorSize, Integer> priorities = new ConcurrentHashMap<>();

    private int lastPriority;

    ResourceManagerGateway(Configuration hadoop, Resource serverSize, ContainerNews news) {
        this.serverSize = serverSize;
        this.hadoop = hadoop;
        this.client = AMRMClientAsync.createAMRMClientAsync(HEARTBEAT_WAITING_MILLIS, new Events(news));
    }

    void start() {
        client.init(hadoop);
        client.start();
    }

    /**
     * What registering told.
     *
     * @param largest the largest container that is granted
     * @param left containers that earlier attempts of the driver left running; YARN's client has the tokens for their nodes
     */
    record Registration(Resource largest, List<Container> left) {}

    /** @throws LisleException CLUSTER_UNREACHABLE */
    Registration register(String host, int port, String trackingUrl) {
        return asking("register with the ResourceManager", () -> {
            var answer = client.registerApplicationMaster(host, port, trackingUrl);
            learn(answer.getResourceTypes());
            return new Registration(answer.getMaximumResourceCapability(), answer.getContainersFromPreviousAttempts());
        });
    }

    /** What the cluster counts besides memory and processors is in its own configuration, which need not be this process's. */
    private static void learn(List<ResourceTypeInfo> types) {
        if (types.size() > ResourceUtils.getNumberOfKnownResourceTypes()) {
            ResourceUtils.reinitializeResources(types);
        }
    }

    /** Returns when the ResourceManager has taken it. @throws LisleException CLUSTER_UNREACHABLE */
    void unregister(FinalApplicationStatus status, String diagnostics) {
        asking("unregister from the ResourceManager", () -> {
            client.unregisterApplicationMaster(status, diagnostics, "");
            return status;
        });
    }

    /** @param ofKind what executors of its kind have */
    void ask(ContainerAsk ask, Resource ofKind) {
        ContainerRequest request = ContainerRequest.newBuilder()
                .capability(
                        ask.size().isLarger()
                                ? Containers.withMegabytes(ofKind, ask.size().megabytes())
                                : ofKind)
                .priority(Priority.newInstance(priorities.computeIfAbsent(ask.size(), size -> ++lastPriority)))
                .nodes(ask.hosts().isEmpty() ? null : ask.hosts().toArray(String[]::new))
                .relaxLocality(true)
                .build();
        requests.put(ask.id(), request);
        client.addContainerRequest(request);
    }

    /** The size that was asked for with a container's priority. */
    ExecutorSize asked(Container container) {
        int priority = container.getPriority().getPriority();
        return priorities.entrySet().stream()
                .filter(entry -> entry.getValue() == priority)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(ExecutorSize.USUAL);
    }

    /** @param node as the ResourceManager names it; a container elsewhere is of no use */
    void askServer(String node) {
        ContainerRequest request = ContainerRequest.newBuilder()
                .capability(serverSize)
                .priority(SERVER_PRIORITY)
                .nodes(new String[] {node})
                .relaxLocality(false)
                .build();
        serverRequests.put(node, request);
        client.addContainerRequest(request);
    }

    void withdrawServer(String node) {
        ContainerRequest request = serverRequests.remove(node);
        if (request != null) {
            client.removeContainerRequest(request);
        }
    }

    /** Whether the container was asked for a shuffle server. */
    static boolean isServers(Container container) {
        return SERVER_PRIORITY.equals(container.getPriority());
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

    /** No containers are wanted on the hosts added, and again on those removed. */
    void exclude(List<String> added, List<String> removed) {
        client.updateBlacklist(added, removed);
    }

    /** Heartbeats carry the asks: they are frequent while something is waited for. */
    void awaitsContainers(boolean waits) {
        client.setHeartbeatInterval(waits ? HEARTBEAT_WAITING_MILLIS : HEARTBEAT_MILLIS);
    }

    /**
     * How many containers of this size fit in what the application's queue has left. By memory alone, as many clusters do not count
     * processors. {@link Integer#MAX_VALUE} while that is not known.
     */
    int roomFor(Resource size) {
        Resource left = client.getAvailableResources();
        return left == null || client.getClusterNodeCount() == 0
                ? Integer.MAX_VALUE
                : (int) Math.min(
                        Integer.MAX_VALUE, Math.max(0, left.getMemorySize()) / Math.max(1, size.getMemorySize()));
    }

    /** The cluster's size and what the application's queue has left, for people. */
    String describeRoom(String queue, Resource executorSize) {
        Resource room = client.getAvailableResources();
        int nodes = client.getClusterNodeCount();
        if (nodes == 0) {
            return "the cluster has no node that runs";
        }
        if (room == null) {
            return "the cluster has " + nodes + " nodes";
        }
        boolean full = room.getMemorySize() < executorSize.getMemorySize()
                || room.getVirtualCores() < executorSize.getVirtualCores();
        return "the cluster has " + nodes + " nodes, queue " + queue
                + (full ? " is full (" + room + " left)" : " has " + room + " left, but no one node enough of it");
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
                news.ended(status.getContainerId().toString(), status.getExitStatus(), diagnostics);
            }
        }

        @Override
        public void onNodesUpdated(List<NodeReport> nodes) {
            for (NodeReport node : nodes) {
                String host = node.getNodeId().getHost();
                if (node.getNodeState().isUnusable()) {
                    news.nodeLost(host, node.getNodeState().name());
                } else if (node.getNodeState() == NodeState.DECOMMISSIONING) {
                    news.nodeLeaves(host);
                } else if (node.getNodeState() == NodeState.RUNNING) {
                    news.nodeUsable(host);
                }
            }
        }

        @Override
        public void onContainersUpdated(List<UpdatedContainer> updated) {}

        /** After a restart of the ResourceManager, nodes tell it of containers one after the other. */
        @Override
        public void onContainersReceivedFromPreviousAttempts(List<Container> containers) {
            news.left(containers);
        }

        @Override
        public void onPreemptionMessageReceived(PreemptionMessage message) {
            StrictPreemptionContract strict = message.getStrictContract();
            if (strict != null) {
                news.preempted(ids(strict.getContainers()));
            }
            PreemptionContract contract = message.getContract();
            if (contract != null) {
                news.shrink(contract.getResourceRequest().stream()
                        .map(PreemptionResourceRequest::getResourceRequest)
                        .mapToLong(wanted -> wanted.getNumContainers()
                                * wanted.getCapability().getMemorySize())
                        .sum());
            }
        }

        private static List<String> ids(Set<PreemptionContainer> containers) {
            return containers.stream()
                    .map(container -> container.getId().toString())
                    .sorted()
                    .toList();
        }

        @Override
        public void onShutdownRequest() {
            news.disowned(new LisleException(
                    ErrorCode.APPLICATION_FAILED,
                    "the ResourceManager does not know this attempt any more: it was replaced, or the application was ended",
                    ""));
        }

        @Override
        public float getProgress() {
            return news.progress();
        }

        @Override
        public void onError(Throwable failure) {
            LOG.error("the ResourceManager's client failed", failure);
            news.disowned(new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "the ApplicationMaster lost the ResourceManager: " + failure.getMessage(),
                    "",
                    failure));
        }
    }
}
