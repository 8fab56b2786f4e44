package org.lisle.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.launch.DriverAddress;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.executor.Executor;
import org.lisle.executor.ExecutorConfig;
import org.lisle.executor.ExecutorParts;
import org.lisle.executor.container.DriverConnection;
import org.lisle.executor.container.DriverLookup;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;

/** An executor as in a container of its own: its transport, its connection to the driver, its files. */
final class WiredExecutor implements AutoCloseable {
    final String id;
    final int node;
    private final Transport transport;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "wired executor timer");
        thread.setDaemon(true);
        return thread;
    });
    private final DriverConnection connection;
    final Executor executor;

    /** What an executor needs of its cluster. */
    record Place(String id, int node, List<Path> directories, int epoch) {
        String host() {
            return "127.0.0." + (node + 1);
        }
    }

    /** @param ended told when the executor ends of its own accord */
    WiredExecutor(
            Place place,
            LisleConf conf,
            DriverAddress driver,
            DriverLookup lookup,
            TransportConfig wire,
            TransportSecret secret,
            FaultInjector faults,
            Runnable ended) {
        this.id = place.id();
        this.node = place.node();
        this.transport = Transports.start(wire, secret, "executor " + id, faults);
        var target = new DriverConnection.Target(driver, conf.get(Settings.EXECUTOR_DRIVER_TIMEOUT), lookup);
        this.connection = new DriverConnection(transport, target, timer);
        this.executor = new Executor(
                ExecutorConfig.of(
                        new ExecutorConfig.Place(
                                id, place.epoch(), place.host(), 2, 64L << 20, "", "container-" + id, 0),
                        conf),
                connection,
                new ExecutorParts(
                        place.directories(),
                        WiredExecutor.class.getClassLoader(),
                        transport,
                        null,
                        faults,
                        (reason, leaveClasses) -> ended.run()));
        connection.start(new Registration(ended));
    }

    /** Nothing more is sent or heard: its connections end, and no new ones are made. Its threads go on for as long as they like. */
    void cutOff() {
        connection.close();
        transport.close();
        timer.shutdownNow();
    }

    @Override
    public void close() {
        cutOff();
        executor.close();
    }

    private final class Registration implements DriverConnection.Listener {
        private final AtomicReference<@Nullable Runnable> ended;

        Registration(Runnable ended) {
            this.ended = new AtomicReference<>(ended);
        }

        @Override
        public RegisterExecutor registration(boolean newDriver) {
            return executor.registration(newDriver);
        }

        @Override
        public void registered(RegisteredExecutor answer, boolean again) {
            executor.registered(answer.getEpoch());
            if (again) {
                executor.reportBlocks();
            } else {
                executor.startHeartbeats(Duration.ofMillis(answer.getHeartbeatMillis()), this::end);
            }
        }

        @Override
        public void message(SpecificRecord message) {
            executor.handle(message);
        }

        @Override
        public void lost(LisleException reason) {
            end();
        }

        private void end() {
            Runnable first = ended.getAndSet(null);
            if (first != null) {
                first.run();
            }
        }
    }
}
