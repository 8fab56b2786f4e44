package org.lisle.faults;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.lisle.api.LisleContext;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.launch.DriverAddress;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.driver.ClusterGateway;
import org.lisle.dag.driver.DriverRuntime;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.hdfs.address.DriverAddresses;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;
import org.lisle.yarn.control.ControlPlane;
import org.lisle.yarn.control.ExecutorEvents;
import org.lisle.yarn.control.TransportBlockFetcher;

/**
 * A driver and an executor of two slots on each of two nodes. A node is an address of the loopback interface and a folder with two disks.
 * An executor that ends is replaced on its node, which is told to the driver as the ResourceManager would.
 */
public final class WiredCluster implements AutoCloseable {
    static final int NODES = 2;
    static final int SLOTS = 2;
    private static final int EPOCH = 1;
    private static final long REPLACED_AFTER_MILLIS = 50;
    private static final TransportConfig WIRE = new TransportConfig(
            1, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60), false, 16 << 20);

    private final Path folder;
    private final List<Order> orders;
    private final LisleConf conf;
    private final TransportSecret secret = TransportSecret.generate();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4, work -> {
        Thread thread = new Thread(work, "wired cluster");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, WiredExecutor> alive = new ConcurrentHashMap<>();
    private final List<WiredExecutor> all = new CopyOnWriteArrayList<>();
    private final List<CountDownLatch> standstills = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Transport transport;
    private final DriverRuntime runtime;
    private final ControlPlane control;
    private final DriverAddress address;
    private int nextExecutor = 1;
    /** Attempts that began, as {@code stage/partition/attempt}. */
    final List<String> begun = new CopyOnWriteArrayList<>();

    final List<String> replaced = new CopyOnWriteArrayList<>();

    /** A cluster in which nothing goes wrong before it is ordered. */
    public WiredCluster(Path folder) {
        this(folder, Map.of(), new CopyOnWriteArrayList<>());
    }

    WiredCluster(Path folder, Map<String, String> settings, List<Order> orders) {
        this.folder = folder;
        this.orders = orders;
        this.conf = LisleConf.empty()
                .with(Map.of(
                        Settings.EXECUTOR_INSTANCES.name(),
                        Integer.toString(NODES),
                        Settings.EXECUTOR_CORES.name(),
                        Integer.toString(SLOTS),
                        Settings.EXECUTOR_HEARTBEAT.name(),
                        "20ms",
                        Settings.SHUFFLE_IO_RETRY_WAIT.name(),
                        "50ms",
                        Settings.LOCALITY_WAIT.name(),
                        "0s",
                        "lisle.speculation",
                        "false"))
                .with(settings);
        this.transport = Transports.start(WIRE, secret, "driver", faults("driver", null));
        this.runtime = new DriverRuntime(
                conf, new Nodes(), new TransportBlockFetcher(transport), Clock.systemUTC(), DriverJournal.none(EPOCH));
        this.control =
                new ControlPlane(runtime.services(), conf, EPOCH, ControlPlane.graceOf(conf), timer, new Absences());
        InetSocketAddress listening = transport.listen(new InetSocketAddress("127.0.0.1", 0), control);
        this.address = new DriverAddress("127.0.0.1", listening.getPort(), EPOCH);
        runtime.services().blocksServedAt("127.0.0.1", listening.getPort());
        for (int node = 0; node < NODES; node++) {
            startExecutor(node);
        }
    }

    /** A new context on this cluster. */
    public LisleContext context() {
        WiredBackend.next(new WiredBackend(conf, runtime));
        return LisleContext.builder().appName("wired").master("wired").build();
    }

    /** Whatever was ordered before is forgotten; the executor that passes the point next is killed there. */
    public Order killNextAt(FaultPoint point) {
        Order order = Order.of("executor-.*", point, ".*", Order.Action.CRASH, Duration.ZERO, 1);
        orders.clear();
        orders.add(order);
        return order;
    }

    /** Attempts that began until now. */
    public int attemptsBegun() {
        return begun.size();
    }

    /** Runs the program in a context of its own on this cluster. */
    String run() throws Exception {
        WiredBackend.next(new WiredBackend(conf, runtime));
        try (LisleContext context = LisleContext.builder()
                .appName("wired")
                .master("wired")
                .config("lisle.scheduler.mode", "FIFO")
                .getOrCreate()) {
            return FaultyProgram.main(context, folder.resolve("out"));
        }
    }

    // ---------------------------------------------------------------- executors

    private synchronized void startExecutor(int node) {
        String id = Integer.toString(nextExecutor++);
        List<Path> disks = List.of(disk(node, 1), disk(node, 2));
        AtomicBoolean stopped = new AtomicBoolean();
        var started = new WiredExecutor(
                new WiredExecutor.Place(id, node, disks, EPOCH),
                conf,
                address,
                epoch -> new DriverAddresses.Found(false, null),
                WIRE,
                secret,
                faults("executor-" + id, id),
                () -> {
                    if (stopped.compareAndSet(false, true)) {
                        later(0, () -> end(id, "it ended"));
                    }
                });
        alive.put(id, started);
        all.add(started);
    }

    private Path disk(int node, int number) {
        return folder.resolve("node-" + node).resolve("disk-" + number);
    }

    /** The executor's process is gone, and YARN tells so and starts another one on the node. */
    private void end(String id, String why) {
        WiredExecutor ended = alive.remove(id);
        if (ended == null) {
            return;
        }
        replaced.add(id);
        later(0, ended::cutOff);
        control.forget(id);
        runtime.services().executorLost(id, why, false, false);
        later(REPLACED_AFTER_MILLIS, () -> startExecutor(ended.node));
    }

    private void later(long millis, Runnable work) {
        if (over.getCount() > 0) {
            timer.schedule(work, millis, TimeUnit.MILLISECONDS);
        }
    }

    // ---------------------------------------------------------------- faults

    private FaultInjector faults(String process, @Nullable String executor) {
        return new ProcessFaults(process, executor);
    }

    /** What goes wrong in one process. Each passing of a point by a process that stands still waits until it goes on. */
    private final class ProcessFaults implements FaultInjector {
        private final String process;
        private final @Nullable String executor;
        private volatile CountDownLatch standstill = new CountDownLatch(0);
        private volatile boolean crashed;
        private volatile long disksFullUntilNanos = System.nanoTime();

        ProcessFaults(String process, @Nullable String executor) {
            this.process = process;
            this.executor = executor;
        }

        @Override
        public Fault at(FaultPoint point, String key) {
            if (crashed && point == FaultPoint.MESSAGE) {
                return new Fault(Fault.Kind.DROP, Duration.ZERO);
            }
            waitFor(standstill);
            if (point == FaultPoint.TASK_START) {
                begun.add(key);
            }
            Fault found = Fault.NONE;
            for (Order order : orders) {
                if (order.strikes(process, point, key)) {
                    found = carryOut(order);
                }
            }
            boolean full = point == FaultPoint.DISK_WRITE && System.nanoTime() < disksFullUntilNanos;
            return full ? new Fault(Fault.Kind.DISK_FULL, Duration.ZERO) : found;
        }

        private Fault carryOut(Order order) {
            switch (order.action()) {
                case CRASH -> {
                    String id = Objects.requireNonNull(executor, "the driver does not crash here");
                    crashed = true;
                    standstill = over;
                    later(0, () -> end(id, "it crashed"));
                    waitFor(over);
                }
                case STOP -> {
                    var goesOn = new CountDownLatch(1);
                    standstills.add(goesOn);
                    standstill = goesOn;
                    later(order.duration().toMillis(), goesOn::countDown);
                    waitFor(goesOn);
                }
                case FILL_DISKS ->
                    disksFullUntilNanos = System.nanoTime() + order.duration().toNanos();
                default -> {
                    return new Fault(order.action().kind, order.duration());
                }
            }
            return Fault.NONE;
        }

        private static void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // ---------------------------------------------------------------- what YARN does

    private final class Nodes implements ClusterGateway {
        @Override
        public void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) {}

        /** The executor that replaces another one serves what that one wrote, and is there soon. */
        @Override
        public boolean hasShuffleServers() {
            return true;
        }

        @Override
        public void releaseExecutor(String executor, String reason) {
            later(0, () -> end(executor, reason));
        }
    }

    private final class Absences implements ExecutorEvents {
        @Override
        public CompletionStage<Boolean> arrived(String executor, String container, String profile) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public void superseded(int newerEpoch) {}

        @Override
        public void unreachable(String executor, String reason) {
            end(executor, reason);
        }
    }

    @Override
    public void close() {
        over.countDown();
        standstills.forEach(CountDownLatch::countDown);
        timer.shutdownNow();
        runtime.close();
        new ArrayList<>(all).forEach(WiredExecutor::close);
        transport.close();
    }
}
