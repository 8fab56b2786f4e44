package org.lisle.core.shuffle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * What segments hold, whatever the order of their records: each has the sum of the 64-bit hashes of its records' bytes. Two segments with
 * the same records have the same sum; with different ones they have different sums but for one chance in 2^64. So a map output that is
 * computed again can be compared with the first one, of which only this is left.
 *
 * <p>The hash of a record folds the 128-bit product of eight bytes at a time with what went before, as wyhash does. It is no protection
 * against somebody who wants equal sums.
 */
public final class ContentSums {
    /** So many segments at most have their sums told to the driver one by one; of larger shuffles it keeps one digest a map output. */
    public static final long MOST_SEGMENTS_TOLD = 1L << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0xa0761d6478bd642fL;
    private static final long SECOND = 0xe7037ed1a0b428dbL;

    private ContentSums() {}

    /** The hash of one record: a few nanoseconds for the usual short one, one byte a cycle and more for long ones. */
    public static long hash(byte[] bytes, int offset, int length) {
        long hash = length ^ SECOND;
        int at = offset;
        int left = length;
        while (left > 8) {
            hash = fold(hash ^ (long) LONGS.get(bytes, at));
            at += 8;
            left -= 8;
        }
        return fold(hash ^ tail(bytes, at, left)) ^ SECOND;
    }

    /** The last 0 to 8 bytes as a number; the length, which is hashed too, tells which of several bytes are read twice. */
    private static long tail(byte[] bytes, int at, int left) {
        if (left == 8) {
            return (long) LONGS.get(bytes, at);
        }
        if (left >= 4) {
            return ((int) INTS.get(bytes, at) & 0xffffffffL) << 32 | (int) INTS.get(bytes, at + left - 4) & 0xffffffffL;
        }
        if (left == 0) {
            return 0;
        }
        return (bytes[at] & 0xffL) << 16 | (bytes[at + left / 2] & 0xffL) << 8 | bytes[at + left - 1] & 0xffL;
    }

    private static long fold(long value) {
        return Math.multiplyHigh(value, FIRST) ^ value * FIRST;
    }

    /** One number for all segments of a map output; never 0, which stands for not known. */
    public static long digest(long[] sums) {
        long digest = FIRST;
        for (int partition = 0; partition < sums.length; partition++) {
            if (sums[partition] != 0) {
                digest += fold(sums[partition] ^ fold(partition + SECOND));
            }
        }
        return digest == 0 ? 1 : digest;
    }

    /** The sums as a message carries them; empty when the shuffle has too many segments for that. */
    public static ByteBuffer encode(long[] sums, int mapPartitions) {
        if ((long) sums.length * mapPartitions > MOST_SEGMENTS_TOLD) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(8 * sums.length);
        for (long sum : sums) {
            bytes.putLong(sum);
        }
        return bytes.flip();
    }

    /** The other way; an empty array when there are none. */
    public static long[] decode(ByteBuffer encoded) {
        long[] sums = new long[encoded.remaining() / 8];
        encoded.duplicate().asLongBuffer().get(sums);
        return sums;
    }

    /** Which segments hold something else; all of them where the sums of either are not known. */
    public static BitSet differing(long[] before, long[] now, int reducePartitions) {
        var differing = new BitSet(reducePartitions);
        if (before.length != reducePartitions || now.length != reducePartitions) {
            differing.set(0, reducePartitions);
            return differing;
        }
        for (int partition = 0; partition < reducePartitions; partition++) {
            differing.set(partition, before[partition] != now[partition]);
        }
        return differing;
    }
}
