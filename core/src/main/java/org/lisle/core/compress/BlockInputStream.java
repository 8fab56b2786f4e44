package org.lisle.core.compress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Reads the blocks that {@link BlockOutputStream} wrote, one after the other until the bytes end, and checks every one.
 *
 * <p>Bytes that are cut off, changed or no blocks fail with BLOCK_CORRUPT naming the source and the offset of the block, before any byte
 * of that block is handed out. Confined to one thread. {@link IOException}s are the source's.
 */
public final class BlockInputStream extends InputStream {
    private static final Compression[] METHODS = Compression.values();

    private final InputStream source;
    private final String name;
    private final byte[] header = new byte[BlockOutputStream.HEADER_BYTES];
    private final CRC32C checksum = new CRC32C();
    private byte[] stored = new byte[0];
    private byte[] raw = new byte[0];
    private int position;
    private int limit;
    private long offset;

    /**
     * @param source closed when this is closed
     * @param name where the bytes come from, for errors: a file, or a segment of a host
     */
    public BlockInputStream(InputStream source, String name) {
        this.source = source;
        this.name = name;
    }

    /** Reads {@code length} bytes of an array from {@code from}. */
    public BlockInputStream(byte[] bytes, int from, int length, String name) {
        this(new ByteArrayInputStream(bytes, from, length), name);
    }

    @Override
    public int read() throws IOException {
        return position < limit || nextBlock() ? raw[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == limit && !nextBlock()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(raw, position, target, from, count);
        position += count;
        return count;
    }

    /** Bytes of the current block that are left. */
    @Override
    public int available() {
        return limit - position;
    }

    /** Bytes of the source that were read, headers included. */
    public long bytesRead() {
        return offset;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Reads the next block; false at the end. */
    private boolean nextBlock() throws IOException {
        position = 0;
        limit = 0;
        int headerBytes = source.readNBytes(header, 0, header.length);
        if (headerBytes == 0) {
            return false;
        }
        if (headerBytes < header.length) {
            throw corrupt("its header is cut off", null);
        }
        BlockHeader block = BlockHeader.read(header);
        if (!block.plausible()) {
            throw corrupt("its header is not one", null);
        }
        readStored(block);
        limit = restore(block);
        offset += header.length + block.storedLength();
        return true;
    }

    private void readStored(BlockHeader block) throws IOException {
        if (stored.length < block.storedLength()) {
            stored = new byte[block.storedLength()];
        }
        int count = source.readNBytes(stored, 0, block.storedLength());
        if (count < block.storedLength()) {
            throw corrupt("it ends after " + count + " of " + block.storedLength() + " bytes", null);
        }
        if (BlockHeader.crc(header, stored, count, checksum) != block.crc()) {
            throw corrupt("its checksum is wrong", null);
        }
    }

    private int restore(BlockHeader block) {
        if (block.method() == Compression.NONE.ordinal()) {
            byte[] spare = raw;
            raw = stored;
            stored = spare;
            return block.rawLength();
        }
        if (raw.length < block.rawLength()) {
            raw = new byte[block.rawLength()];
        }
        try {
            int count = BlockCompressor.decompress(
                    METHODS[block.method()], stored, block.storedLength(), raw, block.rawLength());
            if (count != block.rawLength()) {
                throw corrupt("it is " + count + " bytes long instead of " + block.rawLength(), null);
            }
            return count;
        } catch (BlockCompressor.CorruptBlock e) {
            throw corrupt("it cannot be decompressed", e);
        }
    }

    private LisleException corrupt(String what, @Nullable Throwable cause) {
        return new LisleException(
                ErrorCode.BLOCK_CORRUPT,
                "the block at byte " + offset + " of " + name + " is corrupt: " + what,
                "the disk or the network changed the bytes; they are computed again where that is possible",
                cause);
    }
}
