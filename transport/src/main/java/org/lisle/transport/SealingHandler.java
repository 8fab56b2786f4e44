package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.security.GeneralSecurityException;
import org.lisle.transport.auth.RecordCipher;

/** Seals what is written, in records: int length, sealed bytes. Confined to the connection's event loop. */
final class SealingHandler extends ChannelOutboundHandlerAdapter {
    /** Plain bytes of a record. */
    static final int MAX_RECORD_BYTES = 64 * 1024;

    private final RecordCipher cipher;

    SealingHandler(RecordCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        ByteBuf plain = (ByteBuf) message;
        if (!plain.isReadable()) {
            context.write(plain, promise);
            return;
        }
        try {
            while (plain.readableBytes() > MAX_RECORD_BYTES) {
                context.write(seal(context, plain.readSlice(MAX_RECORD_BYTES)));
            }
            context.write(seal(context, plain), promise);
        } catch (GeneralSecurityException | RuntimeException failure) {
            promise.tryFailure(failure);
        } finally {
            plain.release();
        }
    }

    private ByteBuf seal(ChannelHandlerContext context, ByteBuf plain) throws GeneralSecurityException {
        int sealedBytes = plain.readableBytes() + RecordCipher.TAG_BYTES;
        ByteBuf sealed = context.alloc().buffer(4 + sealedBytes, 4 + sealedBytes);
        boolean complete = false;
        try {
            sealed.writeInt(sealedBytes);
            cipher.next(plain.nioBuffer(), sealed.nioBuffer(4, sealedBytes));
            sealed.writerIndex(4 + sealedBytes);
            complete = true;
            return sealed;
        } finally {
            if (!complete) {
                sealed.release();
            }
        }
    }
}
