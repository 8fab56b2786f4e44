package org.lisle.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function;
import org.lisle.api.function.Predicate;
import org.lisle.dag.action.NumberActions;
import org.lisle.dag.lineage.Node;

/** A dataset of doubles; names and meanings of Spark's JavaDoubleRDD. */
public class DoubleRdd extends Rdd<Double> {
    DoubleRdd(LisleContext context, Node node) {
        super(context, node);
    }

    /** The sum; 0 for no records. Cost: one job; a number for each partition comes back. */
    public double sum() {
        return numbers().sum(node(), site());
    }

    /**
     * Number, mean, variance, least and greatest in one pass.
     * Cost: one job; some numbers for each partition come back.
     */
    public StatCounter stats() {
        return numbers().stats(node(), site());
    }

    /** The mean; 0 for no records. Cost: as {@link #stats}. */
    public double mean() {
        return stats().mean();
    }

    /** {@link #popVariance} under its short name. Cost: as {@link #stats}. */
    public double variance() {
        return stats().variance();
    }

    /** {@link #popStdev} under its short name. Cost: as {@link #stats}. */
    public double stdev() {
        return stats().stdev();
    }

    /** The variance of the records as a whole population; NaN for none. Cost: as {@link #stats}. */
    public double popVariance() {
        return stats().popVariance();
    }

    /** The square root of {@link #popVariance}. Cost: as {@link #stats}. */
    public double popStdev() {
        return stats().popStdev();
    }

    /** The variance estimated from the records as a sample; NaN for fewer than two. Cost: as {@link #stats}. */
    public double sampleVariance() {
        return stats().sampleVariance();
    }

    /** The square root of {@link #sampleVariance}. Cost: as {@link #stats}. */
    public double sampleStdev() {
        return stats().sampleStdev();
    }

    /** As {@link #meanApprox(long, Double)}, with a confidence of 0.95. */
    public PartialResult<BoundedDouble> meanApprox(long timeout) {
        return meanApprox(timeout, 0.95);
    }

    /**
     * What is known of the mean after so many milliseconds: exact when all partitions were seen by then.
     *
     * <p>Source: the values seen are taken for a sample of all; the interval is that of Student's t for up to 100 values, the normal one
     * beyond. Where partitions differ much it is too narrow. Cost: one job, which goes on after the timeout.
     */
    public PartialResult<BoundedDouble> meanApprox(long timeout, Double confidence) {
        return context().actionSet().approximate().mean(node(), site(), Checks.terms(timeout, confidence));
    }

    /** As {@link #sumApprox(long, Double)}, with a confidence of 0.95. */
    public PartialResult<BoundedDouble> sumApprox(long timeout) {
        return sumApprox(timeout, 0.95);
    }

    /** What is known of the sum after so many milliseconds: estimated count times estimated mean; else as {@link #meanApprox(long, Double)}. */
    public PartialResult<BoundedDouble> sumApprox(long timeout, Double confidence) {
        return context().actionSet().approximate().sum(node(), site(), Checks.terms(timeout, confidence));
    }

    /**
     * Buckets of equal width from the least to the greatest value, and how many values fall into each; one bucket when all values are equal.
     * Fails with EMPTY_COLLECTION on no records, with INVALID_ARGUMENT on NaN or infinite ones.
     * Cost: two jobs; so many numbers for each partition come back.
     */
    public Pair<double[], long[]> histogram(int bucketCount) {
        return numbers().histogram(node(), site(), Checks.partitions(bucketCount));
    }

    /**
     * How many values fall into each bucket, given by their bounds in ascending order: a bucket has its lower bound in it, the last also its
     * upper one. What lies outside is not counted; NaN is where it is the last bound, in the last bucket. One bound twice is the bucket of that
     * value. Cost: one job; a search for each value.
     */
    public long[] histogram(double[] buckets) {
        return numbers().histogram(node(), site(), Checks.buckets(buckets), false);
    }

