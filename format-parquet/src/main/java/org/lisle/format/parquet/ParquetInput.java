package org.lisle.format.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.lisle.hdfs.format.RandomFile;

/** A file as Parquet reads it. */
final class ParquetInput implements InputFile {
    private final RandomFile file;

    ParquetInput(RandomFile file) {
        this.file = file;
    }

    @Override
    public long getLength() {
        return file.length();
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream(file);
    }

    @Override
    public String toString() {
        return file.path();
    }

    private static final class Stream extends SeekableInputStream {
        private static final int MOST_BYTES = 1 << 20;

        private final RandomFile file;

        Stream(RandomFile file) {
            this.file = file;
        }

        @Override
        public long getPos() throws IOException {
            return file.position();
        }

        @Override
        public void seek(long position) throws IOException {
            file.seek(position);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return file.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return file.read(bytes, offset, length);
        }

        @Override
        public void readFully(byte[] bytes) throws IOException {
            readFully(bytes, 0, bytes.length);
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int read = file.read(bytes, offset + done, length - done);
                if (read < 0) {
                    throw new EOFException("the file ends " + (length - done) + " bytes too early");
                }
                done += read;
            }
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            if (buffer.hasArray()) {
                int read = file.read(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
                buffer.position(buffer.position() + Math.max(0, read));
                return read;
            }
            byte[] bytes = new byte[Math.min(MOST_BYTES, buffer.remaining())];
            int read = file.read(bytes, 0, bytes.length);
            buffer.put(bytes, 0, Math.max(0, read));
            return read;
        }

        @Override
        public void readFully(ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                if (read(buffer) < 0) {
                    throw new EOFException("the file ends " + buffer.remaining() + " bytes too early");
                }
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
