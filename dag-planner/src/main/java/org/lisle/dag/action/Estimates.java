package org.lisle.dag.action;

import org.lisle.api.BoundedDouble;
import org.lisle.api.StatCounter;

/**
 * Values of a whole dataset out of a share of its partitions, as if each record had been seen with that share as its chance. Partitions that
 * differ much from each other make the bounds too narrow.
 *
 * @param share of the partitions that were seen, above 0; 1 when it is all
 * @param confidence the probability that bounds are to hold the value, from 0 to 1
 */
record Estimates(double share, double confidence) {
    private static final BoundedDouble UNKNOWN_COUNT = new BoundedDouble(0, 0, 0, Double.POSITIVE_INFINITY);
    private static final long FEW = 100;

    /** Nothing was seen. */
    static BoundedDouble unknownCount() {
        return UNKNOWN_COUNT;
    }

    static BoundedDouble unknown() {
        return new BoundedDouble(0, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * A count: how many more there are is negative binomial (the failures before the seen ones were met), with mean s (1-p) / p and variance
     * s (1-p) / p^2, and taken as normal.
     */
    BoundedDouble count(long seen) {
        if (share == 1) {
            return BoundedDouble.exact(seen);
        }
        if (seen == 0) {
            return UNKNOWN_COUNT;
        }
        double mean = seen / share;
        double deviation = Math.sqrt(seen * (1 - share)) / share;
        double width = Quantiles.normal((1 + confidence) / 2) * deviation;
        return new BoundedDouble(mean, confidence, Math.max(seen, Math.floor(mean - width)), Math.ceil(mean + width));
    }

    /** A mean, by Student's t for up to 100 values and the normal distribution beyond. */
    BoundedDouble mean(StatCounter seen) {
        if (share == 1) {
            return BoundedDouble.exact(seen.mean());
        }
        if (seen.count() == 0) {
            return unknown();
        }
        if (seen.count() == 1) {
            return new BoundedDouble(seen.mean(), confidence, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        return around(seen.mean(), seen.sampleVariance() / seen.count(), seen.count());
    }

    /** A sum: the product of the estimated count and mean, whose variances are taken as independent. */
    BoundedDouble sum(StatCounter seen) {
        if (share == 1) {
            return BoundedDouble.exact(seen.sum());
        }
        if (seen.count() == 0) {
            return unknown();
        }
        double count = seen.count() / share;
        if (seen.count() == 1) {
            return new BoundedDouble(
                    count * seen.mean(), confidence, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double countVariance = seen.count() * (1 - share) / (share * share);
        double meanVariance = seen.sampleVariance() / seen.count();
        double variance =
                seen.mean() * seen.mean() * countVariance + count * count * meanVariance + meanVariance * countVariance;
        return around(count * seen.mean(), variance, seen.count());
    }

    private BoundedDouble around(double mean, double variance, long values) {
        double factor =
                values > FEW ? Quantiles.normal((1 + confidence) / 2) : Quantiles.student(confidence, values - 1);
        double width = factor * Math.sqrt(variance);
        return new BoundedDouble(mean, confidence, mean - width, mean + width);
    }
}
