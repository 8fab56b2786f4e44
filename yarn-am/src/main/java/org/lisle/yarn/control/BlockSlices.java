package org.lisle.yarn.control;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.FetchBlock;
import org.lisle.transport.BulkSource;

/** A block in memory as the answer to a request for a part of it, in chunks of a bounded size. */
final class BlockSlices {
    private static final int CHUNK_BYTES = 1 << 20;

    private BlockSlices() {}

    /** @throws LisleException PROTOCOL when the request reaches outside the block */
    static BulkSource of(byte[] block, FetchBlock fetch) {
        long from = fetch.getOffset();
        long length = fetch.getLength() < 0 ? block.length - from : fetch.getLength();
        if (from < 0 || length < 0 || from + length > block.length) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "bytes " + from + " to " + (from + length) + " of block " + fetch.getBlock()
                            + " were asked for, which has " + block.length,
                    "");
        }
        List<BulkSource.Chunk> chunks = new ArrayList<>();
        int end = (int) (from + length);
        for (int at = (int) from; at < end; at += CHUNK_BYTES) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(block, at, Math.min(CHUNK_BYTES, end - at)).asReadOnlyBuffer();
            chunks.add(new BulkSource.MemorySlice(bytes, () -> {}));
        }
        return new BulkSource(chunks);
    }
}
