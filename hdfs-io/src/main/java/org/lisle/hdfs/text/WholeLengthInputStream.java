package org.lisle.hdfs.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.lisle.hdfs.failure.FileErrors;

/**
 * A file's bytes up to the length it had when it was listed: what was appended since is not seen, and a file that ends earlier fails with
 * INPUT_CHANGED.
 */
final class WholeLengthInputStream extends FilterInputStream {
    private final String path;
    private final long fileLength;
    private final long start;
    private long position;
    private boolean failed;

    /** @param start position of the stream in the file */
    WholeLengthInputStream(InputStream in, String path, long start, long fileLength) {
        super(in);
        this.path = path;
        this.start = start;
        this.position = start;
        this.fileLength = fileLength;
    }

    /** Bytes read so far. */
    long bytesRead() {
        return position - start;
    }

    /** Of the next byte in the file. */
    long position() {
        return position;
    }

    /** Bytes from here to the end. */
    long bytesLeft() {
        return fileLength - position;
    }

    /** Whether reading the file failed: otherwise an IOException of a codec above means that the content is damaged. */
    boolean failed() {
        return failed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position >= fileLength) {
            return -1;
        }
        int read;
        try {
            read = in.read(bytes, offset, (int) Math.min(length, fileLength - position));
        } catch (IOException e) {
            failed = true;
            throw e;
        }
        if (read < 0) {
            throw FileErrors.changed(path, fileLength + " bytes", position + " bytes");
        }
        position += read;
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, fileLength - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), fileLength - position);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
