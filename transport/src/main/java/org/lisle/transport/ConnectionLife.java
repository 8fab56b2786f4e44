package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends a connection. It ends once, for the first reason that comes: this end closes it, the other end does, the network fails,
 * the other end is silent for too long or breaks the protocol. Then everything open fails with that reason and the handler is told. The last
 * handler of the channel's pipeline; confined to its event loop but for {@link #isOpen} and {@link #closing}.
 */
final class ConnectionLife extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLife.class);

    private final NettyConnection connection;
    private final Channel channel;
    private final FrameWriter writer;
    private final ConnectionHandler handler;
    private final Duration idleTimeout;
    private final Liveness liveness;
    private @Nullable Future<?> checks;
    private boolean ended;
    private volatile boolean open = true;

    ConnectionLife(
            NettyConnection connection,
            Channel channel,
            FrameWriter writer,
            ConnectionHandler handler,
            Duration idleTimeout) {
        this.connection = connection;
        this.channel = channel;
        this.writer = writer;
        this.handler = handler;
        this.idleTimeout = idleTimeout;
        this.liveness = new Liveness(idleTimeout.toNanos(), System.nanoTime());
    }

    static LisleException closedHere() {
        return new LisleException(ErrorCode.CONNECTION_LOST, "this end closed it", "");
    }

    void begin() {
        long interval = liveness.intervalNanos();
        checks = channel.eventLoop().scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.NANOSECONDS);
        try {
            handler.connected(connection);
        } catch (RuntimeException failure) {
            LOG.error("The handler failed on the new connection to {}", connection, failure);
        }
    }

    boolean isOpen() {
        return open;
    }

    /** The end is coming: from now on the connection does not count as open. */
    void closing() {
        open = false;
    }

    /** @param lastWords sent before the socket closes; ownership is taken */
    void end(LisleException reason, ByteBuf lastWords) {
        if (ended) {
            lastWords.release();
            return;
        }
        ended = true;
        open = false;
        if (checks != null) {
            checks.cancel(false);
        }
        connection.openRequests().end(reason);
        connection.bulkSends().end();
        Farewell.say(channel, lastWords);
        try {
            handler.disconnected(connection);
        } catch (RuntimeException failure) {
            LOG.error("The handler failed on the end of the connection to {}", connection, failure);
        }
    }

    /** The other end broke the protocol: it is told, and the connection ends. */
    void refuse(LisleException violation) {
        if (!ended) {
            LOG.warn("Closing the connection to {}: {}", connection, violation.getMessage(), violation);
            end(violation, writer.failure(FrameKind.CLOSE, 0, violation));
        }
    }

    /** The other end says that it closes, and why. */
    void closedByPeer(LisleException reason) {
        endNow(new LisleException(reason.code(), "the other end closed it: " + reason.what(), reason.nextStep()));
    }

    private void endNow(LisleException reason) {
        end(reason, Unpooled.EMPTY_BUFFER);
        channel.close();
    }

    void pong() {
        writer.writeAndFlush(writer.bare(FrameKind.PONG, 0));
    }

    private void check() {
        switch (liveness.check(System.nanoTime())) {
            case ALIVE -> {
                // Nothing to do.
            }
            case ASK -> writer.writeAndFlush(writer.bare(FrameKind.PING, 0));
            case LOST -> endNow(lost("it has been silent for " + idleTimeout.toMillis() + " ms", null));
        }
    }

    private static LisleException lost(String why, @Nullable Throwable cause) {
        return new LisleException(
                ErrorCode.CONNECTION_LOST, why, "Look at the other process and at the network", cause);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        liveness.received(System.nanoTime());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.bulkSends().writable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        endNow(lost("the other end closed it", null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        Throwable cause = failure.getCause() instanceof LisleException known ? known : failure;
        endNow(cause instanceof LisleException known ? known : lost(String.valueOf(cause.getMessage()), cause));
    }
}
