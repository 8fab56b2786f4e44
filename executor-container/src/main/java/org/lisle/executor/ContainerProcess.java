package org.lisle.executor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultInjectors;
import org.lisle.core.files.ShippedFiles;
import org.lisle.core.launch.ClassArchive;
import org.lisle.core.launch.DriverAddress;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.executor.container.ContainerExit;
import org.lisle.executor.container.ContainerFiles;
import org.lisle.executor.container.DriverConnection;
import org.lisle.executor.container.ResourceDiscovery;
import org.lisle.hdfs.address.DriverAddresses;
import org.lisle.hdfs.archive.LoadedClasses;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.Transports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One executor in its own process, from its environment to its exit code. */
final class ContainerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerProcess.class);

    /** Packages that tasks may need, whatever the application that makes the archive did. */
    private static final List<String> CLASSES = List.of(
            "org/lisle/executor/",
            "org/lisle/core/",
            "org/lisle/hdfs/",
            "org/lisle/api/",
            "org/lisle/transport/",
            "org/lisle/dag/lineage/",
            "net/jpountz/");

    private final ExecutorEnvironment environment;
    private final List<Path> localDirectories;
    private final Map<String, String> variables;
    private final ContainerFiles files;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private volatile boolean leavesClasses;

    /** @param variables the process's environment */
    ContainerProcess(Map<String, String> variables, Path workingDirectory) {
        this.environment = ExecutorEnvironment.parse(variables);
        this.localDirectories = ExecutorEnvironment.localDirectories(variables).stream()
                .map(Path::of)
                .toList();
        this.variables = variables;
        this.files = new ContainerFiles(workingDirectory);
    }

    /** Runs until the driver says so or is gone for good. Returns the process's exit code. */
    int run() throws InterruptedException {
        LisleConf conf = files.settings();
        HadoopConfiguration.layOver(conf.hadoopSettings());
        ShippedFiles.publish(conf, files.workingDirectory());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "driver connection timer");
            thread.setDaemon(true);
            return thread;
        });
        ClassLoader loader = files.jobLoader(environment.userJars());
        FaultInjector faults = FaultInjectors.of(
                conf, (environment.slots() == 0 ? "shuffle-server-" : "executor-") + environment.executor(), loader);
        try (Transport transport = Transports.start(
                transportConfig(conf), files.secret(variables), "executor " + environment.executor(), faults)) {
            var parts = new ExecutorParts(localDirectories, loader, transport, null, faults, this::shutdown);
            return run(conf, transport, parts, timer);
        } finally {
            timer.shutdownNow();
        }
    }

    private int run(LisleConf conf, Transport transport, ExecutorParts parts, ScheduledExecutorService timer)
            throws InterruptedException {
        var first = new DriverAddress(environment.driverHost(), environment.driverPort(), environment.epoch());
        var addresses = new DriverAddresses(environment.stagingDirectory(), HadoopConfiguration.base());
        var target =
                new DriverConnection.Target(first, conf.get(Settings.EXECUTOR_DRIVER_TIMEOUT), addresses::newerThan);
        try (var driver = new DriverConnection(transport, target, timer);
                var executor = new Executor(config(conf), driver, parts)) {
            // the driver hangs up when it has told this executor to end; a connection made anew would bring tasks
            exitCode.thenRun(driver::close);
            driver.start(new Registration(executor));
            int code = exitCode.get();
            if (leavesClasses) {
                // the driver sees the connection until it ends, and waits for this
                LoadedClasses.store(ClassArchive.parse(variables).target(), CLASSES, HadoopConfiguration.base());
            }
            return code;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("an exit code is never a failure", e);
        }
    }

    private void shutdown(String reason, boolean leaveClasses) {
        LOG.info("The driver ends this executor: {}", reason);
        leavesClasses = leaveClasses && !ClassArchive.parse(variables).target().isEmpty();
        exitCode.complete(ContainerExit.ORDERLY);
    }

    private ExecutorConfig config(LisleConf conf) throws InterruptedException {
        return ExecutorConfig.of(
                new ExecutorConfig.Place(
                        environment.executor(),
                        environment.epoch(),
                        environment.host(),
                        environment.slots(),
                        environment.memoryPoolBytes(),
                        environment.logUrl(),
                        ExecutorEnvironment.container(variables),
                        environment.containerBytes(),
                        environment.profile(),
                        ResourceDiscovery.units(environment.resources())),
                conf);
    }

    private static TransportConfig transportConfig(LisleConf conf) {
        TransportConfig defaults = TransportConfig.defaults();
        return new TransportConfig(
                defaults.eventLoopThreads(),
                defaults.requestTimeout(),
                defaults.connectTimeout(),
                defaults.idleTimeout(),
                conf.get(Settings.NETWORK_ENCRYPT),
                defaults.maxMessageBytes());
    }

    /** Joins the connection and the executor. */
    private final class Registration implements DriverConnection.Listener {
        private final Executor executor;

        Registration(Executor executor) {
            this.executor = executor;
        }

        @Override
        public RegisterExecutor registration(boolean newDriver) {
            return executor.registration(newDriver);
        }

        @Override
        public void registered(RegisteredExecutor answer, boolean again) {
            LOG.info(
                    "Registered with the driver, attempt {}{}",
                    answer.getEpoch(),
                    environment.slots() == 0 ? " (shuffle server)" : "");
            executor.registered(answer.getEpoch());
            if (again) {
                executor.reportBlocks();
            } else {
                executor.startHeartbeats(Duration.ofMillis(answer.getHeartbeatMillis()), this::forgotten);
            }
        }

        /** The driver has counted this executor as lost and its tasks run elsewhere: what it does is of no use any more. */
        private void forgotten() {
            LOG.error("The driver does not know this executor any more");
            exitCode.complete(ContainerExit.DRIVER_LOST);
        }

        @Override
        public void message(SpecificRecord message) {
            executor.handle(message);
        }

        @Override
        public void lost(LisleException reason) {
            LOG.error("This executor ends: {}", reason.getMessage(), reason);
            exitCode.complete(ContainerExit.DRIVER_LOST);
        }
    }
}
