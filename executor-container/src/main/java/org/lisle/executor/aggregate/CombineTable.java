package org.lisle.executor.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.record.ObjectSizes;
import org.lisle.executor.record.SizeEstimator;
import org.lisle.executor.table.KeyTable;
import org.lisle.executor.table.PackedTable;
import org.lisle.executor.table.WaitingPairs;

/**
 * Keys with their combined values, and an estimate of the bytes they take. Small keys are in a {@link PackedTable}, all others in a
 * {@link KeyTable}, and those on their way into the first are {@link WaitingPairs}; a position below the first one's capacity is a slot of the first, any other one of the second. A combiner that can grow
 * is measured before and after one merge in {@value #EVERY}: what it grew by then counts for all of them. Confined to one thread.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class CombineTable {
    private static final int EVERY = 8;

    private final PackedTable small = new PackedTable();
    private final WaitingPairs waiting = new WaitingPairs(small);
    private final KeyTable<@Nullable Object> large = new KeyTable<>();
    private final @Nullable Function<@Nullable Object, @Nullable Object> create;
    private final Function2<@Nullable Object, @Nullable Object, @Nullable Object> merge;
    private final SizeEstimator keySizes = new SizeEstimator();
    private final SizeEstimator valueSizes = new SizeEstimator();
    private long contentBytes;
    private int merges;

    /** @param combined whether the values that come are combiners already */
    @SuppressWarnings("unchecked")
    CombineTable(Aggregator<?, ?> aggregator, boolean combined) {
        var typed = (Aggregator<@Nullable Object, @Nullable Object>) aggregator;
        this.create = combined ? null : typed.createCombiner();
        this.merge = combined ? typed.mergeCombiners() : typed.mergeValue();
    }

    /**
     * Takes a pair; false, without having taken it, when the table must {@link #grow} or be cleared before. What was taken is not all in
     * the table until {@link #settle} says so.
     */
    boolean add(@Nullable Object key, @Nullable Object value) throws Exception {
        if (waiting.isFull() && !settle()) {
            return false;
        }
        if (!small.want(key)) {
            return addLarge(key, KeyTable.hash(key), value);
        }
        waiting.add(value);
        return true;
    }

    /** Combines all that was taken; false when a key of it is new and the table must {@link #grow} or be cleared before it goes on. */
    boolean settle() throws Exception {
        waiting.fetch();
        while (waiting.wantFirst()) {
            int slot = small.find();
            if (slot >= 0) {
                mergeSmall(slot, waiting.firstValue());
            } else if (small.isFull()) {
                return false;
            } else {
                insertSmall(slot, created(waiting.firstValue()));
            }
            waiting.removeFirst();
        }
        return true;
    }

    private void insertSmall(int absent, @Nullable Object combiner) {
        small.insert(absent, combiner);
        if (small.hasObject(-1 - absent)) {
            contentBytes += valueSizes.of(combiner);
        }
    }

    private void mergeSmall(int slot, @Nullable Object value) throws Exception {
        Object before = small.value(slot);
        if (small.hasObject(slot)) {
            small.setValue(slot, measured(before, value));
            return;
        }
        Object after = merge.call(before, value);
        small.setValue(slot, after);
        if (small.hasObject(slot)) {
            contentBytes += valueSizes.of(after);
        }
    }

    private boolean addLarge(@Nullable Object key, int hash, @Nullable Object value) throws Exception {
        int slot = large.find(key, hash);
        if (slot >= 0) {
            large.setValue(slot, measured(large.value(slot), value));
            return true;
        }
        if (large.isFull()) {
            return false;
        }
        Object combiner = created(value);
        large.insert(slot, key, hash, combiner);
        contentBytes += keySizes.of(key) + valueSizes.of(combiner);
        return true;
    }

    private @Nullable Object created(@Nullable Object value) throws Exception {
        return create == null ? value : create.call(value);
    }

    private @Nullable Object measured(@Nullable Object before, @Nullable Object value) throws Exception {
        if (ObjectSizes.isFixed(before) || merges++ % EVERY != 0) {
            return merge.call(before, value);
        }
        long bytesBefore = ObjectSizes.of(before);
        Object after = merge.call(before, value);
        contentBytes = Math.max(0, contentBytes + EVERY * (ObjectSizes.of(after) - bytesBefore));
        return after;
    }

    /** Makes room for more keys. */
    void grow() {
        if (small.isFull()) {
            small.grow();
        }
        if (large.isFull()) {
            large.grow();
        }
    }

    int size() {
        return small.size() + large.size();
    }

    long bytes() {
        return contentBytes + small.bytes() + large.bytes();
    }

    /** What it takes while it grows. */
    long bytesToGrow() {
        return bytes() + (small.isFull() ? small.bytesToGrow() : 0) + (large.isFull() ? large.bytesToGrow() : 0);
    }

    /** The end of the positions. */
    int capacity() {
        return small.capacity() + large.capacity();
    }

    boolean isUsed(int position) {
        return isSmall(position) ? small.isUsed(position) : large.isUsed(position - small.capacity());
    }

    @Nullable
    Object key(int position) {
        return isSmall(position) ? small.key(position) : large.key(position - small.capacity());
    }

    @Nullable
    Object value(int position) {
        return isSmall(position) ? small.value(position) : large.value(position - small.capacity());
    }

    /** A number that is the same for equal keys in all tables. */
    int hashAt(int position) {
        return isSmall(position) ? small.hashAt(position) : large.hashAt(position - small.capacity());
    }

    /** Takes an entry out of reach; the table is only read to its end after that. */
    void drop(int position) {
        if (isSmall(position)) {
            small.drop(position);
        } else {
            large.drop(position - small.capacity());
        }
    }

    /** The used positions from one on, ordered by hash as a signed number. */
    int[] positionsByHash(int from) {
        long[] order = new long[size()];
        int count = 0;
        for (int position = from; position < capacity(); position++) {
            if (isUsed(position)) {
                order[count++] = (long) hashAt(position) << 32 | position;
            }
        }
        Arrays.sort(order, 0, count);
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = (int) order[i];
        }
        return positions;
    }

    /** Forgets the entries, not what waits. */
    void clear() {
        small.clear();
        large.clear();
        contentBytes = 0;
    }

    private boolean isSmall(int position) {
        return position < small.capacity();
    }
}
