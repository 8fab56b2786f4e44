package org.lisle.api;

import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Places a key by its {@code hashCode}, null at 0. Keys need a {@code hashCode} that is the same in every process. Enum constants have none:
 * they are placed by their names, also within pairs; in other classes of the program that hold them {@code hashCode} must not
 * depend on theirs. Arrays have neither {@code hashCode} nor {@code equals} of their content and are refused with INVALID_ARGUMENT.
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
        return Math.floorMod(stableHash(key), partitions);
    }

    private static int stableHash(@Nullable Object key) {
        if (key == null) {
            return 0;
        }
        if (key instanceof Enum<?> constant) {
            return constant.name().hashCode();
        }
        if (key instanceof Pair<?, ?> pair) {
            return 31 * stableHash(pair.key()) + stableHash(pair.value());
        }
        if (key.getClass().isArray()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "keys of type " + key.getClass().getTypeName()
                            + " cannot be placed by their hashCode, which is another one in every process",
                    "use what equals compares by content as key, such as a String or a List");
        }
        return key.hashCode();
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
