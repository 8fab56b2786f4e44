package org.lisle.core.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.compress.BlockOutputStream;
import org.lisle.core.compress.Compression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Builds the bytes of {@link ResultEncoding} record by record, so that their size can be watched while they grow. Confined to one thread.
 */
public final class ResultBuilder {
    private static final int PLAIN_LIMIT = BlockOutputStream.DEFAULT_BLOCK_BYTES;

    private final RecordCodec codec;
    private final RecordOutput pending = new RecordOutput(256);
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(0);
    private @Nullable BlockOutputStream blocks;
    private int count;
    private long drained;

    public ResultBuilder(RecordCodec codec) {
        this.codec = codec;
    }

    /** Adds a record. Fails as {@link RecordCodec#write} does, and with RESULT_TOO_LARGE beyond 2 GiB; nothing is added then. */
    public void add(@Nullable Object record) {
        codec.write(record, pending);
        count++;
        if (pending.position() >= PLAIN_LIMIT) {
            compress();
        }
    }

    /** Number of records added. */
    public int count() {
        return count;
    }

    /** Bytes that the records take by now before compression: what who reads them will hold. */
    public long rawBytes() {
        return drained + pending.position();
    }

    /** The bytes of all records added. Called once. */
    public byte[] build() {
        var header = new RecordOutput(16);
        header.writeByte(blocks == null ? ResultEncoding.PLAIN : ResultEncoding.BLOCKS);
        header.writeVarInt(count);
        if (blocks == null) {
            header.writeBytes(pending.buffer(), 0, pending.position());
            return header.toByteArray();
        }
        header.writeVarLong(rawBytes());
        compress();
        try {
            blocks.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in memory failed", e);
        }
        byte[] body = compressed.toByteArray();
        byte[] result = new byte[header.position() + body.length];
        System.arraycopy(header.buffer(), 0, result, 0, header.position());
        System.arraycopy(body, 0, result, header.position(), body.length);
        return result;
    }

    private void compress() {
        if (compressed.size() > Integer.MAX_VALUE - pending.position() - (1 << 20)) {
            throw new LisleException(
                    ErrorCode.RESULT_TOO_LARGE,
                    "the result of one partition is larger than 2 GiB after " + count + " records",
                    "bring less to the driver, use more partitions, or save the data instead");
        }
        if (blocks == null) {
            blocks = new BlockOutputStream(compressed, Compression.LZ4);
        }
        try {
            blocks.write(pending.buffer(), 0, pending.position());
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in memory failed", e);
        }
        drained += pending.position();
        pending.reset();
    }
}
