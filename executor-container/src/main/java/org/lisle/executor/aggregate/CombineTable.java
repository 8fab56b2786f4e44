package org.lisle.executor.aggregate;

import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.record.ObjectSizes;
import org.lisle.executor.record.SizeEstimator;
import org.lisle.executor.table.KeyTable;

/**
 * Keys with their combined values, and an estimate of the bytes they take. A combiner that can grow is measured before and after one merge
 * in {@value #EVERY}: what it grew by then counts for all of them. Confined to one thread.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class CombineTable {
    private static final int EVERY = 8;

    private final KeyTable<@Nullable Object> table = new KeyTable<>();
    private final Aggregator<@Nullable Object, @Nullable Object> aggregator;
    private final boolean combined;
    private final SizeEstimator keySizes = new SizeEstimator();
    private final SizeEstimator valueSizes = new SizeEstimator();
    private long contentBytes;
    private int merges;

    /** @param combined whether the values that come are combiners already */
    @SuppressWarnings("unchecked")
    CombineTable(Aggregator<?, ?> aggregator, boolean combined) {
        this.aggregator = (Aggregator<@Nullable Object, @Nullable Object>) aggregator;
        this.combined = combined;
    }

    KeyTable<@Nullable Object> entries() {
        return table;
    }

    /** Whether the key is new and there is no room for it before the table grows. */
    boolean mustGrowFor(@Nullable Object key, int hash) {
        return table.isFull() && table.find(key, hash) < 0;
    }

    void add(@Nullable Object key, int hash, @Nullable Object value) throws Exception {
        int slot = table.find(key, hash);
        if (slot >= 0) {
            merge(slot, value);
            return;
        }
        if (table.isFull()) {
            table.grow();
            slot = table.find(key, hash);
        }
        Object combiner = combined ? value : aggregator.createCombiner().call(value);
        table.insert(slot, key, hash, combiner);
        contentBytes += keySizes.of(key) + valueSizes.of(combiner);
    }

    private void merge(int slot, @Nullable Object value) throws Exception {
        Object before = table.value(slot);
        if (ObjectSizes.isFixed(before) || merges++ % EVERY != 0) {
            table.setValue(slot, merged(before, value));
            return;
        }
        long bytesBefore = ObjectSizes.of(before);
        Object after = merged(before, value);
        table.setValue(slot, after);
        contentBytes = Math.max(0, contentBytes + EVERY * (ObjectSizes.of(after) - bytesBefore));
    }

    private @Nullable Object merged(@Nullable Object combiner, @Nullable Object value) throws Exception {
        return combined
                ? aggregator.mergeCombiners().call(combiner, value)
                : aggregator.mergeValue().call(combiner, value);
    }

    int size() {
        return table.size();
    }

    long bytes() {
        return contentBytes + table.bytes();
    }

    /** What it takes while it grows. */
    long bytesToGrow() {
        return bytes() + table.bytesToGrow();
    }

    void clear() {
        table.clear();
        contentBytes = 0;
    }
}
