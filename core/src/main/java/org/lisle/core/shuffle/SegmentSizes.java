package org.lisle.core.shuffle;

import java.nio.ByteBuffer;

/**
 * Sizes of segments in one byte each, so that the sizes of all map outputs fit in the driver's memory.
 *
 * <p>The idea is Spark's (MapStatus.compressSize): a byte holds the size's logarithm to the base 1.1. Here it is always rounded up, so that
 * {@code size <= decode(encode(size)) <= 1.1 size + 1}: whoever reserves the decoded bytes has reserved enough. 0 stands for an empty segment,
 * exactly. The largest byte stands for everything above {@link #LARGEST} too.
 */
public final class SegmentSizes {
    private static final double BASE = 1.1;
    private static final long[] DECODED = decodedSizes();

    /** The largest size that is still an upper bound of what it stands for: about 31 GiB. */
    public static final long LARGEST = DECODED[255];

    private SegmentSizes() {}

    /** @param bytes of a segment, not negative */
    public static byte encode(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a segment of " + bytes + " bytes");
        }
        if (bytes >= LARGEST) {
            return (byte) 255;
        }
        int low = 0;
        int high = 255;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (DECODED[middle] < bytes) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (byte) low;
    }

    /** The encoded sizes of all segments of a map output, in the order of the reduce partitions. */
    public static ByteBuffer encode(long[] sizes) {
        byte[] encoded = new byte[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            encoded[i] = encode(sizes[i]);
        }
        return ByteBuffer.wrap(encoded);
    }

    /** At least the segment's bytes and at most a tenth (and one byte) more; 0 exactly when it is empty. */
    public static long decode(byte encoded) {
        return DECODED[encoded & 0xff];
    }

    /** The decoded size of one segment of a map output; does not move the buffer's position. */
    public static long decode(ByteBuffer sizes, int reducePartition) {
        return decode(sizes.get(sizes.position() + reducePartition));
    }

    private static long[] decodedSizes() {
        long[] sizes = new long[256];
        for (int i = 1; i < 256; i++) {
            // Small powers repeat after rounding; counting on keeps the table strictly growing.
            sizes[i] = Math.max(sizes[i - 1] + 1, (long) Math.floor(sizes[i - 1] * BASE));
        }
        return sizes;
    }
}
