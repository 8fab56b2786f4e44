package org.lisle.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.Predicate;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.io.DataSink;
import org.lisle.core.operator.Aggregator;
import org.lisle.dag.action.ApproximateActions;
import org.lisle.dag.lineage.Aggregators;
import org.lisle.dag.lineage.Functions;
import org.lisle.dag.lineage.Joins;
import org.lisle.dag.lineage.KeySampling;
import org.lisle.dag.lineage.Keyed;
import org.lisle.dag.lineage.Memo;
import org.lisle.dag.lineage.Narrow;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Partitioning;
import org.lisle.dag.lineage.RangeFilter;

/**
 * A dataset of pairs, with the operations by key; names and meanings of Spark's JavaPairRDD.
 *
 * <p>Where an operation takes neither a number of partitions nor a partitioner, keys go where the parent with the most partitions has them
 * already; else by hash into {@code lisle.default.parallelism} partitions, or as many as the largest parent has. A parent that lies as
 * wanted is not shuffled: that is the cost "shuffle" below unless partitioned alike. Keys need {@code equals} and {@code hashCode} that are
 * the same in every process; arrays are refused when the job runs, and enum constants are placed by their names. Null keys are allowed except
 * where keys are sorted in their natural order.
 */
public class PairRdd<K, V> extends Rdd<Pair<K, V>> {
    PairRdd(LisleContext context, Node node) {
        super(context, node);
    }

    /** Pairs seen as such. Cost: none; it is the same dataset. */
    public static <K, V> PairRdd<K, V> fromJavaRDD(Rdd<Pair<K, V>> rdd) {
        return rdd instanceof PairRdd<K, V> pairs ? pairs : new PairRdd<>(rdd.context(), rdd.node());
    }

    // ---------------------------------------------------------------- values and keys

    /** Each value through the function. Cost: narrow; keys stay where they are. */
    public <U> PairRdd<K, U> mapValues(Function<V, U> function) {
        return pairs(Narrow.mapValues(node(), site(), Checks.function(function)));
    }

    /** Each value to any number of values under its key. Cost: narrow; keys stay where they are. */
    public <U> PairRdd<K, U> flatMapValues(FlatMapFunction<V, U> function) {
        return pairs(Narrow.flatMapValues(node(), site(), Checks.function(function)));
    }

    /** The keys, as often as they occur. Cost: narrow. */
    public Rdd<K> keys() {
        return rdd(Narrow.map(node(), site(), Functions.key()));
    }

    /** The values. Cost: narrow. */
    public Rdd<V> values() {
        return rdd(Narrow.map(node(), site(), Functions.value()));
    }

    /** The pairs whose keys lie from {@code lower} to {@code upper} in their natural order, both included. Cost: as in another order. */
    public PairRdd<K, V> filterByRange(K lower, K upper) {
        return filterByRange(SerializableComparator.naturalOrder(), lower, upper);
    }

    /**
     * As {@link #filterByRange(Object, Object)}, in an order of the program's, which must be that of the sort where there was one.
     * Cost: narrow; where keys lie by ranges, as after a sort, partitions outside of the range are empty tasks that read nothing.
     */
    public PairRdd<K, V> filterByRange(Comparator<K> order, K lower, K upper) {
        return pairs(RangeFilter.of(node(), site(), Checks.order(order), lower, upper));
    }

    /** As {@link #sampleByKey(boolean, Map, long)}, with a seed that follows from the dataset's place in the program. */
    public PairRdd<K, V> sampleByKey(boolean withReplacement, Map<K, Double> fractions) {
        return sampleByKey(withReplacement, fractions, id());
    }

    /**
     * A random part of the values of each key: each with the key's fraction as its chance, with replacement a Poisson number of times with
     * that mean. Of n values about {@code fraction * n} are taken, with a standard deviation of at most {@code sqrt(fraction * n)}. A key
     * without a fraction fails the task with INVALID_ARGUMENT. Cost: narrow; keys stay where they are.
     */
    public PairRdd<K, V> sampleByKey(boolean withReplacement, Map<K, Double> fractions, long seed) {
        return pairs(KeySampling.byChance(node(), site(), withReplacement, Checks.fractions(fractions), seed));
    }

    /** As {@link #sampleByKeyExact(boolean, Map, long)}, with a seed that follows from the dataset's place in the program. */
    public PairRdd<K, V> sampleByKeyExact(boolean withReplacement, Map<K, Double> fractions) {
        return sampleByKeyExact(withReplacement, fractions, id());
    }

