package org.lisle.executor.block;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.compress.BlockOutputStream;
import org.lisle.core.compress.Compression;

/** The bytes of a block of values: what a codec writes, in compressed blocks with checksums; the same in memory, on disk and on the wire. */
final class BlockEncoder {
    private static final int READ_AHEAD_BYTES = 64 << 10;

    private final RecordCodec codec;
    private final RecordOutput record = new RecordOutput(256);
    private final BlockOutputStream blocks;

    BlockEncoder(RecordCodec codec, OutputStream target, Compression compression) {
        this.codec = codec;
        record.shareClasses(ClassTable.inOrder());
        this.blocks = new BlockOutputStream(target, compression);
    }

    void add(@Nullable Object value) {
        record.reset();
        codec.write(value, record);
        try {
            blocks.write(record.buffer(), 0, record.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void finish() {
        try {
            blocks.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name for errors */
    static Iterator<@Nullable Object> decode(InputStream bytes, RecordCodec codec, String name) {
        var in = new RecordInput(new BlockInputStream(bytes, name), READ_AHEAD_BYTES);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !in.atEnd();
            }

            @Override
            public @Nullable Object next() {
                if (in.atEnd()) {
                    throw new NoSuchElementException();
                }
                return codec.read(in);
            }
        };
    }

    /** Reads all blocks and checks them. @throws org.lisle.core.error.LisleException BLOCK_CORRUPT */
    static void verify(InputStream bytes, String name) throws IOException {
        new BlockInputStream(bytes, name).transferTo(OutputStream.nullOutputStream());
    }
}
