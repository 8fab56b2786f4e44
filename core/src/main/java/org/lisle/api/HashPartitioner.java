package org.lisle.api;

import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Places a key by its {@code hashCode}, null at 0. Keys need a {@code hashCode} that is the same in every process: arrays and enums have
 * none, and are refused with INVALID_ARGUMENT.
 */
public final class HashPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    public HashPartitioner(int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("a HashPartitioner needs at least one partition, not " + partitions);
        }
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(@Nullable Object key) {
        if (key == null) {
            return 0;
        }
        if (key instanceof Enum<?> || key.getClass().isArray()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "keys of type " + key.getClass().getTypeName()
                            + " cannot be placed by their hashCode, which is another one in every process",
                    key instanceof Enum<?>
                            ? "use the name() of the enum as key"
                            : "use what equals compares by content as key, such as a String or a List");
        }
        return Math.floorMod(key.hashCode(), partitions);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HashPartitioner that && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
        return partitions;
    }

    @Override
    public String toString() {
        return "hash(" + partitions + ")";
    }
}
