package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import org.lisle.core.error.LisleException;

/** Takes what a {@link FrameDecoder} reads. Called on the connection's event loop. */
interface FrameSink {
    /** A whole frame other than BYTES; the body is valid only during the call. */
    void frame(FrameKind kind, long id, int type, ByteBuf body);

    /** The next piece of a BYTES frame, valid only during the call. */
    void bytes(long id, ByteBuf piece);

    /** What came in is no frame; nothing more is read. */
    void broken(LisleException reason);
}
