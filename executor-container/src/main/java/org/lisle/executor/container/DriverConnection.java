package org.lisle.executor.container;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
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
 * The executor's connection to its driver: made, made again when it is lost, and given up after a time. The first message on each
 * connection registers the executor; what the driver sends before its answer has been heard is kept until then, so that commands find an
 * executor that is registered.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class DriverConnection implements DriverLink, ConnectionHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriverConnection.class);
    private static final long RETRY_MILLIS = 250;

    private final Transport transport;
    private final Target target;
    private final ScheduledExecutorService timer;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable Listener listener;

    @GuardedBy("lock")
    private @Nullable Connection connection;

    /** The connection whose messages go to the listener at once: its registration has been answered and heard. */
    @GuardedBy("lock")
    private @Nullable Connection ready;

    @GuardedBy("lock")
    private List<Early> early = new ArrayList<>();

    @GuardedBy("lock")
    private long giveUpAtNanos;

    @GuardedBy("lock")
    private boolean over;

    /** A message that came before the answer to the registration. */
    private record Early(Connection from, SpecificRecord message) {}

    /** @param patience how long the driver may be away */
    public record Target(String host, int port, Duration patience) {}

    /** What the connection is for. Called on event loops and the timer; does not block. */
    public interface Listener {
        /** What to register as. */
        RegisterExecutor registration();

        /** @param again whether it was registered on an earlier connection */
        void registered(RegisteredExecutor answer, boolean again);

        void message(SpecificRecord message);

        /** The driver is gone for good, or refuses this executor; called once. */
        void lost(LisleException reason);
    }

    public DriverConnection(Transport transport, Target target, ScheduledExecutorService timer) {
        this.transport = transport;
        this.target = target;
        this.timer = timer;
    }

    /** Begins to connect. */
    public void start(Listener hears) {
        synchronized (lock) {
            listener = hears;
            giveUpAtNanos = System.nanoTime() + target.patience().toNanos();
        }
        connect(false);
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

    private void connect(boolean again) {
        transport
                .connect(target.host(), target.port(), this)
                .thenCompose(made -> made.request(hears().registration())
                        .thenAccept(answer -> registered(made, (RegisteredExecutor) answer, again)))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        failed(again, unwrapped(failure));
                    }
                });
    }

    private void registered(Connection made, RegisteredExecutor answer, boolean again) {
        synchronized (lock) {
            connection = made;
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

    private void failed(boolean again, Throwable failure) {
        boolean refused = failure instanceof LisleException known
                && (known.code() == ErrorCode.PROTOCOL || known.code() == ErrorCode.AUTHENTICATION_FAILED);
        boolean late;
        synchronized (lock) {
            late = System.nanoTime() - giveUpAtNanos >= 0;
        }
        if (refused || late) {
            giveUp(failure);
            return;
        }
        try {
            timer.schedule(() -> connect(again), RETRY_MILLIS, TimeUnit.MILLISECONDS);
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
            if (over || connection != ended) {
                return;
            }
            connection = null;
            ready = null;
            giveUpAtNanos = System.nanoTime() + target.patience().toNanos();
        }
        LOG.warn("The connection to the driver at {} ended, connecting again", address());
        connect(true);
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

    private String address() {
        return target.host() + ":" + target.port();
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
