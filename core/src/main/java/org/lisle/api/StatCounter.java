package org.lisle.api;

import java.io.Serializable;

/**
 * Number, mean, variance, least and greatest of doubles, in one pass, mergeable.
 *
 * <p>The mean and the sum of squared differences from it are kept up to date with each value (Welford 1962), and merged as Chan, Golub and
 * LeVeque (1979) do, which loses no precision where a plain sum of squares does. Confined to one thread.
 */
public final class StatCounter implements Serializable {
    private static final long serialVersionUID = 1L;

    private long count;
    private double mean;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    public StatCounter() {}

    /** Of these values. */
    public StatCounter(Iterable<Double> values) {
        values.forEach(this::merge);
    }

    /** Adds a value. Returns this. */
    public StatCounter merge(double value) {
        double difference = value - mean;
        count++;
        mean += difference / count;
        squares += difference * (value - mean);
        min = Math.min(min, value);
        max = Math.max(max, value);
        return this;
    }

    /** Adds all that the other counted, which stays as it is. Returns this. */
    public StatCounter merge(StatCounter other) {
        if (other == this) {
            return merge(other.copy());
        }
        if (other.count > 0) {
            double difference = other.mean - mean;
            long all = count + other.count;
            squares += other.squares + difference * difference * ((double) count / all) * other.count;
            mean = count == 0 ? other.mean : mean + difference * ((double) other.count / all);
            count = all;
            min = Math.min(min, other.min);
            max = Math.max(max, other.max);
        }
        return this;
    }

    public StatCounter copy() {
        StatCounter copy = new StatCounter();
        copy.count = count;
        copy.mean = mean;
        copy.squares = squares;
        copy.min = min;
        copy.max = max;
        return copy;
    }

    public long count() {
        return count;
    }

    /** 0 for no values. */
    public double mean() {
        return mean;
    }

    public double sum() {
        return count * mean;
    }

    /** Positive infinity for no values. */
    public double min() {
        return min;
    }

    /** Negative infinity for no values. */
    public double max() {
        return max;
    }

    /** {@link #popVariance} under its short name. */
    public double variance() {
        return popVariance();
    }

    /** Of the values as a whole population, divided by their number; NaN for no values. */
    public double popVariance() {
        return count == 0 ? Double.NaN : squares / count;
    }

    /** Of the values as a sample, divided by their number less 1; NaN for fewer than two values. */
    public double sampleVariance() {
        return count <= 1 ? Double.NaN : squares / (count - 1);
    }

    /** {@link #popStdev} under its short name. */
    public double stdev() {
        return popStdev();
    }

    public double popStdev() {
        return Math.sqrt(popVariance());
    }

    public double sampleStdev() {
        return Math.sqrt(sampleVariance());
    }

    @Override
    public String toString() {
        return "(count: " + count + ", mean: " + mean + ", stdev: " + stdev() + ", max: " + max + ", min: " + min + ")";
    }
}
