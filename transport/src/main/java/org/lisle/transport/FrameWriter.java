package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.LisleException;
import org.lisle.transport.message.MessageCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes frames and writes them to one channel. Making is thread-safe; writing belongs to the channel's event loop. A write that fails
 * leaves the stream cut in an unknown place, so it closes the channel.
 */
final class FrameWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);
    private static final int INITIAL_BYTES = 256;
    private static final int BODY_LENGTH_UNKNOWN = 0;

    private final Channel channel;
    private final MessageCodec codec;
    private final int maxMessageBytes;

    FrameWriter(Channel channel, MessageCodec codec, int maxMessageBytes) {
        this.channel = channel;
        this.codec = codec;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** A frame with a message, to be written or released; fails with RECORD_TOO_LARGE or PROTOCOL. */
    ByteBuf message(FrameKind kind, long id, SpecificRecord message) {
        int type = codec.typeOf(message);
        ByteBuf frame = channel.alloc().buffer(INITIAL_BYTES, FrameDecoder.HEADER_BYTES + maxMessageBytes);
        try (var out = new ByteBufOutputStream(header(frame, kind, id, type, BODY_LENGTH_UNKNOWN))) {
            codec.write(message, out);
            return frame.retain().setInt(0, frame.readableBytes() - 4);
        } catch (IndexOutOfBoundsException full) {
            throw MessageSizes.tooLargeToSend(message.getSchema().getName(), maxMessageBytes);
        } catch (IOException impossible) {
            throw new IllegalStateException("Memory cannot fail to be written", impossible);
        } finally {
            frame.release();
        }
    }

    ByteBuf failure(FrameKind kind, long id, LisleException failure) {
        ByteBuf frame = header(channel.alloc().buffer(INITIAL_BYTES), kind, id, 0, BODY_LENGTH_UNKNOWN);
        Failures.write(failure, frame);
        return frame.setInt(0, frame.readableBytes() - 4);
    }

    ByteBuf bare(FrameKind kind, long id) {
        return header(channel.alloc().buffer(FrameDecoder.HEADER_BYTES), kind, id, 0, 0);
    }

    ByteBuf chunk(long id, int index, long length) {
        int body = Integer.BYTES + Long.BYTES;
        return header(channel.alloc().buffer(FrameDecoder.HEADER_BYTES + body), FrameKind.CHUNK, id, 0, body)
                .writeInt(index)
                .writeLong(length);
    }

    /** The head of a BYTES frame whose body is written next. */
    ByteBuf bytesHeader(long id, int bytes) {
        return header(channel.alloc().buffer(FrameDecoder.HEADER_BYTES), FrameKind.BYTES, id, 0, bytes);
    }

    private static ByteBuf header(ByteBuf frame, FrameKind kind, long id, int type, int bodyBytes) {
        return frame.writeInt(FrameDecoder.HEADER_BYTES - 4 + bodyBytes)
                .writeByte(kind.ordinal())
                .writeLong(id)
                .writeShort(type);
    }

    /** Takes ownership. */
    ChannelFuture write(ByteBuf frame) {
        return closeOnFailure(channel.write(frame));
    }

    ChannelFuture write(FileRegion region) {
        return closeOnFailure(channel.write(region));
    }

    /** Takes ownership. */
    ChannelFuture writeAndFlush(ByteBuf frame) {
        return closeOnFailure(channel.writeAndFlush(frame));
    }

    void flush() {
        channel.flush();
    }

    boolean writable() {
        return channel.isWritable();
    }

    ByteBuf buffer(int bytes) {
        return channel.alloc().buffer(bytes, bytes);
    }

    private ChannelFuture closeOnFailure(ChannelFuture written) {
        return written.addListener(result -> {
            if (!result.isSuccess()) {
                if (!(result.cause() instanceof ClosedChannelException)) {
                    LOG.warn("Closing the connection to {}: a write failed", channel.remoteAddress(), result.cause());
                }
                channel.close();
            }
        });
    }
}
