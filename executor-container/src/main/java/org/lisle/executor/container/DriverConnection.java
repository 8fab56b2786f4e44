package org.lisle.executor.container;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.DriverAddress;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.executor.driver.DriverLink;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.lisle.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor's connection to its driver: made, made again when it is lost, to the same driver or to the one that replaced it, and given
 * up after a time. The first message on each connection registers the executor; what the driver sends before its answer has been heard is
 * kept until then, so that commands find an executor that is registered.
 *
 * <pre>
 *   lost -> connect to the known address -> lookup: a newer driver? -> connect -> lookup -> ... with growing waits -> given up
 *                        |                                               |
 *                        registered                                      registered, with all that the executor holds
 * </pre>
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class DriverConnection implements DriverLink, ConnectionHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriverConnection.class);
    private static final long SHORTEST_WAIT_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 5000;

    private final Transport transport;
    private final Target target;
    private final ScheduledExecutorService timer;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable Listener listener;

    @GuardedBy("lock")
    private DriverAddress driver;

    @GuardedBy("lock")
    private @Nullable Connection connection;

    /** The connection whose messages go to the listener at once: its registration has been answered and heard. */
    @GuardedBy("lock")
    private @Nullable Connection ready;

    @GuardedBy("lock")
    private List<Early> early = new ArrayList<>();

    /** The epoch of the driver of the last registration; 0 before the first. */
    @GuardedBy("lock")
    private int registeredEpoch;

    @GuardedBy("lock")
    private long awaySinceNanos;

    @GuardedBy("lock")
    private boolean over;

    /** A message that came before the answer to the registration. */
    private record Early(Connection from, SpecificRecord message) {}

    /**
     * @param first the driver that started the executor
     * @param patience how long there may be no driver
     * @param lookup where to find the next one; asked on the timer's thread while there is none
     */
    public record Target(DriverAddress first, Duration patience, DriverLookup lookup) {}

    /** What the connection is for. Called on event loops and the timer; does not block, but for {@link #registration}. */
    public interface Listener {
        /**
         * What to register as; called on the timer, may read files.
         *
         * @param newDriver whether the driver knows nothing of this executor, and is to be told what it holds
         */
        RegisterExecutor registration(boolean newDriver);

        /** @param again whether it was registered on an earlier connection */
        void registered(RegisteredExecutor answer, boolean again);

        void message(SpecificRecord message);

        /** There is no driver, and none comes, or it does not want this executor; called once. */
        void lost(LisleException reason);
    }

    /** @param timer runs what waits and what reads; nothing else that has to be in time */
    public DriverConnection(Transport transport, Target target, ScheduledExecutorService timer) {
        this.transport = transport;
        this.target = target;
        this.timer = timer;
        this.driver = target.first();
    }

    /** Begins to connect. */
    public void start(Listener hears) {
        synchronized (lock) {
            listener = hears;
            awaySinceNanos = System.nanoTime();
        }
        later(0, this::connect);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
        Connection open;
        synchronized (lock) {
            open = connection;
        }
        return open != null
                ? open.request(message)
                : CompletableFuture.failedFuture(new LisleException(
                        ErrorCode.CONNECTION_LOST, "there is no connection to the driver at " + address(), ""));
    }

    /** On the timer. */
    private void lookAndConnect() {
        try {
            var found = target.lookup().newerThan(address().epoch());
            if (found.ended()) {
                giveUp(new LisleException(ErrorCode.CONTEXT_CLOSED, "the application has ended", ""));
                return;
            }
            DriverAddress newer = found.newer();
            if (newer != null) {
                LOG.info("The driver is at {} now", newer);
                synchronized (lock) {
                    driver = newer;
                }
            }
        } catch (LisleException e) {
            LOG.info("Whether there is a new driver cannot be learned now: {}", e.getMessage());
        }
        connect();
    }

    private void connect() {
        DriverAddress at;
        synchronized (lock) {
            if (over) {
                return;
            }
            at = driver;
        }
        transport
                .connect(at.host(), at.port(), this)
                .thenCompose(made -> register(made, at).whenComplete((done, failure) -> {
                    if (failure != null) {
                        made.close();
                    }
                }))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        failed(unwrapped(failure));
                    }
                });
    }

    private CompletionStage<Void> register(Connection made, DriverAddress at) {
        boolean newDriver;
        synchronized (lock) {
            newDriver = registeredEpoch != 0 && registeredEpoch != at.epoch();
        }
        return CompletableFuture.supplyAsync(() -> hears().registration(newDriver), timer)
                .thenCompose(registration -> made.request(registration).thenAccept(answer -> {
                    if (!(answer instanceof RegisteredExecutor registered)
                            || registered.getEpoch() < registration.getEpoch()) {
                        throw new LisleException(
                                ErrorCode.STALE_EPOCH, "the driver at " + at + " was replaced by a newer one", "");
                    }
                    registered(made, registered);
                }));
    }

    private void registered(Connection made, RegisteredExecutor answer) {
        boolean again;
        synchronized (lock) {
            connection = made;
            again = registeredEpoch != 0;
            registeredEpoch = answer.getEpoch();
        }
        hears().registered(answer, again);
        handOverEarly(made);
        if (!made.isOpen()) {
            disconnected(made);
        }
    }

    /** Passes on what came early, until nothing is left; only then do messages go past the list. */
    private void handOverEarly(Connection made) {
        while (true) {
            List<Early> waiting;
            synchronized (lock) {
                if (early.isEmpty()) {
                    ready = made;
                    return;
                }
                waiting = early;
                early = new ArrayList<>();
            }
            for (Early one : waiting) {
                if (one.from() == made) {
                    hears().message(one.message());
                }
            }
        }
    }

    private void failed(Throwable failure) {
        long awayNanos;
        boolean everRegistered;
        synchronized (lock) {
            awayNanos = System.nanoTime() - awaySinceNanos;
            everRegistered = registeredEpoch != 0;
        }
        if (isFinal(failure, everRegistered) || awayNanos >= target.patience().toNanos()) {
            giveUp(failure);
            return;
        }
        LOG.debug("The driver at {} cannot be reached", address(), failure);
        later(waitMillis(TimeUnit.NANOSECONDS.toMillis(awayNanos)), this::lookAndConnect);
    }

    /**
     * Whether trying again is of no use: a driver says that it does not want this executor. A process that is no driver, or another
     * application's, may have got the port of a driver that died, so what it says counts only at the start.
     */
    private static boolean isFinal(Throwable failure, boolean everRegistered) {
        if (!(failure instanceof LisleException known)) {
            return false;
        }
        return switch (known.code()) {
            case CONTEXT_CLOSED, EXECUTOR_LOST -> true;
            case PROTOCOL, AUTHENTICATION_FAILED -> !everRegistered;
            default -> false;
        };
    }

    /** An eighth of the time away: soon at first, so that little time is lost; rarely later, because all executors look at one place. */
    static long waitMillis(long awayMillis) {
        return Math.max(SHORTEST_WAIT_MILLIS, Math.min(LONGEST_WAIT_MILLIS, awayMillis / 8));
    }

    private void later(long millis, Runnable what) {
        try {
            timer.schedule(
                    () -> {
                        try {
                            what.run();
                        } catch (RuntimeException e) {
                            failed(e);
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.info("The executor ends; no more tries to reach the driver");
        }
    }

    private void giveUp(Throwable failure) {
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
        }
        hears().lost(new LisleException(
                ErrorCode.CONNECTION_LOST,
                "the driver at " + address() + " is gone or refuses this executor: " + failure.getMessage(),
                "see the ApplicationMaster's log",
                failure));
    }

    @Override
    public void disconnected(Connection ended) {
        synchronized (lock) {
            early.removeIf(one -> one.from() == ended);
            if (over || connection != ended) {
                return;
            }
            connection = null;
            ready = null;
            awaySinceNanos = System.nanoTime();
        }
        LOG.warn("The connection to the driver at {} ended, connecting again; tasks go on", address());
        later(0, this::connect);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(Connection from, SpecificRecord message) {
        return CompletableFuture.failedFuture(new LisleException(
                ErrorCode.PROTOCOL,
                "an executor does not answer " + message.getSchema().getName(),
                ""));
    }

    @Override
    public void message(Connection from, SpecificRecord message) {
        synchronized (lock) {
            if (from != ready) {
                early.add(new Early(from, message));
                return;
            }
        }
        hears().message(message);
    }

    @Override
    public CompletionStage<BulkSource> bulk(Connection from, SpecificRecord request) {
        return CompletableFuture.failedFuture(new LisleException(
                ErrorCode.PROTOCOL, "the driver fetches from the data server, not on this connection", ""));
    }

    /** No more tries; what is open is closed with the transport. */
    @Override
    public void close() {
        synchronized (lock) {
            over = true;
        }
    }

    private Listener hears() {
        synchronized (lock) {
            if (listener == null) {
                throw new IllegalStateException("the connection was not started");
            }
            return listener;
        }
    }

    private DriverAddress address() {
        synchronized (lock) {
            return driver;
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
