package org.lisle.executor.spill;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.compress.BlockOutputStream;
import org.lisle.core.compress.Compression;

/**
 * Writes one file: fields of a record, then {@link #endRecord}; at last {@link #finish}. Closing without finishing leaves the file to
 * {@link SpillSpace#close}. Fails with SPILL_DISK_FULL or LOCAL_DISK.
 */
public final class SpillWriter implements AutoCloseable {
    private static final int FLUSH_BYTES = 32 << 10;

    private final SpillSpace space;
    private final String what;
    private final Path file;
    private final RecordCodec codec;
    private final BlockOutputStream stream;
    private final RecordOutput out = new RecordOutput(FLUSH_BYTES + (8 << 10));
    private long records;

    /** @param classes of values that are encoded already; empty when there are none */
    SpillWriter(
            SpillSpace space, String what, Path file, RecordCodec codec, Compression compression, ClassTable classes) {
        this.space = space;
        this.what = what;
        this.file = file;
        this.codec = codec;
        try {
            this.stream = new BlockOutputStream(
                    space.directories().createUnbuffered(file),
                    compression,
                    BlockOutputStream.DEFAULT_BLOCK_BYTES,
                    true);
        } catch (IOException e) {
            throw failure(e);
        }
        codec.writeClasses(classes, out);
        out.shareClasses(classes.isEmpty() ? ClassTable.inOrder() : classes);
    }

    public void writeInt(int value) {
        out.writeInt(value);
    }

    public void writeCount(int value) {
        out.writeVarInt(value);
    }

    /** @throws org.lisle.core.error.LisleException RECORD_NOT_SERIALIZABLE too */
    public void writeValue(@Nullable Object value) {
        codec.write(value, out);
    }

    /** A value, or several, that the codec wrote elsewhere, with the classes that this began with. */
    public void writeEncoded(byte[] bytes, int from, int to) {
        out.writeBytes(bytes, from, to - from);
    }

    public void endRecord() {
        records++;
        if (out.position() >= FLUSH_BYTES) {
            flush();
        }
    }

    public SpillFile finish() {
        flush();
        try {
            stream.finish();
            long bytes = stream.bytesWritten();
            stream.close();
            space.closed(this);
            space.written(bytes);
            return new SpillFile(what, file, records, bytes);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        space.closed(this);
        try {
            stream.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void flush() {
        try {
            stream.write(out.buffer(), 0, out.position());
        } catch (IOException e) {
            throw failure(e);
        }
        out.reset();
    }

    private RuntimeException failure(IOException cause) {
        return space.directories().failure(file, "writing " + what, cause);
    }
}
