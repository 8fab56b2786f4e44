package org.lisle.transport;

import java.nio.ByteBuffer;

/** Takes the answer of a bulk request. Called on one event loop; must not block. */
public interface BulkReceiver {
    /** Chunk {@code index} begins; {@code length} bytes of it follow. Returning false cancels the request. */
    boolean chunk(int index, long length);

    /** The next bytes of the current chunk, valid only during the call. */
    void bytes(ByteBuffer bytes);

    void completed();

    /** A {@code LisleException} in all cases: CONNECTION_LOST or the code the other end failed with. */
    void failed(Throwable failure);
}
