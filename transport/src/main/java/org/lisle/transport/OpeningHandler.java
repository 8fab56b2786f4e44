package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.auth.RecordCipher;

/** Opens the records that a {@link SealingHandler} sealed. Confined to the connection's event loop. */
final class OpeningHandler extends ByteToMessageDecoder {
    private final RecordCipher cipher;
    private boolean broken;

    OpeningHandler(RecordCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < 4) {
            return;
        }
        int sealedBytes = in.getInt(in.readerIndex());
        int plainBytes = sealedBytes - RecordCipher.TAG_BYTES;
        if (plainBytes < 1 || plainBytes > SealingHandler.MAX_RECORD_BYTES) {
            throw unreadable("its length is " + sealedBytes, null);
        }
        if (in.readableBytes() < 4 + sealedBytes) {
            return;
        }
        in.skipBytes(4);
        ByteBuf plain = context.alloc().buffer(plainBytes, plainBytes);
        out.add(plain);
        try {
            cipher.next(in.readSlice(sealedBytes).nioBuffer(), plain.nioBuffer(0, plainBytes));
            plain.writerIndex(plainBytes);
        } catch (GeneralSecurityException forged) {
            throw unreadable(String.valueOf(forged.getMessage()), forged);
        }
    }

    private LisleException unreadable(String why, @Nullable Throwable cause) {
        broken = true;
        return new LisleException(
                ErrorCode.AUTHENTICATION_FAILED,
                "An encrypted record was changed on its way: " + why,
                "Check the network between the two",
                cause);
    }
}