    /**
     * As {@link #sampleByKey(boolean, Map, long)}, but of n values exactly {@code ceil(fraction * n)} are taken, all n at most without
     * replacement; every choice of so many is equally likely (selection sampling, Fan, Muller and Rezucha 1962).
     * Cost: a shuffle of everything unless keys lie together already; each task goes through the values of a key twice, from disk where they
     * are many.
     */
    public PairRdd<K, V> sampleByKeyExact(boolean withReplacement, Map<K, Double> fractions, long seed) {
        return pairs(KeySampling.exactly(node(), site(), withReplacement, Checks.fractions(fractions), seed));
    }

    // ---------------------------------------------------------------- one value for each key

    /** The values of each key reduced to one; associative and commutative. Cost: a shuffle, combined before it. */
    public PairRdd<K, V> reduceByKey(Function2<V, V, V> function) {
        return combined(Aggregators.reduce(Checks.function(function)), byDefault(), true);
    }

    /** As {@link #reduceByKey(Function2)}, by hash into so many partitions. */
    public PairRdd<K, V> reduceByKey(Function2<V, V, V> function, int numPartitions) {
        return combined(Aggregators.reduce(Checks.function(function)), byHash(numPartitions), true);
    }

    /** As {@link #reduceByKey(Function2)}, placed by the partitioner. */
    public PairRdd<K, V> reduceByKey(Partitioner partitioner, Function2<V, V, V> function) {
        return combined(Aggregators.reduce(Checks.function(function)), by(partitioner), true);
    }

    /**
     * As {@link #reduceByKey(Function2)}, starting from a neutral value: a new copy for each key in each partition.
     * Cost: a shuffle, combined before it.
     */
    public PairRdd<K, V> foldByKey(V zero, Function2<V, V, V> function) {
        Function2<V, V, V> checked = Checks.function(function);
        return combined(aggregator(zero, checked, checked), byDefault(), true);
    }

    /** As {@link #foldByKey(Object, Function2)}, by hash into so many partitions. */
    public PairRdd<K, V> foldByKey(V zero, int numPartitions, Function2<V, V, V> function) {
        Function2<V, V, V> checked = Checks.function(function);
        return combined(aggregator(zero, checked, checked), byHash(numPartitions), true);
    }

    /** As {@link #foldByKey(Object, Function2)}, placed by the partitioner. */
    public PairRdd<K, V> foldByKey(V zero, Partitioner partitioner, Function2<V, V, V> function) {
        Function2<V, V, V> checked = Checks.function(function);
        return combined(aggregator(zero, checked, checked), by(partitioner), true);
    }

    /**
     * A value of another type for each key; the functions may change and return their first argument, which starts as a new copy of
     * {@code zero} for each key in each partition.
     * Cost: a shuffle, combined before it.
     */
    public <U> PairRdd<K, U> aggregateByKey(U zero, Function2<U, V, U> addValue, Function2<U, U, U> merge) {
        return combined(aggregator(zero, Checks.function(addValue), Checks.function(merge)), byDefault(), true);
    }

    /** As {@link #aggregateByKey(Object, Function2, Function2)}, by hash into so many partitions. */
    public <U> PairRdd<K, U> aggregateByKey(
            U zero, int numPartitions, Function2<U, V, U> addValue, Function2<U, U, U> merge) {
        return combined(
                aggregator(zero, Checks.function(addValue), Checks.function(merge)), byHash(numPartitions), true);
    }

    /** As {@link #aggregateByKey(Object, Function2, Function2)}, placed by the partitioner. */
    public <U> PairRdd<K, U> aggregateByKey(
            U zero, Partitioner partitioner, Function2<U, V, U> addValue, Function2<U, U, U> merge) {
        return combined(aggregator(zero, Checks.function(addValue), Checks.function(merge)), by(partitioner), true);
    }

    /**
     * A combined value for each key: made from a first value, values merged into it, combined values merged with each other; the functions
     * may change and return their first argument.
     * Cost: a shuffle, combined before it.
     */
    public <C> PairRdd<K, C> combineByKey(
            Function<V, C> create, Function2<C, V, C> mergeValue, Function2<C, C, C> mergeCombiners) {
        return combined(Aggregators.of(create, mergeValue, mergeCombiners, Checks::function), byDefault(), true);
    }

    /** As {@link #combineByKey(Function, Function2, Function2)}, by hash into so many partitions. */
    public <C> PairRdd<K, C> combineByKey(
            Function<V, C> create,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            int numPartitions) {
        return combined(
                Aggregators.of(create, mergeValue, mergeCombiners, Checks::function), byHash(numPartitions), true);
    }

    /** As {@link #combineByKey(Function, Function2, Function2)}, placed by the partitioner. */
    public <C> PairRdd<K, C> combineByKey(
            Function<V, C> create,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Partitioner partitioner) {
        return combineByKey(create, mergeValue, mergeCombiners, partitioner, true);
    }

