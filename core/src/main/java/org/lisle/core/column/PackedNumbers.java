package org.lisle.core.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;

/**
 * Numbers of 64 bits in as few whole bytes as all of them need.
 *
 * <pre>
 *   width   1 byte: bytes of each, 0 where all numbers are equal
 *   shift   1 byte: zero bits that each lost at its end
 *   base    8 bytes, big-endian
 *   width bytes for each, little-endian: (number - base) without the lost bits
 *   7 bytes of any content, so that each number can be read as eight
 * </pre>
 *
 * Integers count from the least of them (frame of reference); fractions lose the zero bytes at their ends, of which whole and short ones
 * have many.
 */
final class PackedNumbers {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int SLACK = Long.BYTES - 1;

    private PackedNumbers() {}

    static void writeIntegers(long[] numbers, int count, RecordOutput out) {
        long least = count == 0 ? 0 : numbers[0];
        long greatest = least;
        for (int i = 1; i < count; i++) {
            least = Math.min(least, numbers[i]);
            greatest = Math.max(greatest, numbers[i]);
        }
        write(numbers, count, bytesOf(greatest - least), 0, least, out);
    }

    static void writeFractions(long[] numbers, int count, RecordOutput out) {
        long any = 0;
        long unlike = 0;
        for (int i = 0; i < count; i++) {
            any |= numbers[i];
            unlike |= numbers[i] ^ numbers[0];
        }
        if (unlike == 0) {
            write(numbers, count, 0, 0, count == 0 ? 0 : numbers[0], out);
        } else {
            int shift = Long.numberOfTrailingZeros(any) / Byte.SIZE * Byte.SIZE;
            write(numbers, count, bytesOf(any >>> shift), shift, 0, out);
        }
    }

    private static int bytesOf(long unsigned) {
        return (Long.SIZE - Long.numberOfLeadingZeros(unsigned) + Byte.SIZE - 1) / Byte.SIZE;
    }

    private static void write(long[] numbers, int count, int width, int shift, long base, RecordOutput out) {
        out.writeByte(width);
        out.writeByte(shift);
        out.writeLong(base);
        int at = out.claim(count * width + SLACK);
        if (width > 0) {
            byte[] target = out.buffer();
            for (int i = 0; i < count; i++, at += width) {
                LONG.set(target, at, (numbers[i] - base) >>> shift);
            }
        }
    }

    /**
     * Reads so many numbers into the array, or into another where it is too short.
     *
     * @param source over an array
     */
    static long[] read(RecordInput source, long[] numbers, int count) {
        int width = source.readByte();
        int shift = source.readByte();
        long base = source.readLong();
        int at = source.position();
        if (width < 0 || width > Long.BYTES) {
            throw source.corrupt("numbers have " + width + " bytes");
        }
        source.skip(Math.addExact(Math.multiplyExact(width, count), SLACK));
        long[] target = numbers.length < count ? new long[count] : numbers;
        if (width == 0) {
            Arrays.fill(target, 0, count, base);
        } else {
            unpack(source.buffer(), at, width, shift, base, target, count);
        }
        return target;
    }

    private static void unpack(byte[] source, int from, int width, int shift, long base, long[] target, int count) {
        long mask = -1L >>> (Long.SIZE - width * Byte.SIZE);
        int at = from;
        for (int i = 0; i < count; i++, at += width) {
            target[i] = (((long) LONG.get(source, at) & mask) << shift) + base;
        }
    }
}
