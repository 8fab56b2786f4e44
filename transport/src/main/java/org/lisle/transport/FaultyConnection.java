package org.lisle.transport;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;

/**
 * A connection whose outgoing messages are dropped, delayed, sent twice, or end it. A delayed message holds back those after it: what one
 * end sends arrives in order or not at all. Who waits for a dropped message or its answer learns nothing until the time is over.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
final class FaultyConnection implements Connection {
    private final Connection connection;
    private final FaultInjector faults;
    private final Duration requestTimeout;
    private final Object lock = new Object();

    /** Completes when all that was sent before has gone. */
    @GuardedBy("lock")
    private CompletableFuture<Void> gone = CompletableFuture.completedFuture(null);

    FaultyConnection(Connection connection, FaultInjector faults, Duration requestTimeout) {
        this.connection = connection;
        this.faults = faults;
        this.requestTimeout = requestTimeout;
    }

    @Override
    public String remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public CompletableFuture<SpecificRecord> request(SpecificRecord message) {
        var answered = new CompletableFuture<SpecificRecord>();
        Fault fault = fault(message);
        if (fault.kind() == Fault.Kind.DROP) {
            return answered.orTimeout(requestTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionallyCompose(late -> CompletableFuture.failedFuture(noAnswer(message)));
        }
        if (fault.kind() == Fault.Kind.FAIL) {
            return CompletableFuture.failedFuture(ended(message));
        }
        after(fault, () -> {
            if (fault.kind() == Fault.Kind.DUPLICATE) {
                connection.request(message);
            }
            connection.request(message).whenComplete((answer, failure) -> {
                if (failure == null) {
                    answered.complete(answer);
                } else {
                    answered.completeExceptionally(failure);
                }
            });
        });
        return answered;
    }

    @Override
    public void send(SpecificRecord message) {
        Fault fault = fault(message);
        if (fault.kind() == Fault.Kind.DROP || fault.kind() == Fault.Kind.FAIL) {
            return;
        }
        after(fault, () -> {
            if (fault.kind() == Fault.Kind.DUPLICATE) {
                connection.send(message);
            }
            connection.send(message);
        });
    }

    @Override
    public void fetch(SpecificRecord request, BulkReceiver receiver) {
        Fault fault = fault(request);
        if (fault.kind() == Fault.Kind.DROP) {
            CompletableFuture.delayedExecutor(requestTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> receiver.failed(noAnswer(request)));
            return;
        }
        if (fault.kind() == Fault.Kind.FAIL) {
            receiver.failed(ended(request));
            return;
        }
        if (fault.kind() == Fault.Kind.DUPLICATE) {
            throw new IllegalArgumentException("a receiver of bulk bytes has one request");
        }
        after(fault, () -> connection.fetch(request, receiver));
    }

    /** An answer on its way. */
    CompletionStage<SpecificRecord> answer(SpecificRecord answer) {
        Fault fault = fault(answer);
        if (fault.kind() == Fault.Kind.DROP || fault.kind() == Fault.Kind.FAIL) {
            return new CompletableFuture<>();
        }
        if (fault.kind() == Fault.Kind.DUPLICATE) {
            throw new IllegalArgumentException("a request has one answer");
        }
        var going = new CompletableFuture<SpecificRecord>();
        after(fault, () -> going.complete(answer));
        return going;
    }

    private Fault fault(SpecificRecord message) {
        Fault fault = faults.at(FaultPoint.MESSAGE, message.getSchema().getName());
        switch (fault.kind()) {
            case NONE, DROP, DELAY, DUPLICATE -> {}
            case FAIL -> connection.close();
            default -> throw new IllegalArgumentException("a message cannot " + fault.kind());
        }
        return fault;
    }

    private void after(Fault fault, Runnable sending) {
        CompletableFuture<Void> before;
        var now = new CompletableFuture<Void>();
        synchronized (lock) {
            before = gone;
            gone = now;
        }
        if (fault.kind() == Fault.Kind.DELAY) {
            long millis = fault.delay().toMillis();
            before = before.thenRunAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
        }
        before.thenRun(sending).whenComplete((done, failure) -> now.complete(null));
    }

    private LisleException ended(SpecificRecord message) {
        return new LisleException(
                ErrorCode.CONNECTION_LOST,
                "the connection to " + remoteAddress() + " ended with "
                        + message.getSchema().getName() + ", as ordered",
                "");
    }

    private LisleException noAnswer(SpecificRecord message) {
        return new LisleException(
                ErrorCode.CONNECTION_LOST,
                remoteAddress() + " did not answer " + message.getSchema().getName() + " within "
                        + requestTimeout.toMillis() + " ms",
                "");
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
