package org.lisle.yarn.allocate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
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
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.RackResolver;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.unit.DataSize;
import org.lisle.dag.driver.ClusterGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway to the ResourceManager and the NodeManagers: feeds {@link AllocationPlanner} with what they say and carries its commands out.
 * Everything about containers happens on its one thread; callers' and YARN's threads only post to it. Containers are started in parallel by
 * YARN's NodeManager client.
 */
public final class ContainerAllocator implements ClusterGateway, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerAllocator.class);
    private static final Priority PRIORITY = Priority.newInstance(1);
    private static final int HEARTBEAT_WAITING_MILLIS = 150;
    private static final int HEARTBEAT_MILLIS = 1000;
    private static final long TICK_MILLIS = 1000;
    private static final long WAITING_TOLD_MILLIS = 10_000;
    private static final long REGISTRATION_MILLIS = 120_000;

    private final Configuration hadoop;
    private final AllocationListener listener;
    private final AllocationPlanner planner;
    private final ScheduledThreadPoolExecutor thread;
    private final AMRMClientAsync<ContainerRequest> resourceManager;
    private final NMClientAsync nodeManagers;
    private final Map<Long, ContainerRequest> requests = new HashMap<>();
    private final Map<String, Container> containers = new HashMap<>();
    private final Resource executorSize;
    private volatile @Nullable ExecutorLauncher launcher;
    private volatile Resource largest = Resource.newInstance(Long.MAX_VALUE, Integer.MAX_VALUE);
    private long waitingSinceMillis;
    private volatile String waitingFor = "";
    private volatile AllocationSummary summary = AllocationSummary.NONE;
    private volatile boolean closing;

    public ContainerAllocator(LisleConf conf, Configuration hadoop, int epoch, AllocationListener listener) {
        this.hadoop = hadoop;
        this.listener = listener;
        this.planner = new AllocationPlanner(
                number -> epoch == 1 ? Integer.toString(number) : epoch + "." + number,
                maxFailures(conf),
                REGISTRATION_MILLIS);
        this.executorSize =
                Resource.newInstance(conf.get(Settings.EXECUTOR_MEMORY).megabytes(), conf.get(Settings.EXECUTOR_CORES));
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "allocation");
            made.setDaemon(true);
            return made;
        });
        this.resourceManager =
                AMRMClientAsync.createAMRMClientAsync(HEARTBEAT_WAITING_MILLIS, new ResourceManagerEvents());
        this.nodeManagers = NMClientAsync.createNMClientAsync(new NodeManagerEvents());
    }

    private static int maxFailures(LisleConf conf) {
        int set = conf.get(YarnSettings.MAX_EXECUTOR_FAILURES);
        return set > 0 ? set : Math.max(3, 2 * conf.get(Settings.EXECUTOR_INSTANCES));
    }

    /** Connects to the ResourceManager; before anything else. */
    public void start() {
        resourceManager.init(hadoop);
        resourceManager.start();
        nodeManagers.init(hadoop);
        nodeManagers.getClient().cleanupRunningContainersOnStop(false);
        nodeManagers.start();
    }

    /**
     * Tells the ResourceManager that this attempt runs; containers may be asked for from now on.
     *
     * @throws LisleException CLUSTER_UNREACHABLE
     */
    public void register(String host, int port, String trackingUrl, ExecutorLauncher executorLauncher) {
        RegisterApplicationMasterResponse response = asking(
                "register with the ResourceManager",
                () -> resourceManager.registerApplicationMaster(host, port, trackingUrl));
        largest = response.getMaximumResourceCapability();
        launcher = executorLauncher;
        thread.scheduleWithFixedDelay(
                () -> apply(() -> planner.tick(System.currentTimeMillis())),
                TICK_MILLIS,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** @throws LisleException EXECUTOR_TOO_LARGE when the cluster grants no container of an executor's size */
    public void checkExecutorFits() {
        Resource most = largest;
        if (executorSize.getMemorySize() > most.getMemorySize()
                || executorSize.getVirtualCores() > most.getVirtualCores()) {
            throw new LisleException(
                    ErrorCode.EXECUTOR_TOO_LARGE,
                    "an executor of " + executorSize + " is larger than the largest container, " + most,
                    "lower lisle.executor.memory or lisle.executor.cores");
        }
    }

    @Override
    public void wantExecutors(int total, Map<String, Integer> tasksByHost) {
        Map<String, Integer> tasks = Map.copyOf(tasksByHost);
        post(() -> planner.want(total, tasks));
    }

    @Override
    public void releaseExecutor(String executor, String reason) {
        LOG.info("giving back executor {}: {}", executor, reason);
        post(() -> planner.release(executor));
    }

    @Override
    public String rackOf(String host) {
        return RackResolver.resolve(hadoop, host).getNetworkLocation();
    }

    /** The executor has told its address. */
    public void executorRegistered(String executor) {
        post(() -> {
            planner.registered(executor);
            return List.of();
        });
    }

    public AllocationSummary summary() {
        return summary;
    }

    /** One line about what is waited for; empty when nothing is, or not for long. */
    public String waitingFor() {
        return waitingFor;
    }

    /** Stops asking and starting; containers' ends are no news from now on. */
    public void stopAllocating() {
        closing = true;
        thread.shutdown();
    }

    /** The last word to the ResourceManager; returns when it has taken it. @throws LisleException CLUSTER_UNREACHABLE */
    public void unregister(FinalApplicationStatus status, String diagnostics) {
        asking("unregister from the ResourceManager", () -> {
            resourceManager.unregisterApplicationMaster(status, diagnostics, "");
            return status;
        });
    }

    @Override
    public void close() {
        stopAllocating();
        nodeManagers.stop();
        resourceManager.stop();
    }

    private void post(Supplier<List<AllocationCommand>> decision) {
        try {
            thread.execute(() -> apply(decision));
        } catch (RejectedExecutionException e) {
            LOG.debug("the allocator has ended", e);
        }
    }

    /** On the allocator's thread. */
    private void apply(Supplier<List<AllocationCommand>> decision) {
        if (closing) {
            return;
        }
        try {
            decision.get().forEach(this::carryOut);
            summary = planner.summary();
            boolean waits = summary.pending() > 0;
            resourceManager.setHeartbeatInterval(waits ? HEARTBEAT_WAITING_MILLIS : HEARTBEAT_MILLIS);
            tellWaiting(waits);
        } catch (RuntimeException e) {
            LOG.error("the allocator failed", e);
            listener.giveUp(new LisleException(ErrorCode.INTERNAL_ERROR, "the allocator failed: " + e, "", e));
        }
    }

    private void carryOut(AllocationCommand command) {
        if (command instanceof AllocationCommand.Ask asked) {
            ContainerRequest request = request(asked.ask());
            requests.put(asked.ask().id(), request);
            resourceManager.addContainerRequest(request);
        } else if (command instanceof AllocationCommand.Withdraw withdrawn) {
            ContainerRequest request = requests.remove(withdrawn.ask().id());
            if (request != null) {
                resourceManager.removeContainerRequest(request);
            }
        } else if (command instanceof AllocationCommand.Launch launched) {
            launch(launched.executor(), launched.grant());
        } else if (command instanceof AllocationCommand.GiveBack back) {
            containers.remove(back.container());
            resourceManager.releaseAssignedContainer(ContainerId.fromString(back.container()));
        } else if (command instanceof AllocationCommand.ReportLost lost) {
            LOG.warn("lost executor {}: {}", lost.executor(), lost.reason());
            listener.executorLost(lost.executor(), lost.reason(), lost.outputLost(), lost.countsAsFailure());
        } else if (command instanceof AllocationCommand.GiveUp end) {
            listener.giveUp(new LisleException(ErrorCode.NO_EXECUTORS, end.what(), end.nextStep()));
        }
    }

    private void launch(String executor, Grant grant) {
        Container container = containers.get(grant.container());
        ExecutorLauncher by = launcher;
        if (container == null || by == null) {
            throw new IllegalStateException("no container " + grant.container());
        }
        LOG.info("starting executor {} in {} on {}", executor, grant.container(), grant.host());
        nodeManagers.startContainerAsync(container, by.context(executor, container));
    }

    private ContainerRequest request(ContainerAsk ask) {
        return ContainerRequest.newBuilder()
                .capability(executorSize)
                .priority(PRIORITY)
                .nodes(ask.hosts().isEmpty() ? null : ask.hosts().toArray(String[]::new))
                .relaxLocality(true)
                .build();
    }

    private void tellWaiting(boolean waits) {
        long now = System.currentTimeMillis();
        if (!waits) {
            waitingSinceMillis = 0;
            waitingFor = "";
            return;
        }
        waitingSinceMillis = waitingSinceMillis == 0 ? now : waitingSinceMillis;
        if (now - waitingSinceMillis < WAITING_TOLD_MILLIS) {
            return;
        }
        Resource room = resourceManager.getAvailableResources();
        String line = "waiting for containers: " + summary.pending() + " of " + summary.wanted() + " asked for, each "
                + executorSize + "; the cluster has "
                + resourceManager.getClusterNodeCount() + " nodes and room for "
                + (room == null ? "an unknown amount" : room) + " in the queue";
        if (waitingFor.isEmpty()) {
            LOG.warn("{}", line);
        }
        waitingFor = line;
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

    /** What the ResourceManager says; on its client's thread. */
    private final class ResourceManagerEvents extends AMRMClientAsync.AbstractCallbackHandler {
        @Override
        public void onContainersAllocated(List<Container> granted) {
            post(() -> {
                granted.forEach(container -> containers.put(container.getId().toString(), container));
                List<Grant> grants = granted.stream()
                        .map(container -> new Grant(
                                container.getId().toString(),
                                container.getNodeId().getHost()))
                        .toList();
                return planner.granted(grants, System.currentTimeMillis());
            });
        }

        @Override
        public void onContainersCompleted(List<ContainerStatus> statuses) {
            for (ContainerStatus status : statuses) {
                String diagnostics = status.getDiagnostics() == null ? "" : status.getDiagnostics();
                DataSize size = DataSize.ofMegabytes(executorSize.getMemorySize());
                ended(status.getContainerId(), ContainerExit.of(status.getExitStatus(), diagnostics, size));
            }
        }

        @Override
        public void onNodesUpdated(List<NodeReport> nodes) {
            for (NodeReport node : nodes) {
                String host = node.getNodeId().getHost();
                if (node.getNodeState().isUnusable()) {
                    post(() -> planner.nodeLost(host, node.getNodeState().name()));
                } else if (node.getNodeState() == NodeState.RUNNING) {
                    post(() -> {
                        planner.nodeUsable(host);
                        return List.of();
                    });
                }
            }
        }

        @Override
        public void onContainersUpdated(List<UpdatedContainer> updated) {}

        @Override
        public void onShutdownRequest() {
            listener.giveUp(new LisleException(
                    ErrorCode.APPLICATION_FAILED, "the ResourceManager told this ApplicationMaster to end", ""));
        }

        @Override
        public float getProgress() {
            return listener.progress();
        }

        @Override
        public void onError(Throwable failure) {
            LOG.error("the ResourceManager's client failed", failure);
            listener.giveUp(new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "the ApplicationMaster lost the ResourceManager: " + failure.getMessage(),
                    "",
                    failure));
        }
    }

    private void ended(ContainerId container, ContainerExit exit) {
        post(() -> {
            containers.remove(container.toString());
            return planner.ended(container.toString(), exit);
        });
    }

    /** What the NodeManagers say; on their client's threads. */
    private final class NodeManagerEvents extends NMClientAsync.AbstractCallbackHandler {
        @Override
        public void onStartContainerError(ContainerId container, Throwable failure) {
            LOG.warn("{} could not be started", container, failure);
            post(() -> {
                containers.remove(container.toString());
                return planner.notStarted(
                        container.toString(),
                        new ContainerExit("its container could not be started: " + failure.getMessage(), true));
            });
        }

        @Override
        public void onContainerStarted(ContainerId container, Map<String, ByteBuffer> services) {
            LOG.debug("{} started", container);
        }

        @Override
        public void onContainerStatusReceived(ContainerId container, ContainerStatus status) {}

        @Override
        public void onContainerStopped(ContainerId container) {}

        @Override
        public void onContainerResourceIncreased(ContainerId container, Resource resource) {}

        @Override
        public void onContainerResourceUpdated(ContainerId container, Resource resource) {}

        @Override
        public void onGetContainerStatusError(ContainerId container, Throwable failure) {}

        @Override
        public void onIncreaseContainerResourceError(ContainerId container, Throwable failure) {}

        @Override
        public void onUpdateContainerResourceError(ContainerId container, Throwable failure) {}

        @Override
        public void onStopContainerError(ContainerId container, Throwable failure) {}
    }
}