    /**
     * As {@link #combineByKey(Function, Function2, Function2)}.
     *
     * @param mapSideCombine whether values are combined before the shuffle, too; without it the shuffle is of all values, and a key that has
     *     most of them is combined by one task
     */
    public <C> PairRdd<K, C> combineByKey(
            Function<V, C> create,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Partitioner partitioner,
            boolean mapSideCombine) {
        return combined(
                Aggregators.of(create, mergeValue, mergeCombiners, Checks::function), by(partitioner), mapSideCombine);
    }

    /** As {@link #countApproxDistinctByKey(double, Partitioner)}, where keys go by default. */
    public PairRdd<K, Long> countApproxDistinctByKey(double relativeSD) {
        return sketched(relativeSD, byDefault());
    }

    /** As {@link #countApproxDistinctByKey(double, Partitioner)}, by hash into so many partitions. */
    public PairRdd<K, Long> countApproxDistinctByKey(double relativeSD, int numPartitions) {
        return sketched(relativeSD, byHash(numPartitions));
    }

    /**
     * About how many different values each key has; source and error as of {@link #countApproxDistinct}.
     * Cost: a shuffle of a sketch for each key and partition, combined before it: up to {@code 0.8 / relativeSD^2} bytes, less for few values.
     */
    public PairRdd<K, Long> countApproxDistinctByKey(double relativeSD, Partitioner partitioner) {
        return sketched(relativeSD, by(partitioner));
    }

    // ---------------------------------------------------------------- all values of each key

    /**
     * All values of each key. The iterable can be iterated again while its record is being processed, and may lie on disk.
     * Cost: a shuffle of everything; prefer {@link #reduceByKey} or {@link #aggregateByKey} where they can say it.
     */
    public PairRdd<K, Iterable<V>> groupByKey() {
        return pairs(Keyed.group(node(), site(), byDefault()));
    }

    /** As {@link #groupByKey()}, by hash into so many partitions. */
    public PairRdd<K, Iterable<V>> groupByKey(int numPartitions) {
        return pairs(Keyed.group(node(), site(), byHash(numPartitions)));
    }

    /** As {@link #groupByKey()}, placed by the partitioner. */
    public PairRdd<K, Iterable<V>> groupByKey(Partitioner partitioner) {
        return pairs(Keyed.group(node(), site(), by(partitioner)));
    }

    /** For each key of either, its values here and there. Cost: a shuffle of each side unless partitioned alike. */
    public <W> PairRdd<K, Pair<Iterable<V>, Iterable<W>>> cogroup(PairRdd<K, W> other) {
        return groups(byDefault(other), other);
    }

    /** As {@link #cogroup(PairRdd)}, by hash into so many partitions. */
    public <W> PairRdd<K, Pair<Iterable<V>, Iterable<W>>> cogroup(PairRdd<K, W> other, int numPartitions) {
        return groups(byHash(numPartitions), other);
    }

    /** As {@link #cogroup(PairRdd)}, placed by the partitioner. */
    public <W> PairRdd<K, Pair<Iterable<V>, Iterable<W>>> cogroup(PairRdd<K, W> other, Partitioner partitioner) {
        return groups(by(partitioner), other);
    }

    /** As {@link #cogroup(PairRdd)}, with two others. */
    public <A, B> PairRdd<K, Tuple3<Iterable<V>, Iterable<A>, Iterable<B>>> cogroup(
            PairRdd<K, A> first, PairRdd<K, B> second) {
        return groups(byDefault(first, second), first, second);
    }

    /** As {@link #cogroup(PairRdd, PairRdd)}, by hash into so many partitions. */
    public <A, B> PairRdd<K, Tuple3<Iterable<V>, Iterable<A>, Iterable<B>>> cogroup(
            PairRdd<K, A> first, PairRdd<K, B> second, int numPartitions) {
        return groups(byHash(numPartitions), first, second);
    }

    /** As {@link #cogroup(PairRdd, PairRdd)}, placed by the partitioner. */
    public <A, B> PairRdd<K, Tuple3<Iterable<V>, Iterable<A>, Iterable<B>>> cogroup(
            PairRdd<K, A> first, PairRdd<K, B> second, Partitioner partitioner) {
        return groups(by(partitioner), first, second);
    }

    /** As {@link #cogroup(PairRdd)}, with three others. */
    public <A, B, C> PairRdd<K, Tuple4<Iterable<V>, Iterable<A>, Iterable<B>, Iterable<C>>> cogroup(
            PairRdd<K, A> first, PairRdd<K, B> second, PairRdd<K, C> third) {
        return groups(byDefault(first, second, third), first, second, third);
    }

