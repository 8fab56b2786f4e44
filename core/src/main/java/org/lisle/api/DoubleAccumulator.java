package org.lisle.api;

/** Sum and number of floating-point numbers. */
public final class DoubleAccumulator extends Accumulator<Double, Double> {
    private static final long serialVersionUID = 1L;

    private double sum;
    private long count;

    @Override
    public boolean isZero() {
        return sum == 0 && count == 0;
    }

    @Override
    public DoubleAccumulator copy() {
        var copy = new DoubleAccumulator();
        copy.sum = sum;
        copy.count = count;
        return copy;
    }

    @Override
    public void reset() {
        sum = 0;
        count = 0;
    }

    @Override
    public void add(Double value) {
        add(value.doubleValue());
    }

    public void add(double value) {
        sum += value;
        count++;
    }

    @Override
    public void merge(Accumulator<Double, Double> other) {
        var that = (DoubleAccumulator) other;
        sum += that.sum;
        count += that.count;
    }

    /** The sum. */
    @Override
    public Double value() {
        return sum;
    }

    public double sum() {
        return sum;
    }

    /** How many numbers were added. */
    public long count() {
        return count;
    }

    /** NaN when nothing was added. */
    public double avg() {
        return count == 0 ? Double.NaN : sum / count;
    }
}
