package org.lisle.hdfs.binary;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;

/** A file that is read from a buffer, of which bytes can be looked at before they are read. One thread. */
final class PeekedInput extends InputStream implements Seekable, PositionedReadable {
    private static final int BUFFER_BYTES = 128 << 10;

    private final FSDataInputStream file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] single = new byte[1];
    private long start;
    private int limit;
    private long position;

    PeekedInput(FSDataInputStream file) {
        this.file = file;
    }

    /** The byte at a place of the file, as an unsigned one. @throws EOFException when the file ends before */
    int at(long place) throws IOException {
        if (isBuffered(place)) {
            return buffer[(int) (place - start)] & 0xff;
        }
        if (place == start + limit || place == position) {
            fill(place);
            if (limit == 0) {
                throw new EOFException("the file ends at byte " + place);
            }
            return buffer[0] & 0xff;
        }
        file.readFully(place, single);
        return single[0] & 0xff;
    }

    /** Four bytes, the highest first. */
    int intAt(long place) throws IOException {
        return at(place) << 24 | at(place + 1) << 16 | at(place + 2) << 8 | at(place + 3);
    }

    private boolean isBuffered(long place) {
        return place >= start && place < start + limit;
    }

    private void fill(long place) throws IOException {
        if (file.getPos() != place) {
            file.seek(place);
        }
        limit = Math.max(0, file.read(buffer, 0, buffer.length));
        start = place;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!isBuffered(position)) {
            fill(position);
            if (limit == 0) {
                return -1;
            }
        }
        int at = (int) (position - start);
        int count = Math.min(length, limit - at);
        System.arraycopy(buffer, at, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return isBuffered(position) ? (int) (start + limit - position) : 0;
    }

    @Override
    public void seek(long place) throws IOException {
        if (place < 0) {
            throw new EOFException("no byte " + place);
        }
        position = place;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, count);
        position += skipped;
        return skipped;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public boolean seekToNewSource(long place) throws IOException {
        return file.seekToNewSource(place);
    }

    @Override
    public int read(long place, byte[] into, int offset, int length) throws IOException {
        return file.read(place, into, offset, length);
    }

    @Override
    public void readFully(long place, byte[] into, int offset, int length) throws IOException {
        file.readFully(place, into, offset, length);
    }

    @Override
    public void readFully(long place, byte[] into) throws IOException {
        file.readFully(place, into);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
