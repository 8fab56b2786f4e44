package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.auth.Handshake;
import org.lisle.transport.auth.Handshake.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a {@link Handshake} over a new channel: int length, frame. Until it is done, nothing else reads from the channel; then this handler
 * leaves it. An end that fails is told once, and the channel closes. Confined to the channel's event loop.
 */
final class HandshakeHandler extends ByteToMessageDecoder {
    /** What becomes of the channel; called once. */
    interface Outcome {
        /** The other end has proven itself; adds the handlers that read on. */
        void authenticated(Handshake handshake);

        /** The channel is closed or about to be. */
        void failed(LisleException reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeHandler.class);

    private final Handshake handshake;
    private final Role role;
    private final Duration limit;
    private final Outcome outcome;
    private @Nullable Future<?> timer;
    /** Kept because a closed channel forgets it. */
    private String remoteAddress = "";

    private boolean over;

    HandshakeHandler(Handshake handshake, Role role, Duration limit, Outcome outcome) {
        this.handshake = handshake;
        this.role = role;
        this.limit = limit;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        remoteAddress = Addresses.text(context.channel().remoteAddress());
        timer = context.executor()
                .schedule(
                        () -> refuse(
                                context,
                                new LisleException(
                                        ErrorCode.AUTHENTICATION_FAILED,
                                        remoteAddress + " did not authenticate within " + limit.toMillis() + " ms",
                                        "Check that the port belongs to a process of this application")),
                        limit.toNanos(),
                        TimeUnit.NANOSECONDS);
        if (role == Role.INITIATOR) {
            send(context, handshake.begin());
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < 4) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > Handshake.MAX_FRAME_BYTES) {
            refuse(
                    context,
                    new LisleException(
                            ErrorCode.PROTOCOL,
                            "The other end does not speak Lisle's protocol",
                            "Check that the port belongs to a Lisle process"));
        } else if (in.readableBytes() >= 4 + length) {
            receive(context, ByteBufUtil.getBytes(in.skipBytes(4).readSlice(length)));
        }
    }

    private void receive(ChannelHandlerContext context, byte[] frame) {
        try {
            byte[] answer = handshake.receive(frame);
            if (answer != null) {
                send(context, answer);
            }
        } catch (LisleException failure) {
            refuse(context, failure);
            return;
        }
        if (handshake.done()) {
            end();
            outcome.authenticated(handshake);
            context.pipeline().remove(this);
        }
    }

    private void refuse(ChannelHandlerContext context, LisleException reason) {
        if (over) {
            return;
        }
        end();
        LOG.warn("No connection with {}: {}", remoteAddress, reason.getMessage());
        byte[] refusal = Handshake.refusal(reason);
        Farewell.say(
                context.channel(),
                Unpooled.wrappedBuffer(Unpooled.copyInt(refusal.length), Unpooled.wrappedBuffer(refusal)));
        outcome.failed(reason);
    }

    private void fail(ChannelHandlerContext context, String why, @Nullable Throwable cause) {
        if (!over) {
            end();
            outcome.failed(new LisleException(
                    ErrorCode.CONNECTION_LOST,
                    remoteAddress + " " + why + " before it had authenticated",
                    "Look at that process's log",
                    cause));
        }
        context.close();
    }

    private void end() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private static void send(ChannelHandlerContext context, byte[] frame) {
        context.writeAndFlush(Unpooled.wrappedBuffer(Unpooled.copyInt(frame.length), Unpooled.wrappedBuffer(frame)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        fail(context, "closed the connection", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        fail(context, "lost the connection (" + failure.getMessage() + ")", failure);
    }
}
