package org.lisle.transport;

import io.netty.channel.ChannelFuture;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * The bulk answers that this end owes on one connection. They take turns: one writes some frames, and when these have left the process the
 * next one's turn comes. So at most one turn's bytes wait in the channel, messages slip in between, and no answer starves another.
 * Confined to the connection's event loop.
 */
final class BulkSends {
    /** Bytes of a turn where the kernel sends files; a multiple of what a socket takes at once. */
    private static final int ZERO_COPY_TURN_BYTES = 1 << 20;

    /** Bytes of a turn that pass through this process's memory. */
    private static final int COPIED_TURN_BYTES = 256 * 1024;

    private final FrameWriter out;
    private final boolean zeroCopy;
    private final int turnBytes;
    /** Asked for; the value is absent until the source is known. */
    private final Map<Long, @Nullable BulkSend> byId = new HashMap<>();

    private final Queue<BulkSend> waiting = new ArrayDeque<>();
    private boolean inTurn;
    private boolean ended;

    BulkSends(FrameWriter out, boolean encrypted, int maxFrameBytes) {
        this.out = out;
        this.zeroCopy = !encrypted;
        this.turnBytes = Math.min(maxFrameBytes, encrypted ? COPIED_TURN_BYTES : ZERO_COPY_TURN_BYTES);
    }

    /** The other end asks for something. */
    void requested(long id) {
        if (byId.containsKey(id)) {
            throw new LisleException(ErrorCode.PROTOCOL, "The other end used the bulk request id " + id + " twice", "");
        }
        byId.put(id, null);
    }

    /** Takes ownership of the source. */
    void answer(long id, BulkSource source) {
        var send = new BulkSend(id, source, out, zeroCopy, turnBytes);
        if (ended || !byId.containsKey(id)) {
            send.close();
            return;
        }
        byId.put(id, send);
        waiting.add(send);
        nextTurn();
    }

    void fail(long id, LisleException failure) {
        if (!ended && byId.containsKey(id)) {
            byId.remove(id);
            out.writeAndFlush(out.failure(FrameKind.FAILURE, id, failure));
        }
    }

    /** The other end wants no more of it. */
    void cancel(long id) {
        BulkSend send = byId.remove(id);
        if (send != null) {
            send.cancel();
            if (waiting.remove(send)) {
                send.close();
            }
        }
    }

    /** The channel may take more again. */
    void writable() {
        nextTurn();
    }

    /** The connection ended. What is in its turn closes when the channel has let go of it. */
    void end() {
        ended = true;
        byId.clear();
        waiting.forEach(BulkSend::close);
        waiting.clear();
    }

    private void nextTurn() {
        if (inTurn || ended || !out.writable()) {
            return;
        }
        BulkSend send = waiting.poll();
        if (send != null) {
            inTurn = true;
            ChannelFuture last = send.turn();
            last.addListener(sent -> turnOver(send));
        }
    }

    private void turnOver(BulkSend send) {
        inTurn = false;
        if (ended || send.finished()) {
            byId.remove(send.id(), send);
            send.close();
        } else {
            send.turnSent();
            waiting.add(send);
        }
        nextTurn();
    }
}