    /** As {@link #cogroup(PairRdd, PairRdd, PairRdd)}, by hash into so many partitions. */
    public <A, B, C> PairRdd<K, Tuple4<Iterable<V>, Iterable<A>, Iterable<B>, Iterable<C>>> cogroup(
            PairRdd<K, A> first, PairRdd<K, B> second, PairRdd<K, C> third, int numPartitions) {
        return groups(byHash(numPartitions), first, second, third);
    }

    /** As {@link #cogroup(PairRdd, PairRdd, PairRdd)}, placed by the partitioner. */
    public <A, B, C> PairRdd<K, Tuple4<Iterable<V>, Iterable<A>, Iterable<B>, Iterable<C>>> cogroup(
            PairRdd<K, A> first, PairRdd<K, B> second, PairRdd<K, C> third, Partitioner partitioner) {
        return groups(by(partitioner), first, second, third);
    }

    /** As {@link #cogroup(PairRdd)}, under its other name. */
    public <W> PairRdd<K, Pair<Iterable<V>, Iterable<W>>> groupWith(PairRdd<K, W> other) {
        return cogroup(other);
    }

    /** As {@link #cogroup(PairRdd, PairRdd)}, under its other name. */
    public <A, B> PairRdd<K, Tuple3<Iterable<V>, Iterable<A>, Iterable<B>>> groupWith(
            PairRdd<K, A> first, PairRdd<K, B> second) {
        return cogroup(first, second);
    }

    /** As {@link #cogroup(PairRdd, PairRdd, PairRdd)}, under its other name. */
    public <A, B, C> PairRdd<K, Tuple4<Iterable<V>, Iterable<A>, Iterable<B>, Iterable<C>>> groupWith(
            PairRdd<K, A> first, PairRdd<K, B> second, PairRdd<K, C> third) {
        return cogroup(first, second, third);
    }

    // ---------------------------------------------------------------- joins

    /**
     * For each key of both, each value here with each value there. Cost: a shuffle of each side unless partitioned alike; a partition far above
     * the others is split over several tasks where {@link #explain} says so ({@code lisle.skewJoin.enabled}).
     */
    public <W> PairRdd<K, Pair<V, W>> join(PairRdd<K, W> other) {
        return pairs(Joins.inner(node(), of(other), site(), byDefault(other)));
    }

    /** As {@link #join(PairRdd)}, by hash into so many partitions. */
    public <W> PairRdd<K, Pair<V, W>> join(PairRdd<K, W> other, int numPartitions) {
        return pairs(Joins.inner(node(), of(other), site(), byHash(numPartitions)));
    }

    /** As {@link #join(PairRdd)}, placed by the partitioner. */
    public <W> PairRdd<K, Pair<V, W>> join(PairRdd<K, W> other, Partitioner partitioner) {
        return pairs(Joins.inner(node(), of(other), site(), by(partitioner)));
    }

    /** As {@link #join(PairRdd)}; values here whose key is not there come with an empty Optional. */
    public <W> PairRdd<K, Pair<V, Optional<W>>> leftOuterJoin(PairRdd<K, W> other) {
        return pairs(Joins.left(node(), of(other), site(), byDefault(other)));
    }

    /** As {@link #leftOuterJoin(PairRdd)}, by hash into so many partitions. */
    public <W> PairRdd<K, Pair<V, Optional<W>>> leftOuterJoin(PairRdd<K, W> other, int numPartitions) {
        return pairs(Joins.left(node(), of(other), site(), byHash(numPartitions)));
    }

    /** As {@link #leftOuterJoin(PairRdd)}, placed by the partitioner. */
    public <W> PairRdd<K, Pair<V, Optional<W>>> leftOuterJoin(PairRdd<K, W> other, Partitioner partitioner) {
        return pairs(Joins.left(node(), of(other), site(), by(partitioner)));
    }

    /** As {@link #join(PairRdd)}; values there whose key is not here come with an empty Optional. */
    public <W> PairRdd<K, Pair<Optional<V>, W>> rightOuterJoin(PairRdd<K, W> other) {
        return pairs(Joins.right(node(), of(other), site(), byDefault(other)));
    }

    /** As {@link #rightOuterJoin(PairRdd)}, by hash into so many partitions. */
    public <W> PairRdd<K, Pair<Optional<V>, W>> rightOuterJoin(PairRdd<K, W> other, int numPartitions) {
        return pairs(Joins.right(node(), of(other), site(), byHash(numPartitions)));
    }

    /** As {@link #rightOuterJoin(PairRdd)}, placed by the partitioner. */
    public <W> PairRdd<K, Pair<Optional<V>, W>> rightOuterJoin(PairRdd<K, W> other, Partitioner partitioner) {
        return pairs(Joins.right(node(), of(other), site(), by(partitioner)));
    }

