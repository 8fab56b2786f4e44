package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.LisleException;

/**
 * An authenticated connection. Messages are encoded on the caller's thread; everything else happens on the channel's event loop, which owns
 * the open requests, the bulk answers and the end.
 */
final class NettyConnection implements Connection {
    private final Channel channel;
    private final FrameWriter writer;
    private final ConnectionLife life;
    private final OpenRequests openRequests;
    private final BulkSends bulkSends;
    private final String remoteAddress;
    private final AtomicLong lastId = new AtomicLong();

    /** Called on the channel's event loop. */
    NettyConnection(Channel channel, FrameWriter writer, TransportConfig config, ConnectionHandler handler) {
        this.channel = channel;
        this.writer = writer;
        this.remoteAddress = Addresses.text(channel.remoteAddress());
        this.openRequests = new OpenRequests(
                channel.eventLoop(),
                remoteAddress,
                config.requestTimeout().toNanos(),
                id -> writer.writeAndFlush(writer.bare(FrameKind.CANCEL, id)));
        this.bulkSends = new BulkSends(writer, config.encrypt(), config.maxMessageBytes());
        this.life = new ConnectionLife(this, channel, writer, handler, config.idleTimeout());
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public CompletableFuture<SpecificRecord> request(SpecificRecord message) {
        var future = new CompletableFuture<SpecificRecord>();
        begin(FrameKind.REQUEST, message, new OpenAnswer(name(message), future));
        return future;
    }

    @Override
    public void fetch(SpecificRecord request, BulkReceiver receiver) {
        begin(FrameKind.FETCH, request, new OpenBulk(name(request), receiver));
    }

    @Override
    public void send(SpecificRecord message) {
        write(writer.message(FrameKind.MESSAGE, 0, message));
    }

    private void begin(FrameKind kind, SpecificRecord message, OpenRequest request) {
        long id = lastId.incrementAndGet();
        ByteBuf frame;
        try {
            frame = writer.message(kind, id, message);
        } catch (LisleException unsendable) {
            request.failed(unsendable);
            return;
        }
        onLoop(
                () -> {
                    if (openRequests.add(id, request)) {
                        writer.writeAndFlush(frame);
                    } else {
                        frame.release();
                    }
                },
                () -> {
                    frame.release();
                    request.failed(OpenRequests.lost(remoteAddress, request.message(), ConnectionLife.closedHere()));
                });
    }

    // What a handler answers, on any thread.

    void answer(long id, SpecificRecord answer) {
        write(frameOrFailure(id, () -> writer.message(FrameKind.ANSWER, id, answer)));
    }

    void answerFailure(long id, LisleException failure) {
        write(writer.failure(FrameKind.FAILURE, id, failure));
    }

    private ByteBuf frameOrFailure(long id, Supplier<ByteBuf> frame) {
        try {
            return frame.get();
        } catch (LisleException unsendable) {
            return writer.failure(FrameKind.FAILURE, id, unsendable);
        }
    }

    void answerBulk(long id, BulkSource source) {
        onLoop(() -> bulkSends.answer(id, source), () -> BulkSend.release(source));
    }

    void failBulk(long id, LisleException failure) {
        onLoop(() -> bulkSends.fail(id, failure), () -> {});
    }

    private void write(ByteBuf frame) {
        onLoop(() -> writer.writeAndFlush(frame), frame::release);
    }

    /** @param whenStopped what to do instead when the event loop has ended, and the connection with it */
    private void onLoop(Runnable task, Runnable whenStopped) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException stopped) {
            whenStopped.run();
        }
    }

    @Override
    public boolean isOpen() {
        return life.isOpen();
    }

    @Override
    public void close() {
        life.closing();
        onLoop(() -> life.end(ConnectionLife.closedHere(), Unpooled.EMPTY_BUFFER), () -> {});
    }

    /** Runs the task when the socket is closed, at once when it is. */
    void whenClosed(Runnable task) {
        channel.closeFuture().addListener(closed -> task.run());
    }

    OpenRequests openRequests() {
        return openRequests;
    }

    BulkSends bulkSends() {
        return bulkSends;
    }

    ConnectionLife life() {
        return life;
    }

    private static String name(SpecificRecord message) {
        return message.getSchema().getName();
    }

    @Override
    public String toString() {
        return remoteAddress;
    }
}
