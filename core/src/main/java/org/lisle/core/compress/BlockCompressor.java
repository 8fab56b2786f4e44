package org.lisle.core.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** The compressors behind {@link Compression}. Thread-safe. */
final class BlockCompressor {
    private static final class Lz4 {
        static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();
        static final LZ4SafeDecompressor DECOMPRESSOR =
                LZ4Factory.fastestInstance().safeDecompressor();
    }

    private BlockCompressor() {}

    /** The most bytes that {@code rawBytes} can become. */
    static int bound(Compression compression, int rawBytes) {
        return switch (compression) {
            case NONE -> rawBytes;
            case LZ4 -> Lz4.COMPRESSOR.maxCompressedLength(rawBytes);
            case ZSTD -> (int) Zstd.compressBound(rawBytes);
        };
    }

    /** Compresses {@code length} bytes of {@code raw} into {@code target}; returns the number of bytes it took. */
    static int compress(Compression compression, byte[] raw, int length, byte[] target) {
        return switch (compression) {
            case NONE -> throw new IllegalArgumentException("nothing to compress with");
            case LZ4 -> Lz4.COMPRESSOR.compress(raw, 0, length, target, 0, target.length);
            case ZSTD -> ZstdContexts.compress(raw, length, target);
        };
    }

    /**
     * Restores a block; returns the number of raw bytes.
     *
     * @throws CorruptBlock when the bytes are not what a compressor made
     */
    static int decompress(Compression compression, byte[] stored, int storedLength, byte[] target, int rawLength)
            throws CorruptBlock {
        try {
            return switch (compression) {
                case NONE -> throw new IllegalArgumentException("nothing to decompress with");
                case LZ4 -> Lz4.DECOMPRESSOR.decompress(stored, 0, storedLength, target, 0, rawLength);
                case ZSTD -> ZstdContexts.decompress(stored, storedLength, target, rawLength);
            };
        } catch (LZ4Exception | ZstdException e) {
            throw new CorruptBlock(e);
        }
    }

    /** The bytes are not what a compressor made. */
    static final class CorruptBlock extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptBlock(Throwable cause) {
            super(cause);
        }
    }
}
