package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * The requests of this end that wait for the other one, by id. Each leaves exactly once: answered, failed, over its time, cancelled, or with
 * the connection. What comes for an id that has left is thrown away, because the other end cannot know yet. What does not belong to its
 * request fails it and is thrown, PROTOCOL, to end the connection. Confined to the connection's event loop.
 */
final class OpenRequests {
    private final Map<Long, OpenRequest> byId = new LinkedHashMap<>();
    private final EventLoop loop;
    private final String remoteAddress;
    private final long timeoutNanos;
    private final LongConsumer sendCancel;
    private @Nullable LisleException ended;

    /** @param sendCancel tells the other end that the bulk request with the id is not wanted any more */
    OpenRequests(EventLoop loop, String remoteAddress, long timeoutNanos, LongConsumer sendCancel) {
        this.loop = loop;
        this.remoteAddress = remoteAddress;
        this.timeoutNanos = timeoutNanos;
        this.sendCancel = sendCancel;
    }

    /** Returns false, and fails the request, when the connection has ended. */
    boolean add(long id, OpenRequest request) {
        if (ended != null) {
            request.failed(lost(remoteAddress, request.message(), ended));
            return false;
        }
        byId.put(id, request);
        startTimer(id, request, timeoutNanos);
        return true;
    }

    void answer(long id, SpecificRecord answer) {
        finish(id, request -> request.answer(answer));
    }

    void failure(long id, LisleException failure) {
        finish(id, request -> request.failed(failure));
    }

    void done(long id) {
        finish(id, OpenRequest::done);
    }

    void chunk(long id, int index, long length) {
        progress(id, request -> request.chunk(index, length));
    }

    void bytes(long id, ByteBuf piece) {
        progress(id, request -> request.bytes(piece));
    }

    /** Fails all of them, and all that are added later. */
    void end(LisleException reason) {
        ended = reason;
        List<Long> ids = List.copyOf(byId.keySet());
        ids.forEach(id -> finish(id, request -> request.failed(lost(remoteAddress, request.message(), reason))));
    }

    /** What a request fails with that the end of its connection took with it. */
    static LisleException lost(String remoteAddress, String message, LisleException reason) {
        return new LisleException(
                reason.code(),
                "The connection to " + remoteAddress + " ended before the answer to " + message + " came: "
                        + reason.what(),
                reason.nextStep(),
                reason);
    }

    private void finish(long id, Consumer<OpenRequest> lastStep) {
        OpenRequest request = byId.remove(id);
        if (request == null) {
            return;
        }
        request.stopTimer();
        try {
            lastStep.accept(request);
        } catch (LisleException violation) {
            request.failed(violation);
            throw violation;
        }
    }

    private void progress(long id, Predicate<OpenRequest> step) {
        OpenRequest request = byId.get(id);
        if (request == null) {
            return;
        }
        request.progressed();
        if (!step.test(request)) {
            sendCancel.accept(id);
            failure(
                    id,
                    new LisleException(
                            ErrorCode.JOB_CANCELLED,
                            "The bulk request " + request.message() + " was cancelled by its receiver",
                            ""));
        }
    }

    private void startTimer(long id, OpenRequest request, long nanos) {
        request.timer(loop.schedule(() -> expire(id, request), nanos, TimeUnit.NANOSECONDS));
    }

    private void expire(long id, OpenRequest request) {
        long left = request.progressNanos() + timeoutNanos - System.nanoTime();
        if (left > 0) {
            startTimer(id, request, left);
            return;
        }
        if (request instanceof OpenBulk) {
            sendCancel.accept(id);
        }
        failure(
                id,
                new LisleException(
                        ErrorCode.CONNECTION_LOST,
                        remoteAddress + " did not answer " + request.message() + " within "
                                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms",
                        "Look at that process's log and load"));
    }
}
