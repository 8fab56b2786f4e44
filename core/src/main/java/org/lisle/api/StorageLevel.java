package org.lisle.api;

import java.io.Serializable;

/**
 * Where the partitions of a persisted dataset are kept.
 *
 * @param useMemory kept in the executor's memory pool while there is room
 * @param useDisk written to the node's local disks when memory has no room (or at once, without memory)
 * @param deserialized kept as objects in memory, not as bytes; always bytes on disk, and in memory where objects of numbers and strings have no
 *     room otherwise
 * @param replication on how many executors, from 1
 */
public record StorageLevel(boolean useMemory, boolean useDisk, boolean deserialized, int replication)
        implements Serializable {
    public static final StorageLevel NONE = new StorageLevel(false, false, false, 1);
    public static final StorageLevel MEMORY_ONLY = new StorageLevel(true, false, true, 1);
    public static final StorageLevel MEMORY_ONLY_2 = new StorageLevel(true, false, true, 2);
    public static final StorageLevel MEMORY_ONLY_SER = new StorageLevel(true, false, false, 1);
    public static final StorageLevel MEMORY_ONLY_SER_2 = new StorageLevel(true, false, false, 2);
    public static final StorageLevel MEMORY_AND_DISK = new StorageLevel(true, true, true, 1);
    public static final StorageLevel MEMORY_AND_DISK_2 = new StorageLevel(true, true, true, 2);
    public static final StorageLevel MEMORY_AND_DISK_SER = new StorageLevel(true, true, false, 1);
    public static final StorageLevel MEMORY_AND_DISK_SER_2 = new StorageLevel(true, true, false, 2);
    public static final StorageLevel DISK_ONLY = new StorageLevel(false, true, false, 1);
    public static final StorageLevel DISK_ONLY_2 = new StorageLevel(false, true, false, 2);
    public static final StorageLevel DISK_ONLY_3 = new StorageLevel(false, true, false, 3);

    /**
     * Executors keep nothing outside of their heap: this is {@link #MEMORY_AND_DISK_SER}, bytes in the executor's memory pool, which go to disk
     * when there is no room. That is what Spark's level of this name promises but for the place.
     */
    public static final StorageLevel OFF_HEAP = MEMORY_AND_DISK_SER;

    public StorageLevel {
        if (replication < 1) {
            throw new IllegalArgumentException("a storage level keeps at least one copy, not " + replication);
        }
    }

    /** Whether anything is kept at all. */
    public boolean isValid() {
        return useMemory || useDisk;
    }

    /** Such as {@code "memory, disk, deserialized, 2x"}. */
    public String description() {
        if (!isValid()) {
            return "none";
        }
        var text = new StringBuilder();
        text.append(useMemory ? useDisk ? "memory, disk" : "memory" : "disk");
        text.append(deserialized ? ", deserialized" : ", serialized");
        return text.append(", ").append(replication).append('x').toString();
    }
}
