package org.lisle.core.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Reads what a {@link RecordOutput} wrote, from a part of an array or from a stream. Confined to one thread.
 *
 * <p>A value that is cut off by the end fails with BLOCK_CORRUPT. Over a stream, {@link IOException}s come out as
 * {@link UncheckedIOException}: who opened the stream knows its name and translates them.
 */
public final class RecordInput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private @Nullable InputStream stream;
    private byte[] buffer;
    private int position;
    private int limit;
    private @Nullable ClassTable classes;
    /** Bytes of the stream that left the buffer. */
    private long passed;

    /** An empty input; give it bytes with {@link #reset}. */
    public RecordInput() {
        this.buffer = new byte[0];
    }

    /**
     * Reads from a stream, which this does not close.
     *
     * @param bufferSize bytes read ahead; grows when one value needs more
     */
    public RecordInput(InputStream stream, int bufferSize) {
        this.stream = stream;
        this.buffer = new byte[Math.max(bufferSize, 16)];
    }

    /** Reads the bytes {@code from} to {@code to} (exclusive) of an array from now on; the array must not change meanwhile. */
    public void reset(byte[] buffer, int from, int to) {
        Objects.checkFromToIndex(from, to, buffer.length);
        this.stream = null;
        this.buffer = buffer;
        this.position = from;
        this.limit = to;
        this.passed = -from;
    }

    /** From now on numbers of classes are those of this table. */
    public void shareClasses(ClassTable table) {
        this.classes = table;
    }

    /** The classes named so far. */
    ClassTable classes() {
        if (classes == null) {
            classes = ClassTable.inOrder();
        }
        return classes;
    }

    /** Whether nothing is left; over a stream this may wait for bytes. */
    public boolean atEnd() {
        return position == limit && !fill(1);
    }

    /** The number of bytes read so far. */
    public long bytesRead() {
        return passed + position;
    }

    public byte readByte() {
        require(1);
        return buffer[position++];
    }

    public boolean readBoolean() {
        return readByte() != 0;
    }

    public short readShort() {
        require(2);
        int value = (buffer[position] << 8) | (buffer[position + 1] & 0xff);
        position += 2;
        return (short) value;
    }

    public int readInt() {
        require(4);
        int value = (int) INT.get(buffer, position);
        position += 4;
        return value;
    }

    public long readLong() {
        require(8);
        long value = (long) LONG.get(buffer, position);
        position += 8;
        return value;
    }

    public float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    public int readVarInt() {
        int value = readByte();
        if (value >= 0) {
            return value;
        }
        value &= 0x7f;
        for (int shift = 7; shift < 35; shift += 7) {
            int next = readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt("a number has more than 5 bytes");
    }

    public long readVarLong() {
        long value = readByte();
        if (value >= 0) {
            return value;
        }
        value &= 0x7f;
        for (int shift = 7; shift < 70; shift += 7) {
            long next = readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt("a number has more than 10 bytes");
    }

    public int readSignedVarInt() {
        int value = readVarInt();
        return (value >>> 1) ^ -(value & 1);
    }

    public long readSignedVarLong() {
        long value = readVarLong();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Fills {@code target} from {@code from}, {@code length} bytes. */
    public void readBytes(byte[] target, int from, int length) {
        int at = from;
        int left = length;
        while (left > limit - position) {
            int here = limit - position;
            System.arraycopy(buffer, position, target, at, here);
            position = limit;
            at += here;
            left -= here;
            require(1);
        }
        System.arraycopy(buffer, position, target, at, left);
        position += left;
    }

    public String readUtf8() {
        int length = readLength();
        require(length);
        int from = position;
        position += length;
        var text = new String(buffer, from, length, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : Utf8.decode(buffer, from, from + length);
    }

    /** A varint that counts bytes or elements: fails with BLOCK_CORRUPT when it is negative, or more than what an array input has left. */
    int readLength() {
        int length = readVarInt();
        if (length < 0 || (stream == null && length > limit - position)) {
            throw corrupt("a length of " + length + " is more than there are bytes");
        }
        return length;
    }

    /** Makes the next {@code bytes} lie in {@link #buffer()} from {@link #position()}, until more is read. */
    public void require(int bytes) {
        if (limit - position < bytes && !fill(bytes)) {
            throw corrupt("the bytes end inside a record");
        }
    }

    /** The bytes that were read ahead, see {@link #require}; not to be changed. */
    public byte[] buffer() {
        return buffer;
    }

    public int position() {
        return position;
    }

    /** The end of the bytes in {@link #buffer()} that were not read. */
    int limit() {
        return limit;
    }

    /** Brings at least one more byte into the buffer; false when there is none. */
    boolean more() {
        return fill(limit - position + 1);
    }

    public void skip(int bytes) {
        require(bytes);
        position += bytes;
    }

    /** The error for bytes that are not what they should be. */
    public LisleException corrupt(String what) {
        return new LisleException(
                ErrorCode.BLOCK_CORRUPT,
                "records cannot be read at byte " + bytesRead() + ": " + what,
                "were they written by another version, or by a codec other than this one?");
    }

    /**
     * Reads until {@code bytes} lie in the buffer; false when the stream ends before. The buffer grows with what arrives, so that a wrong
     * length costs no more memory than there are bytes.
     */
    private boolean fill(int bytes) {
        InputStream source = stream;
        if (source == null) {
            return false;
        }
        int held = limit - position;
        System.arraycopy(buffer, position, buffer, 0, held);
        passed += position;
        position = 0;
        limit = held;
        try {
            while (limit < bytes) {
                if (limit == buffer.length) {
                    buffer = Arrays.copyOf(buffer, (int) Math.min(bytes, buffer.length * 2L));
                }
                int count = source.read(buffer, limit, buffer.length - limit);
                if (count < 0) {
                    return false;
                }
                limit += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }
}
