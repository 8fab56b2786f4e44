package org.lisle.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Decides which partition a key belongs to. Two equal partitioners place equal keys in the same partition, so that what is partitioned
 * by one needs no shuffle for the other; implement {@code equals} and {@code hashCode}.
 *
 * <p>Must be deterministic, and depend on nothing but the key: the same key gives the same partition in every process.
 */
public abstract class Partitioner implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Above 0. */
    public abstract int numPartitions();

    /** From 0 to {@code numPartitions() - 1}. */
    public abstract int getPartition(@Nullable Object key);

    @Override
    public abstract boolean equals(@Nullable Object other);

    @Override
    public abstract int hashCode();
}
