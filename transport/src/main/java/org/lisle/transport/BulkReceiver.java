package org.lisle.transport;

import java.nio.ByteBuffer;

/**
 * Takes the answer of a bulk request. Called on one event loop; must not block. The last call is either {@code completed} or {@code failed},
 * exactly once.
 */
public interface BulkReceiver {
    /** Chunk {@code index} begins; {@code length} bytes of it follow. Returning false cancels the request, which then fails with JOB_CANCELLED. */
    boolean chunk(int index, long length);

    /** The next bytes of the current chunk, valid only during the call. */
    void bytes(ByteBuffer bytes);

    void completed();

    /**
     * A {@code LisleException} in all cases: CONNECTION_LOST, the code the other end failed with, or what this receiver itself threw
     * (INTERNAL_ERROR when that is none of Lisle's). What came before is no answer and is to be thrown away.
     */
    void failed(Throwable failure);
}