    /** As {@link #join(PairRdd)}; values without a partner on the other side come with an empty Optional. */
    public <W> PairRdd<K, Pair<Optional<V>, Optional<W>>> fullOuterJoin(PairRdd<K, W> other) {
        return pairs(Joins.full(node(), of(other), site(), byDefault(other)));
    }

    /** As {@link #fullOuterJoin(PairRdd)}, by hash into so many partitions. */
    public <W> PairRdd<K, Pair<Optional<V>, Optional<W>>> fullOuterJoin(PairRdd<K, W> other, int numPartitions) {
        return pairs(Joins.full(node(), of(other), site(), byHash(numPartitions)));
    }

    /** As {@link #fullOuterJoin(PairRdd)}, placed by the partitioner. */
    public <W> PairRdd<K, Pair<Optional<V>, Optional<W>>> fullOuterJoin(PairRdd<K, W> other, Partitioner partitioner) {
        return pairs(Joins.full(node(), of(other), site(), by(partitioner)));
    }

    /** The pairs whose key the other does not have, placed as here. Cost: a shuffle of each side unless partitioned alike. */
    public <W> PairRdd<K, V> subtractByKey(PairRdd<K, W> other) {
        return pairs(Joins.subtract(node(), of(other), site(), Keyed.asOf(node())));
    }

    /** As {@link #subtractByKey(PairRdd)}, by hash into so many partitions. */
    public <W> PairRdd<K, V> subtractByKey(PairRdd<K, W> other, int numPartitions) {
        return pairs(Joins.subtract(node(), of(other), site(), byHash(numPartitions)));
    }

    /** As {@link #subtractByKey(PairRdd)}, placed by the partitioner. */
    public <W> PairRdd<K, V> subtractByKey(PairRdd<K, W> other, Partitioner partitioner) {
        return pairs(Joins.subtract(node(), of(other), site(), by(partitioner)));
    }

    // ---------------------------------------------------------------- placed and sorted

    /** The same pairs, placed by the partitioner. Cost: a shuffle of everything, none when they lie so already. */
    public PairRdd<K, V> partitionBy(Partitioner partitioner) {
        return pairs(Keyed.partitionBy(node(), site(), by(partitioner)));
    }

    /**
     * Sorted by key in its natural order, through all partitions, in as many partitions.
     * Cost: a job that samples the keys before the first plan; a shuffle; each task sorts its part, spilling to disk.
     */
    public PairRdd<K, V> sortByKey() {
        return sortByKey(true);
    }

    /** As {@link #sortByKey()}, ascending or descending. */
    public PairRdd<K, V> sortByKey(boolean ascending) {
        return sortByKey(SerializableComparator.naturalOrder(), ascending);
    }

    /** As {@link #sortByKey(boolean)}, in so many partitions; the last ones are empty where there are fewer different keys. */
    public PairRdd<K, V> sortByKey(boolean ascending, int numPartitions) {
        return sortByKey(SerializableComparator.naturalOrder(), ascending, numPartitions);
    }

    /** As {@link #sortByKey()}, in an order of the program's. */
    public PairRdd<K, V> sortByKey(SerializableComparator<K> order) {
        return sortByKey(order, true);
    }

    /** As {@link #sortByKey(SerializableComparator)}, by a comparator of a serialisable class. */
    public PairRdd<K, V> sortByKey(Comparator<K> order) {
        return sortByKey(Checks.order(order));
    }

    /** As {@link #sortByKey(SerializableComparator, boolean)}, by a comparator of a serialisable class. */
    public PairRdd<K, V> sortByKey(Comparator<K> order, boolean ascending) {
        return sortByKey(Checks.order(order), ascending);
    }

    /** As {@link #sortByKey(SerializableComparator, boolean, int)}, by a comparator of a serialisable class. */
    public PairRdd<K, V> sortByKey(Comparator<K> order, boolean ascending, int numPartitions) {
        return sortByKey(Checks.order(order), ascending, numPartitions);
    }

    /** As {@link #sortByKey(SerializableComparator)}, ascending or descending. */
    public PairRdd<K, V> sortByKey(SerializableComparator<K> order, boolean ascending) {
        return sorted(order, ascending, new Memo<>(() -> Math.max(1, node().partitions())));
    }

    /** As {@link #sortByKey(SerializableComparator, boolean)}, in so many partitions. */
    public PairRdd<K, V> sortByKey(SerializableComparator<K> order, boolean ascending, int numPartitions) {
        return sorted(order, ascending, Memo.of(Checks.partitions(numPartitions)));
    }

    /**
     * Ranges of these keys in their natural order that hold about equally many pairs, for this and other datasets: what Spark's constructor
     * {@code RangePartitioner(partitions, rdd)} makes. Where there are fewer different keys, the last partitions stay empty.
     * Cost: runs now, a job that samples the keys, and a second one over partitions that are far larger than others.
     */
    public RangePartitioner<K> rangePartitioner(int numPartitions) {
        return rangePartitioner(numPartitions, true);
    }

