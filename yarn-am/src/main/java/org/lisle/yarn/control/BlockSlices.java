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

    /**
     * What there is of the part that was asked for, as executors' data servers answer: a request that reaches past the block's end gets
     * what is before it, one that starts there gets nothing.
     *
     * @throws LisleException PROTOCOL when the part starts before the block
     */
    static BulkSource of(byte[] block, FetchBlock fetch) {
        if (fetch.getOffset() < 0) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "byte " + fetch.getOffset() + " of block " + fetch.getBlock() + " was asked for",
                    "");
        }
        int from = (int) Math.min(fetch.getOffset(), block.length);
        int left = block.length - from;
        int end = from + (int) (fetch.getLength() < 0 ? left : Math.min(fetch.getLength(), left));
        List<BulkSource.Chunk> chunks = new ArrayList<>();
        for (int at = from; at < end; at += CHUNK_BYTES) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(block, at, Math.min(CHUNK_BYTES, end - at)).asReadOnlyBuffer();
            chunks.add(new BulkSource.MemorySlice(bytes, () -> {}));
        }
        return new BulkSource(chunks);
    }
}
