package org.lisle.core.compress;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Contexts of zstd, which own native memory and are slow to make: lent out for one block and kept for the next. There are never more than
 * threads have compressed at once. Thread-safe.
 */
final class ZstdContexts {
    /** Fast, and still smaller than LZ4's blocks. */
    private static final int LEVEL = 1;

    private static final Queue<ZstdCompressCtx> COMPRESSORS = new ConcurrentLinkedQueue<>();
    private static final Queue<ZstdDecompressCtx> DECOMPRESSORS = new ConcurrentLinkedQueue<>();

    private ZstdContexts() {}

    static int compress(byte[] raw, int length, byte[] target) {
        ZstdCompressCtx context = COMPRESSORS.poll();
        if (context == null) {
            context = new ZstdCompressCtx();
            context.setLevel(LEVEL);
            // the block has its own checksum and its own lengths
            context.setChecksum(false);
        }
        try {
            return context.compressByteArray(target, 0, target.length, raw, 0, length);
        } finally {
            COMPRESSORS.add(context);
        }
    }

    static int decompress(byte[] stored, int storedLength, byte[] target, int rawLength) {
        ZstdDecompressCtx context = DECOMPRESSORS.poll();
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        try {
            return context.decompressByteArray(target, 0, rawLength, stored, 0, storedLength);
        } finally {
            DECOMPRESSORS.add(context);
        }
    }
}
