package org.lisle.core.shuffle;

import java.nio.ByteBuffer;

/**
 * The sizes of a map output's segments, kept to within a tenth so that those of all map outputs fit in the driver's memory: a byte for
 * each, or about half of that where there are many (decision 046).
 *
 * <p>That a byte holds a logarithm is Spark's idea (MapStatus.compressSize). What is kept is a level of a ladder ({@code SizeLevels}). Few
 * segments have their levels as bytes, many a prefix code of their own ({@code CodedLevels}), unless bytes are shorter:
 *
 * <pre>
 *   byte 0 | byte level of each segment        or        byte 1 | code, marks, codes
 * </pre>
 */
public final class SegmentSizes {
    private static final byte PLAIN = 0;
    /** With fewer segments there is little to save, and bytes are found faster. */
    private static final int LEAST_CODED = 1024;

    private SegmentSizes() {}

    /**
     * The sizes as a message carries them.
     *
     * @param sizes bytes of each segment in the order of the reduce partitions, none negative
     */
    public static ByteBuffer encode(long[] sizes) {
        byte[] levels = new byte[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            levels[i] = (byte) SizeLevels.of(sizes[i]);
        }
        if (levels.length >= LEAST_CODED) {
            ByteBuffer coded = CodedLevels.encode(levels);
            if (coded.remaining() <= levels.length) {
                return coded;
            }
        }
        return ByteBuffer.allocate(1 + levels.length).put(PLAIN).put(levels).rewind();
    }

    /** About the bytes of a segment: at most a tenth more or less; 0 exactly when it is empty. Does not move the buffer's position. */
    public static long decode(ByteBuffer sizes, int reducePartition) {
        return SizeLevels.about(level(sizes, reducePartition));
    }

    /**
     * At least the bytes of a segment, and at most two ninths more; 0 exactly when it is empty: for who reserves memory before it fetches
     * them. Does not move the buffer's position.
     */
    public static long most(ByteBuffer sizes, int reducePartition) {
        return SizeLevels.most(level(sizes, reducePartition));
    }

    /**
     * Adds the bytes of all segments, each to within a tenth, to those of their reduce partitions: much faster than asking for each.
     *
     * @param totals by reduce partition
     */
    public static void addTo(ByteBuffer sizes, long[] totals) {
        if (sizes.get(sizes.position()) == PLAIN) {
            for (int partition = 0; partition < totals.length; partition++) {
                totals[partition] += decode(sizes, partition);
            }
        } else {
            int[] partition = {0};
            CodedLevels.forEach(sizes, level -> totals[partition[0]++] += SizeLevels.about(level));
        }
    }

    private static int level(ByteBuffer sizes, int reducePartition) {
        return sizes.get(sizes.position()) == PLAIN
                ? sizes.get(sizes.position() + 1 + reducePartition) & 0xff
                : CodedLevels.level(sizes, reducePartition);
    }
}
