package org.lisle.executor.group;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/** The values of one key from one input while they are read from runs: in memory until told to go to disk. Confined to the task's thread. */
final class GatheredValues {
    /** A join reads the values on the right once for each on the left: a file of fewer bytes is mostly opened. */
    static final int SMALL_BYTES = 32 << 10;

    private final SpillSpace space;
    private List<@Nullable Object> inMemory = new ArrayList<>();
    private long bytes;
    private @Nullable SpillWriter writer;

    GatheredValues(SpillSpace space) {
        this.space = space;
    }

    void add(@Nullable Object value, long valueBytes) {
        inMemory.add(value);
        bytes += valueBytes;
    }

    /** Whether all values are in memory and weigh so little that reading them from a file would cost more than it frees. */
    boolean isSmall() {
        return writer == null && bytes <= SMALL_BYTES;
    }

    /** Bytes in memory. */
    long bytes() {
        return bytes;
    }

    /** Writes what is in memory behind what was written before. @return bytes that are free now */
    long toDisk() {
        SpillWriter target = writer;
        if (target == null) {
            target = space.write("the values of a large group");
            writer = target;
        }
        for (Object value : inMemory) {
            target.writeValue(value);
            target.endRecord();
        }
        inMemory = new ArrayList<>();
        long freed = bytes;
        bytes = 0;
        return freed;
    }

    /** All values; nothing is added any more. */
    Iterable<@Nullable Object> finish() {
        if (writer == null) {
            return inMemory;
        }
        toDisk();
        return new DiskValues(space, writer.finish());
    }
}
