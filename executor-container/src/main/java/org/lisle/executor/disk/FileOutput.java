package org.lisle.executor.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a new file, buffered, counting bytes, and copies parts of other files into it without taking them into memory. Confined to one thread. */
public class FileOutput extends OutputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long flushed;

    /** Makes the file, or empties it. */
    public FileOutput(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    public Path file() {
        return file;
    }

    /** Bytes written so far. */
    public long position() {
        return flushed + buffer.position();
    }

    @Override
    public void write(int value) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > buffer.remaining()) {
            int here = buffer.remaining();
            buffer.put(bytes, from, here);
            from += here;
            left -= here;
            flush();
        }
        buffer.put(bytes, from, left);
    }

    /** Copies bytes of another file. */
    public void copy(FileChannel source, long offset, long length) throws IOException {
        flush();
        long copied = 0;
        while (copied < length) {
            long count = source.transferTo(offset + copied, length - copied, channel);
            if (count <= 0) {
                throw new IOException("a file ends before byte " + (offset + length));
            }
            copied += count;
        }
        flushed += length;
    }

    /** Hands everything to the operating system. */
    @Override
    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            flushed += channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }
}
