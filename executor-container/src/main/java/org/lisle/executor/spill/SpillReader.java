package org.lisle.executor.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.compress.BlockInputStream;

/** Reads the fields of a file's records as they were written. Fails with LOCAL_DISK or BLOCK_CORRUPT. */
public final class SpillReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 << 10;

    private final SpillSpace space;
    private final SpillFile file;
    private final RecordCodec codec;
    private final BlockInputStream stream;
    private final RecordInput in;
    private boolean closed;

    SpillReader(SpillSpace space, SpillFile file, RecordCodec codec) {
        this.space = space;
        this.file = file;
        this.codec = codec;
        try {
            this.stream = new BlockInputStream(
                    Files.newInputStream(file.path()), file.path().toString());
        } catch (IOException e) {
            throw failure(e);
        }
        this.in = new RecordInput(stream, BUFFER_BYTES);
        try {
            codec.readClasses(in);
        } catch (UncheckedIOException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    public boolean atEnd() {
        try {
            return in.atEnd();
        } catch (UncheckedIOException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    public int readInt() {
        try {
            return in.readInt();
        } catch (UncheckedIOException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    public int readCount() {
        try {
            return in.readVarInt();
        } catch (UncheckedIOException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    public @Nullable Object readValue() {
        try {
            return codec.read(in);
        } catch (UncheckedIOException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        space.closed(this);
        try {
            stream.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private RuntimeException failure(IOException cause) {
        return space.directories().failure(file.path(), "reading " + file.what(), cause);
    }
}
