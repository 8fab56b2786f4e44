package org.lisle.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places keys by ranges, so that the partitions one after the other are in order. Keys up to and including the first bound are in
 * partition 0, and so on; descending, the last range comes first. The keys and the order must be serialisable.
 */
public final class RangePartitioner<K extends @Nullable Object> extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final Object[] bounds;
    private final Comparator<K> order;
    private final boolean ascending;
    private final int partitions;

    /** @param bounds in the order of {@code order}, without equal ones; n bounds make n + 1 partitions */
    public RangePartitioner(List<K> bounds, Comparator<K> order, boolean ascending) {
        this(bounds, order, ascending, bounds.size() + 1);
    }

    /** @param partitions at least one more than bounds; those for which there are no bounds stay empty, at the end */
    public RangePartitioner(List<K> bounds, Comparator<K> order, boolean ascending, int partitions) {
        if (partitions <= bounds.size()) {
            throw new IllegalArgumentException(
                    bounds.size() + " bounds are too many for " + partitions + " partitions");
        }
        this.partitions = partitions;
        this.bounds = bounds.toArray();
        this.order = order;
        this.ascending = ascending;
    }

    /** A key that was drawn, and how many keys it stands for. */
    public record Sample<K extends @Nullable Object>(K key, double weight) {}

    /**
     * Chooses bounds that give ranges of about the same weight. Keys that are very frequent give fewer ranges than were asked for, because
     * equal keys are never divided.
     *
     * <p>The algorithm is the one of Spark's RangePartitioner ({@code determineBounds}): go through the sorted samples adding up weights,
     * and set a bound at each multiple of the total weight divided by the number of partitions.
     *
     * @param partitions wanted, from 1
     * @return at most {@code partitions - 1} keys, ascending, each once
     */
    public static <K extends @Nullable Object> List<K> boundsOf(
            List<Sample<K>> samples, int partitions, Comparator<K> order) {
        List<Sample<K>> sorted = new ArrayList<>(samples);
        sorted.sort((a, b) -> order.compare(a.key(), b.key()));
        double total = 0;
        for (Sample<K> sample : sorted) {
            total += sample.weight();
        }
        double step = total / partitions;
        double passed = 0;
        double target = step;
        List<K> bounds = new ArrayList<>();
        for (Sample<K> sample : sorted) {
            passed += sample.weight();
            if (passed < target || bounds.size() == partitions - 1) {
                continue;
            }
            if (bounds.isEmpty() || order.compare(sample.key(), bounds.get(bounds.size() - 1)) > 0) {
                bounds.add(sample.key());
                target += step;
            }
        }
        return bounds;
    }

    /** The bounds, ascending. */
    @SuppressWarnings("unchecked")
    public List<K> bounds() {
        return (List<K>) Arrays.asList(bounds.clone());
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    @SuppressWarnings("unchecked")
    public int getPartition(@Nullable Object key) {
        int low = 0;
        int high = bounds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.compare((K) key, (K) bounds[middle]) > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return ascending ? low : bounds.length - low;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RangePartitioner<?> that
                && that.ascending == ascending
                && that.partitions == partitions
                && that.order.equals(order)
                && Arrays.equals(that.bounds, bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds) * 31 + Boolean.hashCode(ascending);
    }

    @Override
    public String toString() {
        return "range(" + numPartitions() + (ascending ? ")" : ", descending)");
    }
}
