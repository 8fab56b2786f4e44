package org.lisle.yarn.control;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.FetchBlock;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.core.message.Shutdown;
import org.lisle.dag.driver.DriverServices;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the driver does with what executors send. An executor's first message on a connection registers it; from then on the connection is
 * the executor's, and the driver's commands go there; but one whose container was given back meanwhile is told to end. When the connection ends, the executor has a grace time to come back on another one:
 * mostly its container's end is reported meanwhile, with a better reason. Executors of earlier attempts of the driver register like others,
 * with what they hold.
 */
public final class ControlPlane implements ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(20);
    private static final Duration LATEST_ANSWER = Duration.ofSeconds(5);

    private final DriverServices services;
    private final LisleConf conf;
    private final int epoch;
    private final Duration grace;
    private final ScheduledExecutorService timer;
    private final ExecutorEvents events;
    private final Map<Connection, String> executors = new ConcurrentHashMap<>();
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    /** Executors that may still come back, with what gives them up. */
    private final Map<String, Future<?>> absent = new ConcurrentHashMap<>();

    /** Notified when a connection has ended. */
    private final Object ends = new Object();

    private volatile boolean closing;

    /**
     * @param grace how long a disconnected executor may stay away
     * @param timer runs the grace time; not closed by this
     */
    public ControlPlane(
            DriverServices services,
            LisleConf conf,
            int epoch,
            Duration grace,
            ScheduledExecutorService timer,
            ExecutorEvents events) {
        this.services = services;
        this.conf = conf;
        this.epoch = epoch;
        this.grace = grace;
        this.timer = timer;
        this.events = events;
    }

    /**
     * An executor that lives comes back at once, if the network lets it. Where it gives up earlier than that, a bit longer than it tries:
     * who gives up later than the executor itself never loses one that would have come.
     */
    public static Duration graceOf(LisleConf conf) {
        Duration tries = conf.get(Settings.EXECUTOR_DRIVER_TIMEOUT);
        return (tries.compareTo(LONGEST_ABSENCE) < 0 ? tries : LONGEST_ABSENCE).plus(LATEST_ANSWER);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
        return message instanceof RegisterExecutor executor
                ? register(connection, executor)
                : services.request(message);
    }

    @Override
    public void message(Connection connection, SpecificRecord message) {
        request(connection, message).whenComplete((answer, failure) -> {
            if (failure != null) {
                LOG.warn("a message of {} failed", describe(connection), failure);
            }
        });
    }

    @Override
    public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
        if (!(request instanceof FetchBlock fetch)) {
            return CompletableFuture.failedFuture(new LisleException(
                    ErrorCode.PROTOCOL,
                    "the driver has no bulk answer to " + request.getSchema().getName(),
                    ""));
        }
        try {
            return CompletableFuture.completedFuture(BlockSlices.of(services.block(fetch.getBlock()), fetch));
        } catch (LisleException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void disconnected(Connection connection) {
        String executor = executors.remove(connection);
        if (executor == null || !connections.remove(executor, connection)) {
            return;
        }
        synchronized (ends) {
            ends.notifyAll();
        }
        if (closing) {
            return;
        }
        LOG.info("executor {} disconnected ({})", executor, connection.remoteAddress());
        absent.put(executor, timer.schedule(() -> missing(executor), grace.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The executor is known to be gone: its connection is closed, and its absence is no news. */
    public void forget(String executor) {
        noLongerAbsent(executor);
        Connection connection = connections.remove(executor);
        if (connection != null) {
            executors.remove(connection);
            connection.send(new Shutdown(epoch, "the driver counts this executor as lost", false));
            connection.close();
        }
    }

    /**
     * Tells all executors to end.
     *
     * @param leaveClasses whether one of them is to leave an archive of its loaded classes first
     * @return the executor that was told so, to be waited for by {@link #awaitEnd}; empty when there is none
     */
    public Optional<String> shutDownExecutors(String reason, boolean leaveClasses) {
        closing = true;
        Map<String, Connection> all = Map.copyOf(connections);
        Optional<String> leaving = leaveClasses ? all.keySet().stream().sorted().findFirst() : Optional.empty();
        all.forEach((executor, connection) -> connection.send(
                new Shutdown(epoch, reason, leaving.filter(executor::equals).isPresent())));
        return leaving;
    }

    /** Waits until the executor has closed its connection, at most so long. */
    public void awaitEnd(String executor, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (ends) {
            while (connections.containsKey(executor)) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    return;
                }
                ends.wait(millis);
            }
        }
    }

    private CompletionStage<RegisteredExecutor> register(Connection connection, RegisterExecutor executor) {
        String id = executor.getExecutor();
        if (closing) {
            return CompletableFuture.failedFuture(
                    new LisleException(ErrorCode.CONTEXT_CLOSED, "the application has ended", "the executor ends too"));
        }
        if (executor.getEpoch() > epoch) {
            LOG.error(
                    "Executor {} follows attempt {} of the driver; this is attempt {}", id, executor.getEpoch(), epoch);
            events.superseded(executor.getEpoch());
            return CompletableFuture.failedFuture(new LisleException(
                    ErrorCode.STALE_EPOCH,
                    "executor " + id + " has seen attempt " + executor.getEpoch()
                            + " of the driver, and this is attempt " + epoch,
                    "it must register with the newest driver"));
        }
        noLongerAbsent(id);
        executors.put(connection, id);
        Connection before = connections.put(id, connection);
        if (before != null && before != connection) {
            executors.remove(before);
            before.close();
        }
        return events.arrived(id, executor.getContainer(), executor.getProfile())
                .thenApply(wanted -> answer(connection, executor, wanted && connections.get(id) == connection));
    }

    private RegisteredExecutor answer(Connection connection, RegisterExecutor executor, boolean wanted) {
        String id = executor.getExecutor();
        if (!wanted) {
            executors.remove(connection);
            connections.remove(id, connection);
            throw new LisleException(
                    ErrorCode.EXECUTOR_LOST,
                    "executor " + id + " in " + executor.getContainer() + " was given back",
                    "its process ends");
        }
        LOG.info(
                "executor {} registered from {}{}",
                id,
                connection.remoteAddress(),
                executor.getEpoch() < epoch ? ", left by attempt " + executor.getEpoch() + " of the driver" : "");
        services.executorAdded(executor, connection::send);
        return new RegisteredExecutor(
                epoch, conf.asMap(), conf.get(Settings.EXECUTOR_HEARTBEAT).toMillis());
    }

    private void noLongerAbsent(String executor) {
        Future<?> givesUp = absent.remove(executor);
        if (givesUp != null) {
            givesUp.cancel(false);
        }
    }

    private void missing(String executor) {
        absent.remove(executor);
        if (!closing && !connections.containsKey(executor)) {
            events.unreachable(
                    executor, "its connection ended, and it did not come back within " + grace.toSeconds() + " s");
        }
    }

    private String describe(Connection connection) {
        String executor = executors.get(connection);
        return executor == null ? connection.remoteAddress() : "executor " + executor;
    }
}
