package org.lisle.yarn.allocate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.util.RackResolver;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.ElasticSettings;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.unit.DataSize;
import org.lisle.dag.driver.ClusterGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets executors and keeps them: feeds {@link AllocationPlanner} with what the driver wants and YARN tells, and carries its commands out.
 * Everything about containers happens on its one thread; callers' and YARN's threads only post to it.
 */
public final class ContainerAllocator implements ClusterGateway, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerAllocator.class);
    private static final long TICK_MILLIS = 1000;
    private static final long REGISTRATION_MILLIS = 120_000;
    private static final long ADOPTION_MILLIS = 60_000;
    private static final long LARGER_MILLIS = 60_000;

    /** So the ResourceManager explains the end of containers whose node it lost; other aborted ones were given back or never started. */
    private static final String LOST_NODE = "*lost* node";

    private final AllocationListener listener;
    private final RackDirectory racks;
    private final AllocationPlanner planner;
    private final ShuffleServerPlanner servers;
    private final NodeNames nodes;
    private final ScheduledThreadPoolExecutor thread;
    private final ResourceManagerGateway resourceManager;
    private final NodeManagerGateway nodeManagers;
    private final Map<String, Container> containers = new HashMap<>();
    /** Containers whose process was started and has not registered. */
    private final Set<String> starting = new HashSet<>();

    /** By their names. */
    private final Map<String, ExecutorProfile> kinds = new ConcurrentHashMap<>();

    private final boolean dynamic;
    private final String queue;
    private final WaitingNotice waiting = new WaitingNotice();
    private volatile @Nullable ExecutorLauncher launcher;
    private volatile Resource largest = Resource.newInstance(Long.MAX_VALUE, Integer.MAX_VALUE);
    private volatile AllocationSummary summary = AllocationSummary.NONE;
    private volatile boolean closing;

    public ContainerAllocator(LisleConf conf, Configuration hadoop, int epoch, AllocationListener listener) {
        this.listener = listener;
        this.racks =
                new RackDirectory(host -> RackResolver.resolve(hadoop, host).getNetworkLocation());
        this.planner = new AllocationPlanner(
                number -> epoch == 1 ? Integer.toString(number) : epoch + "." + number,
                new PlannerLimits(
                        ExecutorRange.of(conf).isDynamic(),
                        conf.get(YarnSettings.MAX_EXECUTOR_FAILURES),
                        leastFailures(conf),
                        conf.get(YarnSettings.EXECUTOR_FAILURES_VALIDITY).toMillis(),
                        REGISTRATION_MILLIS,
                        ADOPTION_MILLIS,
                        conf.get(YarnSettings.ALLOCATION_TIMEOUT).toMillis(),
                        ExecutorProfile.usual(conf),
                        LARGER_MILLIS,
                        conf.get(ElasticSettings.WATCHDOG_INTERVAL).toMillis()));
        this.dynamic = ExecutorRange.of(conf).isDynamic();
        this.servers = new ShuffleServerPlanner(number -> (epoch == 1 ? "s" : epoch + ".s") + number);
        this.nodes = new NodeNames(hadoop.getBoolean(
                YarnConfiguration.RM_SCHEDULER_INCLUDE_PORT_IN_NODE_NAME,
                YarnConfiguration.DEFAULT_RM_SCHEDULER_USE_PORT_FOR_NODE_NAME));
        this.queue = conf.get(YarnSettings.QUEUE);
        kinds.put(ExecutorProfile.USUAL, ExecutorProfile.usual(conf));
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "allocation");
            made.setDaemon(true);
            return made;
        });
        News news = new News();
        this.resourceManager = new ResourceManagerGateway(
                hadoop,
                Resource.newInstance(conf.get(Settings.SHUFFLE_SERVER_MEMORY).megabytes(), 1),
                news);
        this.nodeManagers = new NodeManagerGateway(hadoop, news);
    }

    /** Enough for a task that ends its process each time to fail its job, which says more than that executors fail. */
    private static int leastFailures(LisleConf conf) {
        return Math.max(3, conf.get(Settings.TASK_MAX_FAILURES));
    }

    /** Connects to the ResourceManager; before anything else. */
    public void start() {
        resourceManager.start();
        nodeManagers.start();
    }

    /**
     * Tells the ResourceManager that this attempt runs; containers may be asked for from now on.
     *
     * @return the containers of earlier attempts that still run
     * @throws LisleException CLUSTER_UNREACHABLE
     */
    public Set<String> register(String host, int port, String trackingUrl, ExecutorLauncher executorLauncher) {
        ResourceManagerGateway.Registration registration = resourceManager.register(host, port, trackingUrl);
        largest = registration.largest();
        launcher = executorLauncher;
        post(() -> {
            planner.largest(registration.largest().getMemorySize());
            return adopt(registration.left());
        });
        thread.scheduleWithFixedDelay(() -> apply(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return registration.left().stream()
                .map(container -> container.getId().toString())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws LisleException EXECUTOR_TOO_LARGE when the cluster never grants a container of the executor's size */
    public void checkFits(ExecutorProfile kind) {
        Resource most = largest;
        Resource size = Containers.sizeOf(kind);
        if (!Containers.fits(size, most)) {
            throw new LisleException(
                    ErrorCode.EXECUTOR_TOO_LARGE,
                    "an executor of " + size + " is larger than the largest container, " + most,
                    kind.isUsual()
                            ? "lower lisle.executor.memory or lisle.executor.cores"
                            : "ask for less in its resource profile");
        }
    }

    @Override
    public void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) {
        Map<String, Integer> tasks = Map.copyOf(tasksByHost);
        post(() -> {
            kinds.putIfAbsent(kind.name(), kind);
            return planner.want(kind, total, tasks);
        });
    }

    @Override
    public void excludeHosts(List<String> hosts) {
        post(() -> planner.exclude(hosts));
    }

    @Override
    public boolean replacesExecutors() {
        return true;
    }

    @Override
    public void releaseExecutor(String executor, String reason) {
        post(() -> {
            List<AllocationCommand> commands = new ArrayList<>(servers.release(executor));
            commands.addAll(planner.release(executor));
            if (commands.stream().anyMatch(AllocationCommand.GiveBack.class::isInstance)) {
                LOG.info("giving back executor {}: {}", executor, reason);
            }
            return commands;
        });
    }

    @Override
    public void nearsItsSize(String executor, boolean nears) {
        post(() -> {
            planner.nearsItsSize(executor, nears);
            return List.of();
        });
    }

    @Override
    public void containerTooSmall(String executor, String reason) {
        post(() -> planner.tooSmall(executor, reason));
    }

    @Override
    public boolean hasShuffleServers() {
        return true;
    }

    @Override
    public void startShuffleServer(String host, String executor) {
        LOG.info("map outputs on {} are needed and no executor is there: asking for a shuffle server", host);
        post(() -> servers.start(host, nodes.nodeOf(executor, host)));
    }

    @Override
    public void stopShuffleServer(String host) {
        post(() -> servers.stop(host));
    }

    @Override
    public String rackOf(String host) {
        return racks.rackOf(host);
    }

    /**
     * The executor wants to register.
     *
     * @param container the one it runs in
     * @param profile the name of its kind
     * @return whether it may: not in a container that was given back, which it is told once more
     */
    public CompletionStage<Boolean> executorArrived(String executor, String container, String profile) {
        CompletableFuture<Boolean> may = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                apply(() -> arrived(executor, container, profile, may));
                may.complete(false);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the allocator has ended", e);
            may.complete(false);
        }
        return may;
    }

    private List<AllocationCommand> arrived(
            String executor, String container, String profile, CompletableFuture<Boolean> may) {
        starting.remove(container);
        Container known = containers.get(container);
        if (known != null) {
            nodes.runsOn(executor, known.getNodeId());
        }
        if (servers.holds(container)) {
            servers.registered(executor);
            may.complete(true);
            return List.of();
        }
        boolean registers = planner.mayRegister(executor, container);
        List<AllocationCommand> commands = planner.registered(executor, container, profile);
        may.complete(registers);
        return commands;
    }

    public AllocationSummary summary() {
        return summary;
    }

    /** One line about what is waited for; empty when nothing is, or not for long. */
    public String waitingFor() {
        return waiting.text();
    }

    /** Stops asking and starting; containers' ends are no news from now on. */
    public void stopAllocating() {
        closing = true;
        thread.shutdown();
    }

    /** The last word to the ResourceManager; returns when it has taken it. @throws LisleException CLUSTER_UNREACHABLE */
    public void unregister(FinalApplicationStatus status, String diagnostics) {
        resourceManager.unregister(status, diagnostics);
    }

    @Override
    public void close() {
        stopAllocating();
        racks.close();
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
            resourceManager.awaitsContainers(waits || servers.isWaiting());
            waiting.update(waits && isWorthTelling(), System.currentTimeMillis(), this::waitingLine);
        } catch (RuntimeException e) {
            LOG.error("the allocator failed", e);
            listener.giveUp(new LisleException(ErrorCode.INTERNAL_ERROR, "the allocator failed: " + e, "", e));
        }
    }

    private List<AllocationCommand> tick() {
        planner.room(name -> resourceManager.roomFor(Containers.sizeOf(kind(name))));
        return planner.tick(System.currentTimeMillis());
    }

    /** An application that takes what there is may always wait for more. */
    private boolean isWorthTelling() {
        return !dynamic || summary.running() + summary.starting() == 0;
    }

    private void carryOut(AllocationCommand command) {
        if (command instanceof AllocationCommand.Ask asked) {
            resourceManager.ask(
                    asked.ask(), Containers.sizeOf(kind(asked.ask().size().profile())));
        } else if (command instanceof AllocationCommand.Withdraw withdrawn) {
            resourceManager.withdraw(withdrawn.ask());
        } else if (command instanceof AllocationCommand.Launch launched) {
            launch(launched.executor(), launched.grant(), false);
        } else if (command instanceof AllocationCommand.LaunchServer launched) {
            launch(launched.executor(), launched.grant(), true);
        } else if (command instanceof AllocationCommand.AskServer asked) {
            resourceManager.askServer(asked.node());
        } else if (command instanceof AllocationCommand.WithdrawServer withdrawn) {
            resourceManager.withdrawServer(withdrawn.node());
        } else if (command instanceof AllocationCommand.RefuseServer refused) {
            LOG.warn("no shuffle server on {}: {}", refused.host(), refused.reason());
            listener.shuffleServerRefused(refused.host(), refused.reason());
        } else if (command instanceof AllocationCommand.ReportNodeLost lost) {
            listener.nodeLost(lost.host(), lost.reason());
        } else if (command instanceof AllocationCommand.GiveBack back) {
            containers.remove(back.container());
            resourceManager.giveBack(back.container());
        } else if (command instanceof AllocationCommand.Drain drain) {
            LOG.warn("executor {} gets no more tasks: {}", drain.executor(), drain.reason());
            listener.executorLeaves(drain.executor(), drain.reason());
        } else if (command instanceof AllocationCommand.Exclude hosts) {
            resourceManager.exclude(hosts.added(), hosts.removed());
        } else if (command instanceof AllocationCommand.ReportLost lost) {
            LOG.warn("lost executor {}: {}", lost.executor(), lost.reason());
            listener.executorLost(
                    lost.executor(), lost.reason(), lost.outputLost(), lost.countsAsFailure(), lost.largerComes());
        } else if (command instanceof AllocationCommand.Notice notice) {
            tell(notice);
        } else if (command instanceof AllocationCommand.GiveUp end) {
            listener.giveUp(new LisleException(ErrorCode.NO_EXECUTORS, end.what(), end.nextStep()));
        }
    }

    private void tell(AllocationCommand.Notice notice) {
        if (!notice.aboutRoom()) {
            listener.notice(notice.text());
            return;
        }
        String text = notice.text() + "; " + resourceManager.describeRoom(queue, usualSize());
        if (isWorthTelling()) {
            listener.notice(text);
        } else {
            LOG.warn("{}", text);
        }
    }

    private void launch(String executor, Grant grant, boolean server) {
        Container container = containers.get(grant.container());
        ExecutorLauncher by = launcher;
        if (container == null || by == null) {
            throw new IllegalStateException("no container " + grant.container());
        }
        LOG.info(
                "starting {} {} in {} on {}",
                server ? "shuffle server" : "executor",
                executor,
                grant.container(),
                grant.host());
        nodes.runsOn(executor, container.getNodeId());
        starting.add(grant.container());
        nodeManagers.launch(
                container, by.context(executor, container, kind(grant.size().profile()), server));
    }

    /**
     * Does nothing for a container that had registered, or was taken away or given back. A process that ends by itself before it registers
     * may have died of its archive of loaded classes: those that follow do without.
     */
    private void endedAtItsStart(String container, ContainerExit exit) {
        ExecutorLauncher by = launcher;
        if (starting.remove(container) && exit.countsAsFailure() && by != null && by.sharesClasses()) {
            LOG.info("{} ended before it registered: executors start without an archive of classes now", container);
            launcher = by.withoutSharedClasses();
        }
    }

    private String waitingLine() {
        return "waiting for containers: " + summary.pending() + " of " + summary.wanted() + " asked for, each "
                + usualSize() + "; " + resourceManager.describeRoom(queue, usualSize());
    }

    private List<AllocationCommand> adopt(List<Container> left) {
        if (left.isEmpty()) {
            return List.of();
        }
        LOG.info("taking over {} containers of earlier attempts", left.size());
        // a shuffle server that is still needed is wanted anew
        left.stream()
                .filter(ResourceManagerGateway::isServers)
                .forEach(container -> resourceManager.giveBack(container.getId().toString()));
        List<Grant> grants = left.stream()
                .filter(container -> !ResourceManagerGateway.isServers(container))
                .filter(container -> containers.putIfAbsent(container.getId().toString(), container) == null)
                .map(this::adopted)
                .toList();
        return planner.adopt(grants, System.currentTimeMillis());
    }

    private Grant adopted(Container container) {
        long megabytes = container.getResource().getMemorySize();
        return new Grant(
                container.getId().toString(),
                container.getNodeId().getHost(),
                new ExecutorSize(ExecutorProfile.USUAL, megabytes == usualSize().getMemorySize() ? 0 : megabytes),
                megabytes);
    }

    /** The usual one where an earlier attempt's executors are of a kind that this one has not heard of: none is started. */
    private ExecutorProfile kind(String name) {
        ExecutorProfile known = kinds.get(name);
        return known == null ? Objects.requireNonNull(kinds.get(ExecutorProfile.USUAL)) : known;
    }

    private Resource usualSize() {
        return Containers.sizeOf(kind(ExecutorProfile.USUAL));
    }

    private DataSize sizeOf(String container) {
        Container known = containers.get(container);
        Resource size = known == null ? usualSize() : known.getResource();
        return DataSize.ofMegabytes(size.getMemorySize());
    }

    /** Posts what YARN tells. */
    private final class News implements ContainerNews {
        @Override
        public void granted(List<Container> granted) {
            post(() -> {
                granted.forEach(container -> {
                    containers.put(container.getId().toString(), container);
                    racks.lookUp(container.getNodeId().getHost());
                });
                List<AllocationCommand> commands = new ArrayList<>();
                granted.stream()
                        .filter(ResourceManagerGateway::isServers)
                        .forEach(container -> commands.addAll(servers.granted(
                                container.getId().toString(),
                                container.getNodeId().getHost())));
                commands.addAll(planner.granted(
                        granted.stream()
                                .filter(container -> !ResourceManagerGateway.isServers(container))
                                .map(container -> new Grant(
                                        container.getId().toString(),
                                        container.getNodeId().getHost(),
                                        resourceManager.asked(container),
                                        container.getResource().getMemorySize()))
                                .toList(),
                        System.currentTimeMillis()));
                return commands;
            });
        }

        @Override
        public void left(List<Container> left) {
            post(() -> adopt(left));
        }

        @Override
        public void ended(String container, int status, String diagnostics) {
            post(() -> {
                ContainerExit exit = ContainerExit.of(status, diagnostics, sizeOf(container));
                endedAtItsStart(container, exit);
                Container ended = containers.remove(container);
                if (servers.holds(container)) {
                    return servers.ended(container, exit.reason());
                }
                List<AllocationCommand> commands =
                        new ArrayList<>(planner.ended(container, exit, System.currentTimeMillis()));
                if (ended != null && status == ContainerExitStatus.ABORTED && diagnostics.contains(LOST_NODE)) {
                    commands.add(new AllocationCommand.ReportNodeLost(
                            ended.getNodeId().getHost(), "the ResourceManager lost its node"));
                }
                return commands;
            });
        }

        @Override
        public void preempted(List<String> taken) {
            post(() -> planner.preempted(taken));
        }

        @Override
        public void shrink(long megabytes) {
            List<ExecutorCost> costs = listener.executorCosts();
            post(() -> planner.shrink(megabytes, costs));
        }

        @Override
        public void nodeLeaves(String host) {
            post(() -> planner.nodeLeaves(host));
        }

        @Override
        public void notStarted(String container, ContainerExit exit) {
            post(() -> servers.holds(container)
                    ? servers.ended(container, exit.reason())
                    : planner.notStarted(container, exit, System.currentTimeMillis()));
        }

        @Override
        public void nodeLost(String host, String why) {
            post(() -> {
                List<AllocationCommand> commands =
                        new ArrayList<>(planner.nodeLost(host, why, System.currentTimeMillis()));
                commands.addAll(servers.nodeLost(host, why));
                commands.add(new AllocationCommand.ReportNodeLost(host, "its node is " + why));
                return commands;
            });
        }

        @Override
        public void nodeUsable(String host) {
            post(() -> {
                planner.nodeUsable(host);
                return List.of();
            });
        }

        @Override
        public void disowned(LisleException why) {
            listener.disowned(why);
        }

        @Override
        public float progress() {
            return listener.progress();
        }
    }
}
