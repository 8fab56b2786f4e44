package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * A request of this end that the other end has not finished answering. Confined to the connection's event loop. What comes for it and does
 * not belong to it is a PROTOCOL error, thrown; what its owner's code throws is not.
 */
abstract sealed class OpenRequest permits OpenAnswer, OpenBulk {
    private final String message;
    private long progressNanos;
    private @Nullable Future<?> timer;

    /** @param message the request's name, for errors */
    OpenRequest(String message) {
        this.message = message;
        this.progressNanos = System.nanoTime();
    }

    final String message() {
        return message;
    }

    /** When something of the answer came last; at first when the request was made. */
    final long progressNanos() {
        return progressNanos;
    }

    final void progressed() {
        progressNanos = System.nanoTime();
    }

    final void timer(Future<?> started) {
        timer = started;
    }

    final void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** The answer of a request; the last call. */
    void answer(SpecificRecord answer) {
        throw unexpected("an answer");
    }

    /** A chunk of the answer to a bulk request begins. Returns whether the requester wants it. */
    boolean chunk(int index, long length) {
        throw unexpected("a chunk");
    }

    /** Returns whether the requester wants more. */
    boolean bytes(ByteBuf piece) {
        throw unexpected("bulk bytes");
    }

    /** The answer to a bulk request is complete; the last call. */
    void done() {
        throw unexpected("the end of bulk bytes");
    }

    /** The last call, instead of {@link #answer} or {@link #done}. */
    abstract void failed(LisleException failure);

    final LisleException unexpected(String what) {
        return new LisleException(ErrorCode.PROTOCOL, "The other end sent " + what + " for a request " + message, "");
    }
}
