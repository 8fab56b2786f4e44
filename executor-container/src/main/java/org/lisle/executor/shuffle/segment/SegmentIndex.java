package org.lisle.executor.shuffle.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Where the segments lie in a data file, and what they hold. Immutable.
 *
 * <p>As a file, all numbers big-endian:
 *
 * <pre>
 *   int magic "LSIX" | int version | int partitions n | long offsets[n + 1] | long sums[n] | int CRC32C of everything before
 * </pre>
 *
 * Segment r is {@code offsets[r]} to {@code offsets[r + 1]}; the last offset is the data file's length. {@code sums[r]} is what its records
 * add up to, see {@link org.lisle.core.shuffle.ContentSums}.
 */
public final class SegmentIndex {
    private static final int MAGIC = 0x4c534958;
    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 12;

    private final long[] offsets;
    private final long[] sums;

    private SegmentIndex(long[] offsets, long[] sums) {
        this.offsets = offsets;
        this.sums = sums;
    }

    /**
     * @param sizes bytes of each segment, in the order of the reduce partitions
     * @param sums what each holds; not changed afterwards
     */
    public static SegmentIndex of(long[] sizes, long[] sums) {
        if (sizes.length != sums.length) {
            throw new IllegalArgumentException(sizes.length + " sizes and " + sums.length + " sums");
        }
        long[] offsets = new long[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            offsets[i + 1] = offsets[i] + sizes[i];
        }
        return new SegmentIndex(offsets, sums);
    }

    public int partitions() {
        return offsets.length - 1;
    }

    /** Where the segment of a reduce partition begins. For {@code partitions()}: the length of the data file. */
    public long offset(int reducePartition) {
        return offsets[reducePartition];
    }

    /** Where the segments begin, by reduce partition, and where the last one ends. A copy. */
    public long[] offsets() {
        return offsets.clone();
    }

    public long dataLength() {
        return offsets[offsets.length - 1];
    }

    /** What the segments hold, by reduce partition. A copy. */
    public long[] contentSums() {
        return sums.clone();
    }

    /** What this takes in memory, about. */
    long weight() {
        return 64 + 16L * offsets.length;
    }

    public void write(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + 8 * offsets.length + 8 * sums.length + 4);
        bytes.putInt(MAGIC).putInt(VERSION).putInt(partitions());
        for (long offset : offsets) {
            bytes.putLong(offset);
        }
        for (long sum : sums) {
            bytes.putLong(sum);
        }
        bytes.putInt(checksum(bytes));
        Files.write(file, bytes.array());
    }

    /**
     * @param file for errors
     * @param content all of its bytes
     * @throws LisleException BLOCK_CORRUPT when they are not a whole index
     */
    public static SegmentIndex parse(Path file, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        if (bytes.remaining() < HEADER_BYTES + 4 || bytes.getInt() != MAGIC || bytes.getInt() != VERSION) {
            throw corrupt(file, "it does not begin like one");
        }
        int partitions = bytes.getInt();
        if (partitions < 0 || bytes.capacity() != HEADER_BYTES + 8L * (2L * partitions + 1L) + 4) {
            throw corrupt(file, "its length does not fit " + partitions + " partitions");
        }
        long[] offsets = new long[partitions + 1];
        for (int i = 0; i <= partitions; i++) {
            offsets[i] = bytes.getLong();
        }
        long[] sums = new long[partitions];
        for (int i = 0; i < partitions; i++) {
            sums[i] = bytes.getLong();
        }
        if (checksum(bytes) != bytes.getInt()) {
            throw corrupt(file, "its checksum is wrong");
        }
        return new SegmentIndex(offsets, sums);
    }

    private static int checksum(ByteBuffer bytesBeforePosition) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytesBeforePosition.array(), 0, bytesBeforePosition.position());
        return (int) checksum.getValue();
    }

    private static LisleException corrupt(Path file, String why) {
        return new LisleException(ErrorCode.BLOCK_CORRUPT, "the shuffle index " + file + " is corrupt, " + why, "");
    }
}