    /** As {@link #rangePartitioner(int)}, the first partition with the smallest keys, or with the largest. */
    public RangePartitioner<K> rangePartitioner(int numPartitions, boolean ascending) {
        return rangePartitioner(numPartitions, ascending, SerializableComparator.naturalOrder());
    }

    /** As {@link #rangePartitioner(int, boolean)}, in an order of the program's. */
    public RangePartitioner<K> rangePartitioner(int numPartitions, boolean ascending, SerializableComparator<K> order) {
        return Keyed.range(node(), site(), directed(order, ascending), Memo.of(Checks.partitions(numPartitions)));
    }

    /** As {@link #rangePartitioner(int, boolean, SerializableComparator)}, by a comparator of a serialisable class. */
    public RangePartitioner<K> rangePartitioner(int numPartitions, boolean ascending, Comparator<K> order) {
        return rangePartitioner(numPartitions, ascending, Checks.order(order));
    }

    /**
     * Placed by the partitioner, and each partition sorted by key in its natural order.
     * Cost: a shuffle unless placed so already; each task sorts its part, spilling to disk.
     */
    public PairRdd<K, V> repartitionAndSortWithinPartitions(Partitioner partitioner) {
        return repartitionAndSortWithinPartitions(partitioner, SerializableComparator.naturalOrder());
    }

    /** As {@link #repartitionAndSortWithinPartitions(Partitioner)}, in an order of the program's. */
    public PairRdd<K, V> repartitionAndSortWithinPartitions(Partitioner partitioner, SerializableComparator<K> order) {
        return pairs(Keyed.sortWithin(node(), site(), by(partitioner), Checks.function(order)));
    }

    /** As {@link #repartitionAndSortWithinPartitions(Partitioner, SerializableComparator)}, by a comparator of a serialisable class. */
    public PairRdd<K, V> repartitionAndSortWithinPartitions(Partitioner partitioner, Comparator<K> order) {
        return repartitionAndSortWithinPartitions(partitioner, Checks.order(order));
    }

    // ---------------------------------------------------------------- actions

    /** Key to value; of equal keys the last in the order of the partitions. Cost: one job; the driver holds all pairs. */
    public Map<K, V> collectAsMap() {
        return actions().collectAsMap(node(), site());
    }

    /**
     * The values of each key reduced to one, here. Cost: one job, no shuffle; each task and the driver hold every different key.
     */
    public Map<K, V> reduceByKeyLocally(Function2<V, V, V> function) {
        return actions().reduceByKeyLocally(node(), site(), Checks.function(function));
    }

    /** As {@link #countByKeyApprox(long, double)}, with a confidence of 0.95. */
    public PartialResult<Map<K, BoundedDouble>> countByKeyApprox(long timeout) {
        return countByKeyApprox(timeout, 0.95);
    }

    /** How often each key occurs, as far as is known after so many milliseconds; else as {@link #countByValueApprox(long, double)}. */
    public PartialResult<Map<K, BoundedDouble>> countByKeyApprox(long timeout, double confidence) {
        ApproximateActions approximate = context().actionSet().approximate();
        return approximate.countByValue(node(), site(), Functions.<K, V>key(), Checks.terms(timeout, confidence));
    }

    /** How often each key occurs. Cost: a shuffle, combined before it; the driver holds every different key. */
    public Map<K, Long> countByKey() {
        return actions().countByKey(node(), site());
    }

    /** The values of a key. Cost: one job; over one partition only when the pairs are placed by a partitioner. */
    public List<V> lookup(@Nullable K key) {
        return actions().lookup(node(), site(), key);
    }

    // ---------------------------------------------------------------- Hadoop's output formats

    /**
     * Writes by an {@code org.apache.hadoop.mapred.OutputFormat} to a directory, which must not exist (OUTPUT_EXISTS).
     * Cost: one job; the files appear together when all are written.
     */
    public void saveAsHadoopFile(String path, Class<?> keyClass, Class<?> valueClass, Class<?> outputFormatClass) {
        saveAsHadoopFile(path, keyClass, valueClass, outputFormatClass, Map.of());
    }

    /** As above, with settings of Hadoop; a {@code Configuration} or {@code JobConf} is such an iterable. */
    public void saveAsHadoopFile(
            String path,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<?> outputFormatClass,
            Iterable<Map.Entry<String, String>> settings) {
        saveAsHadoopFile(path, keyClass, valueClass, outputFormatClass, HadoopSettings.of(settings));
    }

    /** As above, with settings of Hadoop. */
    public void saveAsHadoopFile(
            String path,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<?> outputFormatClass,
            Map<String, String> settings) {
        saveAsHadoop(path, keyClass, valueClass, outputFormatClass, null, SaveMode.ERROR_IF_EXISTS, settings);
    }

