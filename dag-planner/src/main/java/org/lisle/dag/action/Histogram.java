package org.lisle.dag.action;

import java.util.Arrays;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/**
 * How many values fall into each bucket: from its lower bound, included, to its upper one, which only the last includes. NaN is above all other
 * values, and the negative zero is the zero.
 */
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
        double[] copy = Arrays.stream(bounds).map(Histogram::plainZero).toArray();
        CollectorFactory<Double, long[]> collector = context -> new Histogram(copy, even);
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(Double value) {
        double found = plainZero(value);
        if (even) {
            compute(found);
        } else {
            search(found);
        }
        return true;
    }

    private void compute(double value) {
        double first = bounds[0];
        double last = bounds[counts.length];
        if (value >= first && value <= last) {
            int bucket = last == first ? 0 : (int) ((value - first) / (last - first) * counts.length);
            counts[Math.min(bucket, counts.length - 1)]++;
        }
    }

    private void search(double value) {
        if (Double.compare(value, bounds[0]) >= 0 && Double.compare(value, bounds[counts.length]) <= 0) {
            int found = Arrays.binarySearch(bounds, value);
            counts[Math.min(found >= 0 ? found : -found - 2, counts.length - 1)]++;
        }
    }

    private static double plainZero(double value) {
        return value == 0 ? 0.0 : value;
    }

    @Override
    public long[] result() {
        return counts;
    }
}
