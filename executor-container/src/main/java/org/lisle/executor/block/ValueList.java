package org.lisle.executor.block;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.id.BlockId;
import org.lisle.executor.record.ObjectSizes;

/**
 * Objects of a block that is being made, and a guess of their size from a sample: each of the first values is measured, then ever fewer.
 * (The idea is Spark's SizeTracker.) Confined to one thread.
 */
final class ValueList {
    private static final double SAMPLE_GROWTH = 1.1;
    private static final int REFERENCE_BYTES = 8;

    private final BlockId id;
    private final StorageBudget budget;
    private final List<@Nullable Object> values = new ArrayList<>();
    private long sampledBytes;
    private long sampledValues;
    private long nextSample = 1;
    private long reserved;

    ValueList(BlockId id, StorageBudget budget) {
        this.id = id;
        this.budget = budget;
    }

    /** Adds a value, in any case; false when there is no memory for it. */
    boolean add(@Nullable Object value) {
        values.add(value);
        if (values.size() >= nextSample) {
            sampledBytes += ObjectSizes.of(value);
            sampledValues++;
            nextSample = (long) Math.ceil(values.size() * SAMPLE_GROWTH) + (values.size() < 8 ? 0 : 1);
        }
        long estimated = estimate();
        if (estimated <= reserved) {
            return true;
        }
        long more = estimated - reserved + Math.max(budget.pageBytes(), estimated / 4);
        if (!budget.take(more, id)) {
            return false;
        }
        reserved += more;
        return true;
    }

    List<@Nullable Object> values() {
        return values;
    }

    /** The whole; its size stays taken from the budget. */
    BlockContent finish() {
        long size = Math.min(estimate(), reserved);
        budget.release(reserved - size);
        reserved = 0;
        return new BlockContent.Values(values, size);
    }

    /** Gives half of the memory back, for those bytes that are to take the values' place. */
    void releaseHalf() {
        long half = reserved / 2;
        budget.release(half);
        reserved -= half;
    }

    void discard() {
        budget.release(reserved);
        reserved = 0;
    }

    private long estimate() {
        long each = sampledValues == 0 ? 0 : sampledBytes / sampledValues;
        return values.size() * (each + REFERENCE_BYTES);
    }
}
