package org.lisle.core.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Cuts what is written into blocks, compresses each, and writes them with checksums.
 *
 * <pre>
 *   block  = header, stored bytes
 *   header = method   1 byte: the ordinal of the {@link Compression} that this block is stored in
 *            raw      3 bytes: length of the block when restored, from 1
 *            stored   4 bytes: length of the stored bytes
 *            crc32c   4 bytes: of the 8 bytes above and the stored bytes
 * </pre>
 *
 * Numbers are big-endian. A block that compression does not make smaller by a tenth is stored as it is, with method NONE, and after it more
 * and more blocks are not tried, up to {@value #MOST_SKIPPED} in a row, until one shrinks again. A stream is a sequence of blocks
 * and nothing else: the end is the end of the bytes, nothing written is no bytes at all, and streams put one after the other are one
 * stream, whatever their compressions.
 *
 * <p>Confined to one thread. {@link IOException}s are the target's.
 */
public final class BlockOutputStream extends OutputStream {
    /** Bytes of a full block before compression. */
    public static final int DEFAULT_BLOCK_BYTES = 64 << 10;

    static final int HEADER_BYTES = 12;
    static final int MAX_BLOCK_BYTES = (1 << 24) - 1;

    /** Less than this part of a block saved is not worth restoring it. */
    private static final int LEAST_SAVED = 10;

    private static final int MOST_SKIPPED = 15;

    private final OutputStream target;
    private final Compression compression;
    private final boolean ownsTarget;
    private final byte[] raw;
    private final byte[] stored;
    private final byte[] header = new byte[HEADER_BYTES];
    private final CRC32C checksum = new CRC32C();
    private int held;
    private int toSkip;
    private int skipped;
    private long bytesWritten;

    /** Blocks of the default size to a target that stays open when this is closed. */
    public BlockOutputStream(OutputStream target, Compression compression) {
        this(target, compression, DEFAULT_BLOCK_BYTES, false);
    }

    /**
     * @param blockBytes bytes of a full block before compression, below 16 MiB
     * @param ownsTarget whether closing this closes the target
     */
    public BlockOutputStream(OutputStream target, Compression compression, int blockBytes, boolean ownsTarget) {
        if (blockBytes < 1 || blockBytes > MAX_BLOCK_BYTES) {
            throw new IllegalArgumentException("a block has 1 to " + MAX_BLOCK_BYTES + " bytes, not " + blockBytes);
        }
        this.target = target;
        this.compression = compression;
        this.ownsTarget = ownsTarget;
        this.raw = new byte[blockBytes];
        this.stored = compression == Compression.NONE
                ? new byte[0]
                : new byte[BlockCompressor.bound(compression, blockBytes)];
    }

    @Override
    public void write(int value) throws IOException {
        raw[held++] = (byte) value;
        if (held == raw.length) {
            writeBlock();
        }
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, source.length);
        int at = from;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, raw.length - held);
            System.arraycopy(source, at, raw, held, count);
            held += count;
            at += count;
            left -= count;
            if (held == raw.length) {
                writeBlock();
            }
        }
    }

    /** Flushes the target. What is held for the next block stays, so that blocks are full; see {@link #finish}. */
    @Override
    public void flush() throws IOException {
        target.flush();
    }

    /**
     * Writes what is held as a block, so that {@link #bytesWritten()} bytes of the target are all that was written here. More may be
     * written afterwards.
     */
    public void finish() throws IOException {
        if (held > 0) {
            writeBlock();
        }
    }

    /** Bytes that went to the target, headers included. */
    public long bytesWritten() {
        return bytesWritten;
    }

    /** Bytes that wait for their block to be full. */
    public int bytesHeld() {
        return held;
    }

    /** Finishes and flushes; closes the target only when this owns it. */
    @Override
    @SuppressWarnings("try") // the target is named only to be closed
    public void close() throws IOException {
        try (OutputStream closed = ownsTarget ? target : OutputStream.nullOutputStream()) {
            finish();
            target.flush();
        }
    }

    private void writeBlock() throws IOException {
        int length = held;
        held = 0;
        if (compression == Compression.NONE || skipped < toSkip) {
            skipped++;
            writeBlock(Compression.NONE, length, raw, length);
            return;
        }
        skipped = 0;
        int compressed = BlockCompressor.compress(compression, raw, length, stored);
        if (compressed < length - length / LEAST_SAVED) {
            toSkip = 0;
            writeBlock(compression, length, stored, compressed);
        } else {
            toSkip = Math.min(MOST_SKIPPED, 2 * toSkip + 1);
            writeBlock(Compression.NONE, length, raw, length);
        }
    }

    private void writeBlock(Compression method, int rawLength, byte[] bytes, int length) throws IOException {
        BlockHeader.write(header, method, rawLength, bytes, length, checksum);
        target.write(header, 0, HEADER_BYTES);
        target.write(bytes, 0, length);
        bytesWritten += HEADER_BYTES + length;
    }
}
