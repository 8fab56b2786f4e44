package org.lisle.core.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Lengths that are known only when what they count is written. */
final class Lengths {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private Lengths() {}

    static void put(byte[] target, int at, int length) {
        INT.set(target, at, length);
    }
}
