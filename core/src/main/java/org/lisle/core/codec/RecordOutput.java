package org.lisle.core.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * A byte array that grows while records are written into it. Numbers are big-endian. Confined to one thread.
 *
 * <p>The array belongs to this object: who keeps bytes copies them out of {@link #buffer()} from 0 to {@link #position()} before the
 * next write. Writes fail with RECORD_TOO_LARGE when the limit would be passed; what was written before stays, so that a caller may set
 * the position back to where the record began.
 */
public final class RecordOutput {
    /** The largest array that every JVM can make. */
    static final int MAX_CAPACITY = Integer.MAX_VALUE - 16;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    /** From so many characters on it pays to have the JDK encode them. */
    private static final int LONG_TEXT = 24;

    /** Longer ones are not held twice. */
    private static final int LONGEST_WHOLE = 1 << 16;

    private final int limit;
    private byte[] buffer;
    private int position;
    private @Nullable ClassTable classes;

    /** @param initialCapacity bytes, from 0 */
    public RecordOutput(int initialCapacity) {
        this(initialCapacity, MAX_CAPACITY);
    }

    /** @param limit bytes that this may hold at most */
    public RecordOutput(int initialCapacity, int limit) {
        this.limit = Math.min(limit, MAX_CAPACITY);
        this.buffer = new byte[Math.min(initialCapacity, this.limit)];
    }

    /** From now on records name classes by their numbers in this table. */
    public void shareClasses(ClassTable table) {
        this.classes = table;
    }

    /** Null when every record written here stands alone. */
    @Nullable
    ClassTable classes() {
        return classes;
    }

    /** The array written into; another one after each growth. */
    public byte[] buffer() {
        return buffer;
    }

    /** The number of bytes written. */
    public int position() {
        return position;
    }

    /** Forgets what was written after {@code position}. */
    public void position(int position) {
        if (position < 0 || position > this.position) {
            throw new IndexOutOfBoundsException("position " + position + " of " + this.position + " written");
        }
        this.position = position;
    }

    /** Forgets everything written; keeps the array. */
    public void reset() {
        position = 0;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, position);
    }

    /** Takes room for so many bytes, to be written into {@link #buffer}; returns where it begins. */
    public int claim(int bytes) {
        require(bytes);
        int start = position;
        position += bytes;
        return start;
    }

    public void writeByte(int value) {
        require(1);
        buffer[position++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** 2 bytes. */
    public void writeShort(int value) {
        require(2);
        buffer[position] = (byte) (value >> 8);
        buffer[position + 1] = (byte) value;
        position += 2;
    }

    /** 4 bytes. */
    public void writeInt(int value) {
        require(4);
        INT.set(buffer, position, value);
        position += 4;
    }

    /** 8 bytes. */
    public void writeLong(long value) {
        require(8);
        LONG.set(buffer, position, value);
        position += 8;
    }

    /** 4 bytes, the bits of the value. */
    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    /** 8 bytes, the bits of the value. */
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** 1 to 5 bytes, 7 bits in each, the lowest first; short for small values from 0, 5 bytes for negative ones. */
    public void writeVarInt(int value) {
        require(5);
        position = putVarInt(buffer, position, value);
    }

    /** 1 to 10 bytes, like {@link #writeVarInt}. */
    public void writeVarLong(long value) {
        require(10);
        byte[] target = buffer;
        int at = position;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        position = at;
    }

    /** Like {@link #writeVarInt}, but short for small values of either sign. */
    public void writeSignedVarInt(int value) {
        writeVarInt((value << 1) ^ (value >> 31));
    }

    /** Like {@link #writeVarLong}, but short for small values of either sign. */
    public void writeSignedVarLong(long value) {
        writeVarLong((value << 1) ^ (value >> 63));
    }

    public void writeBytes(byte[] source, int from, int length) {
        require(length);
        System.arraycopy(source, from, buffer, position, length);
        position += length;
    }

    /**
     * The number of bytes as a varint, then UTF-8. A surrogate without its other half becomes three bytes of its own, so that every
     * string comes back as it was.
     */
    public void writeUtf8(String text) {
        int length = text.length();
        if (length >= LONG_TEXT && length <= LONGEST_WHOLE && writeWhole(text, length)) {
            return;
        }
        require(5 + length);
        byte[] target = buffer;
        int at = putVarInt(target, position, length);
        int seen = 0;
        for (int index = 0; index < length; index++) {
            char c = text.charAt(index);
            seen |= c;
            target[at + index] = (byte) c;
        }
        if (seen < 0x80) {
            position = at + length;
        } else {
            writeWideUtf8(text);
        }
    }

    /**
     * Lets the JDK make the bytes, which it does many at a time. It puts a question mark where a half surrogate pair stands.
     *
     * @return false when there is a question mark
     */
    private boolean writeWhole(String text, int length) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte unit : bytes) {
            if (unit == '?') {
                return false;
            }
        }
        writeVarInt(bytes.length);
        writeBytes(bytes, 0, bytes.length);
        return true;
    }

    private void writeWideUtf8(String text) {
        long bytes = Utf8.length(text);
        if (bytes > limit) {
            throw tooLarge(bytes);
        }
        writeVarInt((int) bytes);
        require((int) bytes);
        position = Utf8.encode(text, buffer, position);
    }

    private static int putVarInt(byte[] target, int at, int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    private void require(int bytes) {
        if (buffer.length - position < bytes) {
            grow(bytes);
        }
    }

    private void grow(int bytes) {
        long needed = (long) position + bytes;
        if (needed > limit) {
            throw tooLarge(needed);
        }
        long capacity = Math.max(needed, Math.max(64, buffer.length * 2L));
        buffer = Arrays.copyOf(buffer, (int) Math.min(capacity, limit));
    }

    private LisleException tooLarge(long needed) {
        return new LisleException(
                ErrorCode.RECORD_TOO_LARGE,
                "a record needs at least " + needed + " bytes when written, more than the " + limit + " allowed here",
                "make smaller records, such as one for each part of the value");
    }
}
