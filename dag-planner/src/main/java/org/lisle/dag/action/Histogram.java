package org.lisle.dag.action;

import java.util.Arrays;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** How many values fall into each bucket: from its lower bound, included, to its upper one, which only the last includes. */
final class Histogram implements RecordCollector<Double, long[]> {
    private final double[] bounds;
    private final boolean even;
    private final long[] counts;

    private Histogram(double[] bounds, boolean even) {
        this.bounds = bounds;
        this.even = even;
        this.counts = new long[bounds.length - 1];
    }

    /** @param even whether the buckets have the same width: then they are computed, not searched */
    static StageOutput factory(double[] bounds, boolean even) {
        double[] copy = bounds.clone();
        CollectorFactory<Double, long[]> collector = context -> new Histogram(copy, even);
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(Double value) {
        double first = bounds[0];
        double last = bounds[counts.length];
        if (value >= first && value <= last) {
            counts[even ? computed(value, first, last) : searched(value)]++;
        }
        return true;
    }

    private int computed(double value, double first, double last) {
        return last == first
                ? 0
                : Math.min((int) ((value - first) / (last - first) * counts.length), counts.length - 1);
    }

    private int searched(double value) {
        int found = Arrays.binarySearch(bounds, value);
        return Math.min(found >= 0 ? found : -found - 2, counts.length - 1);
    }

    @Override
    public long[] result() {
        return counts;
    }
}
