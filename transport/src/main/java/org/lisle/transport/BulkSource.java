package org.lisle.transport;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The answer to a bulk request: chunks, sent in order, each with its length in front. */
public record BulkSource(List<Chunk> chunks) {
    public BulkSource {
        chunks = List.copyOf(chunks);
    }

    /** Bytes to send. */
    public sealed interface Chunk {
        long length();
    }

    /** A part of a file, sent without copying (sendfile) where the connection is not encrypted; the file is opened when its turn comes. */
    public record FileSlice(Path file, long offset, long length) implements Chunk {}

    /** Bytes in memory; not changed until the chunk is released. {@code release} is called once, sent or not. */
    public record MemorySlice(ByteBuffer bytes, Runnable release) implements Chunk {
        @Override
        public long length() {
            return bytes.remaining();
        }
    }
}
