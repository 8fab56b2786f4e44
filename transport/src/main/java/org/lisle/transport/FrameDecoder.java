package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Cuts the stream into frames.
 *
 * <pre>
 *   int length of what follows | byte kind | long id | short message type, 0 for none | body
 * </pre>
 *
 * BYTES frames pass on piece by piece as they arrive; the others are gathered in a buffer of exactly their size, or handed on where
 * they lie when they arrived whole. Confined to the connection's event loop.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    /** The length field included. */
    static final int HEADER_BYTES = 4 + 1 + 8 + 2;

    private static final int HEADER_BYTES_AFTER_LENGTH = HEADER_BYTES - 4;

    private final int maxMessageBytes;
    private final FrameSink sink;

    private @Nullable FrameKind kind;
    private long id;
    private int type;
    /** Bytes of the current frame's body that have not arrived. */
    private int missing;
    /** What has arrived of a body that came in parts. */
    private @Nullable ByteBuf gathered;

    private boolean broken;

    FrameDecoder(int maxMessageBytes, FrameSink sink) {
        this.maxMessageBytes = maxMessageBytes;
        this.sink = sink;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
        } else if (kind == null) {
            readHeader(in);
        } else if (kind == FrameKind.BYTES) {
            readPiece(in);
        } else {
            gather(context, kind, in);
        }
    }

    private void readHeader(ByteBuf in) {
        if (in.readableBytes() < HEADER_BYTES) {
            return;
        }
        int length = in.readInt();
        int number = in.readByte();
        id = in.readLong();
        type = in.readShort();
        missing = length - HEADER_BYTES_AFTER_LENGTH;
        FrameKind read = FrameKind.of(number);
        if (read == null || missing < 0) {
            broken(new LisleException(
                    ErrorCode.PROTOCOL,
                    "A frame of kind " + number + " and " + length + " bytes is none of Lisle's",
                    ""));
        } else if (missing > maxMessageBytes) {
            broken(MessageSizes.tooLargeToReceive(missing, maxMessageBytes));
        } else if (read != FrameKind.BYTES && in.readableBytes() >= missing) {
            sink.frame(read, id, type, in.readSlice(missing));
        } else if (read != FrameKind.BYTES || missing > 0) {
            kind = read;
        }
    }

    private void readPiece(ByteBuf in) {
        ByteBuf piece = in.readSlice(Math.min(missing, in.readableBytes()));
        missing -= piece.readableBytes();
        if (missing == 0) {
            kind = null;
        }
        sink.bytes(id, piece);
    }

    private void gather(ChannelHandlerContext context, FrameKind complete, ByteBuf in) {
        ByteBuf body = gathered;
        if (body == null) {
            body = context.alloc().buffer(missing, missing);
            gathered = body;
        }
        int arrived = Math.min(missing, in.readableBytes());
        body.writeBytes(in, arrived);
        missing -= arrived;
        if (missing == 0) {
            kind = null;
            gathered = null;
            try {
                sink.frame(complete, id, type, body);
            } finally {
                body.release();
            }
        }
    }

    private void broken(LisleException reason) {
        broken = true;
        sink.broken(reason);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