    /**
     * As {@link #histogram(double[])}.
     *
     * @param evenBuckets whether they have the same width, so that none need be searched: the bounds must be finite then
     */
    public long[] histogram(Double[] buckets, boolean evenBuckets) {
        double[] bounds = Arrays.stream(Checks.present(buckets, "the buckets"))
                .mapToDouble(bound -> Checks.present(bound, "a bound of a bucket"))
                .toArray();
        double[] checked = evenBuckets ? Checks.evenBuckets(bounds) : Checks.buckets(bounds);
        return numbers().histogram(node(), site(), checked, evenBuckets);
    }

    /** The least value, NaN only where there is nothing else; fails with EMPTY_COLLECTION for no records. Cost: as {@link #sum}. */
    public double min() {
        return numbers().extreme(node(), site(), false);
    }

    /** The greatest value, which NaN is where there is one; fails with EMPTY_COLLECTION for no records. Cost: as {@link #sum}. */
    public double max() {
        return numbers().extreme(node(), site(), true);
    }

    @Override
    public DoubleRdd filter(Predicate<Double> predicate) {
        return (DoubleRdd) super.filter(predicate);
    }

    @Override
    public DoubleRdd sample(boolean withReplacement, double fraction) {
        return (DoubleRdd) super.sample(withReplacement, fraction);
    }

    @Override
    public DoubleRdd sample(boolean withReplacement, double fraction, long seed) {
        return (DoubleRdd) super.sample(withReplacement, fraction, seed);
    }

    @Override
    public DoubleRdd distinct() {
        return (DoubleRdd) super.distinct();
    }

    @Override
    public DoubleRdd distinct(int numPartitions) {
        return (DoubleRdd) super.distinct(numPartitions);
    }

    @Override
    public DoubleRdd union(Rdd<Double> other) {
        return (DoubleRdd) super.union(other);
    }

    @Override
    public DoubleRdd intersection(Rdd<Double> other) {
        return (DoubleRdd) super.intersection(other);
    }

    @Override
    public DoubleRdd subtract(Rdd<Double> other) {
        return (DoubleRdd) super.subtract(other);
    }

    @Override
    public DoubleRdd subtract(Rdd<Double> other, int numPartitions) {
        return (DoubleRdd) super.subtract(other, numPartitions);
    }

    @Override
    public DoubleRdd subtract(Rdd<Double> other, Partitioner partitioner) {
        return (DoubleRdd) super.subtract(other, partitioner);
    }

    @Override
    public DoubleRdd coalesce(int numPartitions) {
        return (DoubleRdd) super.coalesce(numPartitions);
    }

    @Override
    public DoubleRdd coalesce(int numPartitions, boolean shuffle) {
        return (DoubleRdd) super.coalesce(numPartitions, shuffle);
    }

    @Override
    public DoubleRdd repartition(int numPartitions) {
        return (DoubleRdd) super.repartition(numPartitions);
    }

    @Override
    public <S> DoubleRdd sortBy(Function<Double, S> key, boolean ascending, int numPartitions) {
        return (DoubleRdd) super.sortBy(key, ascending, numPartitions);
    }

    @Override
    public DoubleRdd cache() {
        return (DoubleRdd) super.cache();
    }

    @Override
    public DoubleRdd persist(StorageLevel level) {
        return (DoubleRdd) super.persist(level);
    }

    @Override
    public DoubleRdd unpersist() {
        return (DoubleRdd) super.unpersist();
    }

    @Override
    public DoubleRdd unpersist(boolean blocking) {
        return (DoubleRdd) super.unpersist(blocking);
    }

    @Override
    public DoubleRdd setName(@Nullable String name) {
        return (DoubleRdd) super.setName(name);
    }

    private NumberActions numbers() {
        return context().actionSet().numbers();
    }

    @Override
    DoubleRdd same(Node made) {
        return doubles(made);
    }
}