    /** As above, where there may be something at the path; OVERWRITE_PARTITIONS is refused, as formats have no partition columns. */
    public void saveAsHadoopFile(
            String path, Class<?> keyClass, Class<?> valueClass, Class<?> outputFormatClass, SaveMode mode) {
        saveAsHadoop(path, keyClass, valueClass, outputFormatClass, null, Checks.present(mode, "the mode"), Map.of());
    }

    /** As above, compressed. @param codec a class that implements Hadoop's CompressionCodec */
    public void saveAsHadoopFile(
            String path, Class<?> keyClass, Class<?> valueClass, Class<?> outputFormatClass, Class<?> codec) {
        saveAsHadoop(path, keyClass, valueClass, outputFormatClass, codec, SaveMode.ERROR_IF_EXISTS, Map.of());
    }

    private void saveAsHadoop(
            String path,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<?> outputFormatClass,
            @Nullable Class<?> codec,
            SaveMode mode,
            Map<String, String> settings) {
        Map<String, String> all = context().hadoop(settings);
        save(context().files().mapredOutput(path, keyClass, valueClass, outputFormatClass, codec, mode, all));
    }

    /**
     * Writes by an {@code org.apache.hadoop.mapreduce.OutputFormat} to a directory, which must not exist (OUTPUT_EXISTS).
     * Cost: one job; the files appear together when all are written.
     */
    public void saveAsNewAPIHadoopFile(
            String path, Class<?> keyClass, Class<?> valueClass, Class<?> outputFormatClass) {
        saveAsNewAPIHadoopFile(path, keyClass, valueClass, outputFormatClass, Map.of());
    }

    /** As above, with settings of Hadoop; a {@code Configuration} is such an iterable. */
    public void saveAsNewAPIHadoopFile(
            String path,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<?> outputFormatClass,
            Iterable<Map.Entry<String, String>> settings) {
        saveAsNewAPIHadoopFile(path, keyClass, valueClass, outputFormatClass, HadoopSettings.of(settings));
    }

    /** As above, with settings of Hadoop. */
    public void saveAsNewAPIHadoopFile(
            String path,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<?> outputFormatClass,
            Map<String, String> settings) {
        saveAsNewApi(path, keyClass, valueClass, outputFormatClass, SaveMode.ERROR_IF_EXISTS, settings);
    }

    /** As above, where there may be something at the path; OVERWRITE_PARTITIONS is refused, as formats have no partition columns. */
    public void saveAsNewAPIHadoopFile(
            String path, Class<?> keyClass, Class<?> valueClass, Class<?> outputFormatClass, SaveMode mode) {
        saveAsNewApi(path, keyClass, valueClass, outputFormatClass, Checks.present(mode, "the mode"), Map.of());
    }

    private void saveAsNewApi(
            String path,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<?> outputFormatClass,
            SaveMode mode,
            Map<String, String> settings) {
        Map<String, String> all = context().hadoop(settings);
        save(context().files().mapreduceOutput(path, keyClass, valueClass, outputFormatClass, mode, all));
    }

    /**
     * Writes as the settings of a {@code JobConf} say: output format, classes, and a directory or another place.
     * Cost: one job; what the format's committer makes visible appears together.
     */
    public void saveAsHadoopDataset(Iterable<Map.Entry<String, String>> conf) {
        save(context().files().mapredDataset(context().hadoop(HadoopSettings.of(conf))));
    }

    /** As {@link #saveAsHadoopDataset}, by an output format of {@code org.apache.hadoop.mapreduce} that a {@code Configuration} names. */
    public void saveAsNewAPIHadoopDataset(Iterable<Map.Entry<String, String>> conf) {
        save(context().files().mapreduceDataset(context().hadoop(HadoopSettings.of(conf))));
    }

    // ---------------------------------------------------------------- the same, of this type

    @Override
    public PairRdd<K, V> filter(Predicate<Pair<K, V>> predicate) {
        return (PairRdd<K, V>) super.filter(predicate);
    }

    @Override
    public PairRdd<K, V> sample(boolean withReplacement, double fraction) {
        return (PairRdd<K, V>) super.sample(withReplacement, fraction);
    }

    @Override
    public PairRdd<K, V> sample(boolean withReplacement, double fraction, long seed) {
        return (PairRdd<K, V>) super.sample(withReplacement, fraction, seed);
    }

    @Override
    public PairRdd<K, V> distinct() {
        return (PairRdd<K, V>) super.distinct();
    }

    @Override
    public PairRdd<K, V> distinct(int numPartitions) {
        return (PairRdd<K, V>) super.distinct(numPartitions);
    }

