package org.lisle.api;

/** Sum and number of whole numbers. */
public final class LongAccumulator extends Accumulator<Long, Long> {
    private static final long serialVersionUID = 1L;

    private long sum;
    private long count;

    @Override
    public boolean isZero() {
        return sum == 0 && count == 0;
    }

    @Override
    public LongAccumulator copy() {
        var copy = new LongAccumulator();
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
    public void add(Long value) {
        add(value.longValue());
    }

    public void add(long value) {
        sum += value;
        count++;
    }

    @Override
    public void merge(Accumulator<Long, Long> other) {
        var that = (LongAccumulator) other;
        sum += that.sum;
        count += that.count;
    }

    /** The sum. */
    @Override
    public Long value() {
        return sum;
    }

    public long sum() {
        return sum;
    }

    /** How many numbers were added. */
    public long count() {
        return count;
    }

    /** NaN when nothing was added. */
    public double avg() {
        return count == 0 ? Double.NaN : (double) sum / count;
    }
}
