package org.lisle.hdfs.codec;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.Decompressor;

/**
 * The bytes behind Hadoop's framing of Snappy and LZ4.
 *
 * <pre>
 *   block:  bytes that it has when it is decompressed (int), chunks until it has them
 *   chunk:  bytes that follow (int), compressed bytes
 * </pre>
 *
 * Hadoop's own stream takes a block that is cut off for the end of the file, and a damaged length for the size of an array. Here a file ends
 * behind a block, and a length that is more than there can be is damage. Confined to one thread.
 */
final class BlockStream extends InputStream {
    private final InputStream in;
    private final Decompressor decompressor;
    private final long fileLength;
    private final ChunkCheck check;
    private byte[] chunk = {};
    private long left;
    private boolean closed;

    /** @param decompressor of Hadoop's pool, which has it again when this is closed */
    private BlockStream(InputStream in, Decompressor decompressor, long fileLength, ChunkCheck check) {
        this.in = in;
        this.decompressor = decompressor;
        this.fileLength = fileLength;
        this.check = check;
    }

    /** Looks at a chunk before it is decompressed. */
    @FunctionalInterface
    private interface ChunkCheck {
        void check(byte[] chunk, int size) throws IOException;
    }

    /** LZ4, which does not write behind the end of its buffer. */
    static BlockStream ofLz4(InputStream in, Decompressor decompressor, long fileLength) {
        return new BlockStream(in, decompressor, fileLength, (chunk, size) -> {});
    }

    /**
     * Snappy, which writes as many bytes as a chunk says that it has, without a look at the room that there is.
     *
     * @param bufferBytes the room
     */
    static BlockStream ofSnappy(InputStream in, Decompressor decompressor, long fileLength, int bufferBytes) {
        return new BlockStream(in, decompressor, fileLength, (chunk, size) -> {
            long says = snappyLength(chunk, size);
            if (says > bufferBytes) {
                throw new IOException("a chunk says that it has " + says + " bytes, of at most " + bufferBytes);
            }
        });
    }

    /** The number that a chunk of Snappy begins with: seven bits in each byte, the lowest first, the last byte below 128. */
    private static long snappyLength(byte[] chunk, int size) {
        long length = 0;
        for (int at = 0; at < Math.min(size, 5); at++) {
            length |= (long) (chunk[at] & 0x7F) << (7 * at);
            if (chunk[at] >= 0) {
                break;
            }
        }
        return length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left == 0) {
            int first = in.read();
            if (first < 0) {
                return -1;
            }
            left = size(first);
        }
        int wanted = (int) Math.min(length, left);
        int read = decompressor.decompress(bytes, offset, wanted);
        while (read == 0) {
            if (decompressor.needsInput()) {
                nextChunk();
            }
            read = decompressor.decompress(bytes, offset, wanted);
        }
        left -= read;
        if (left == 0 && !decompressor.needsInput()) {
            throw new IOException("a block has more bytes than it says");
        }
        return read;
    }

    private void nextChunk() throws IOException {
        int size = size(in.read());
        if (size > fileLength) {
            throw new IOException("a block has the length " + size + " in a file of " + fileLength + " bytes");
        }
        if (size > chunk.length) {
            chunk = new byte[size];
        }
        if (in.readNBytes(chunk, 0, size) < size) {
            throw new IOException("a block is cut off");
        }
        check.check(chunk, size);
        decompressor.setInput(chunk, 0, size);
    }

    /** The number whose first byte is this one, the most significant; not negative. */
    private int size(int first) throws IOException {
        int size = first;
        for (int more = 1; more < Integer.BYTES && size >= 0; more++) {
            int next = in.read();
            size = next < 0 ? -1 : size << Byte.SIZE | next;
        }
        if (size < 0) {
            throw new IOException("the length of a block is damaged or cut off");
        }
        return size;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            CodecPool.returnDecompressor(decompressor);
            in.close();
        }
    }
}