    @Override
    public PairRdd<K, V> union(Rdd<Pair<K, V>> other) {
        return (PairRdd<K, V>) super.union(other);
    }

    @Override
    public PairRdd<K, V> intersection(Rdd<Pair<K, V>> other) {
        return (PairRdd<K, V>) super.intersection(other);
    }

    @Override
    public PairRdd<K, V> subtract(Rdd<Pair<K, V>> other) {
        return (PairRdd<K, V>) super.subtract(other);
    }

    @Override
    public PairRdd<K, V> subtract(Rdd<Pair<K, V>> other, int numPartitions) {
        return (PairRdd<K, V>) super.subtract(other, numPartitions);
    }

    @Override
    public PairRdd<K, V> subtract(Rdd<Pair<K, V>> other, Partitioner partitioner) {
        return (PairRdd<K, V>) super.subtract(other, partitioner);
    }

    @Override
    public PairRdd<K, V> coalesce(int numPartitions) {
        return (PairRdd<K, V>) super.coalesce(numPartitions);
    }

    @Override
    public PairRdd<K, V> coalesce(int numPartitions, boolean shuffle) {
        return (PairRdd<K, V>) super.coalesce(numPartitions, shuffle);
    }

    @Override
    public PairRdd<K, V> repartition(int numPartitions) {
        return (PairRdd<K, V>) super.repartition(numPartitions);
    }

    @Override
    public <S> PairRdd<K, V> sortBy(Function<Pair<K, V>, S> key, boolean ascending, int numPartitions) {
        return (PairRdd<K, V>) super.sortBy(key, ascending, numPartitions);
    }

    @Override
    public PairRdd<K, V> cache() {
        return (PairRdd<K, V>) super.cache();
    }

    @Override
    public PairRdd<K, V> persist(StorageLevel level) {
        return (PairRdd<K, V>) super.persist(level);
    }

    @Override
    public PairRdd<K, V> unpersist() {
        return (PairRdd<K, V>) super.unpersist();
    }

    @Override
    public PairRdd<K, V> unpersist(boolean blocking) {
        return (PairRdd<K, V>) super.unpersist(blocking);
    }

    @Override
    public PairRdd<K, V> setName(@Nullable String name) {
        return (PairRdd<K, V>) super.setName(name);
    }

    @Override
    PairRdd<K, V> same(Node made) {
        return pairs(made);
    }

    // ---------------------------------------------------------------- how keys are placed

    private Memo<Partitioning> byDefault(PairRdd<?, ?>... others) {
        Node[] nodes = new Node[others.length + 1];
        nodes[0] = node();
        for (int other = 0; other < others.length; other++) {
            nodes[other + 1] = of(others[other]);
        }
        return Keyed.byDefault(nodes);
    }

    private static Memo<Partitioning> byHash(int numPartitions) {
        return Keyed.byHash(Checks.partitions(numPartitions));
    }

    private static Memo<Partitioning> by(Partitioner partitioner) {
        Partitioner present = Checks.function(Checks.present(partitioner, "the partitioner"));
        Checks.partitions(present.numPartitions());
        return Keyed.by(present);
    }

    private static <V, U> Aggregator<V, U> aggregator(U zero, Function2<U, V, U> addValue, Function2<U, U, U> merge) {
        return Aggregators.fromZero(zero, addValue, merge);
    }

    private <C> PairRdd<K, C> combined(Aggregator<V, C> aggregator, Memo<Partitioning> wanted, boolean mapSideCombine) {
        return pairs(Keyed.combine(node(), site(), wanted, aggregator, mapSideCombine));
    }

    private PairRdd<K, Long> sketched(double relativeSD, Memo<Partitioning> wanted) {
        Node sketches = Keyed.combine(node(), site(), wanted, Aggregators.sketch(Checks.precision(relativeSD)), true);
        return pairs(Narrow.mapValues(sketches, site(), Functions.countOfSketch()));
    }

    private PairRdd<K, V> sorted(SerializableComparator<K> order, boolean ascending, Memo<Integer> partitions) {
        return pairs(Keyed.sort(node(), site(), directed(order, ascending), partitions));
    }

    private static <K> SerializableComparator<K> directed(SerializableComparator<K> order, boolean ascending) {
        SerializableComparator<K> checked = Checks.function(order);
        return ascending ? checked : SerializableComparator.reverse(checked);
    }

    private <G> PairRdd<K, G> groups(Memo<Partitioning> wanted, PairRdd<?, ?>... others) {
        List<Node> nodes = new ArrayList<>(List.of(node()));
        for (PairRdd<?, ?> other : others) {
            nodes.add(of(other));
        }
        return pairs(Joins.groups(nodes, site(), wanted));
    }

    private void save(DataSink<?> sink) {
        context().save(sink, this);
    }
}
