package org.lisle.executor.encoded;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, big-endian. */
final class Words {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private Words() {}

    static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void setInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** The bytes from {@code at} as the highest of a long, zeros below when there are fewer than eight. */
    static long getHigh(byte[] bytes, int at, int to) {
        int length = to - at;
        if (length >= 8) {
            return getLong(bytes, at);
        }
        if (length <= 0) {
            return 0;
        }
        if (bytes.length - at >= 8) {
            return getLong(bytes, at) & -1L << 64 - 8 * length;
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[at + i] & 0xffL) << 56 - 8 * i;
        }
        return word;
    }

    static long getSignedVarLong(byte[] bytes, int at) {
        long value = 0;
        int shift = 0;
        int from = at;
        long next;
        do {
            next = bytes[from++];
            value |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return (value >>> 1) ^ -(value & 1);
    }
}
