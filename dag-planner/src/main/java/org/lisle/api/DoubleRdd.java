package org.lisle.api;

import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function;
import org.lisle.api.function.Predicate;
import org.lisle.dag.lineage.Node;

/** A dataset of doubles; names and meanings of Spark's JavaDoubleRDD. */
public class DoubleRdd extends Rdd<Double> {
    DoubleRdd(LisleContext context, Node node) {
        super(context, node);
    }

    /** The sum; 0 for no records. Cost: one job; a number for each partition comes back. */
    public double sum() {
        return actions().sum(node(), site());
    }

    /** The mean; NaN for no records. Cost: as {@link #sum}. */
    public double mean() {
        return actions().mean(node(), site());
    }

    /** The least value; fails with EMPTY_COLLECTION for no records. Cost: as {@link #sum}. */
    public double min() {
        return actions().reduce(node(), site(), Double::min);
    }

    /** The greatest value; fails with EMPTY_COLLECTION for no records. Cost: as {@link #sum}. */
    public double max() {
        return actions().reduce(node(), site(), Double::max);
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

    @Override
    DoubleRdd same(Node made) {
        return doubles(made);
    }
}
