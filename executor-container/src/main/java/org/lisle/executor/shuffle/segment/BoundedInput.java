package org.lisle.executor.shuffle.segment;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends after some bytes of a stream; fails when the stream ends before. Confined to one thread. */
final class BoundedInput extends InputStream {
    private final InputStream source;
    private long left;

    BoundedInput(InputStream source, long length) {
        this.source = new BufferedInputStream(source, (int) Math.max(1, Math.min(64 << 10, length)));
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = source.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new IOException("the file ends " + left + " bytes early");
        }
        left -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
