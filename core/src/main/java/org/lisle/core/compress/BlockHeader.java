package org.lisle.core.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The header of a block, whose layout {@link BlockOutputStream} states. */
record BlockHeader(int method, int rawLength, int storedLength, int crc) {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    static void write(
            byte[] header, Compression method, int rawLength, byte[] stored, int storedLength, CRC32C checksum) {
        INT.set(header, 0, method.ordinal() << 24 | rawLength);
        INT.set(header, 4, storedLength);
        INT.set(header, 8, crc(header, stored, storedLength, checksum));
    }

    static BlockHeader read(byte[] header) {
        int first = (int) INT.get(header, 0);
        return new BlockHeader(first >>> 24, first & 0xffffff, (int) INT.get(header, 4), (int) INT.get(header, 8));
    }

    static int crc(byte[] header, byte[] stored, int storedLength, CRC32C checksum) {
        checksum.reset();
        checksum.update(header, 0, 8);
        checksum.update(stored, 0, storedLength);
        return (int) checksum.getValue();
    }

    /** Whether the lengths can be those of a block: a wrong header must not make the reader ask for absurd memory. */
    boolean plausible() {
        return method < Compression.values().length
                && rawLength > 0
                && storedLength > 0
                && (method == 0 ? storedLength == rawLength : storedLength < rawLength);
    }
}
