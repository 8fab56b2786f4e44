package org.lisle.executor.block;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.column.BatchWriter;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.compress.BlockOutputStream;
import org.lisle.core.compress.Compression;

/**
 * The bytes of a block of values: batches of columns where the values are made of numbers and strings, else what a codec writes, in
 * compressed blocks with checksums; the same in memory, on disk and on the wire. {@link DecodedValues} reads them.
 */
final class BlockEncoder {
    private final BatchWriter batches;
    private final RecordOutput record = new RecordOutput(256);
    private final BlockOutputStream blocks;

    BlockEncoder(RecordCodec codec, OutputStream target, Compression compression) {
        this.batches = new BatchWriter(codec);
        record.shareClasses(ClassTable.inOrder());
        this.blocks = new BlockOutputStream(target, compression);
    }

    void add(@Nullable Object value) {
        batches.write(value, record);
        afterValue();
    }

    /** Adds a value that has columns; false, and nothing is added, when it has none. */
    boolean addInColumns(@Nullable Object value) {
        boolean added = batches.writeInColumns(value, record);
        afterValue();
        return added;
    }

    private void afterValue() {
        if (batches.isFull()) {
            batches.flush(record);
        }
        writeOut();
    }

    private void writeOut() {
        if (record.position() == 0) {
            return;
        }
        try {
            blocks.write(record.buffer(), 0, record.position());
            record.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void finish() {
        batches.flush(record);
        writeOut();
        try {
            blocks.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all blocks and checks them. @throws org.lisle.core.error.LisleException BLOCK_CORRUPT */
    static void verify(InputStream bytes, String name) throws IOException {
        new BlockInputStream(bytes, name).transferTo(OutputStream.nullOutputStream());
    }
}
