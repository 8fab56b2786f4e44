package org.lisle.dag.lineage;

import java.util.Iterator;
import org.lisle.api.Pair;
import org.lisle.api.function.DoubleFlatMapFunction;
import org.lisle.api.function.DoubleFunction;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.FlatMapFunction2;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.PairFlatMapFunction;
import org.lisle.api.function.PairFunction;
import org.lisle.core.operator.PairPart;

/** The user's function types as those that operators take. */
public final class Functions {
    private Functions() {}

    public static <T, K, V> Function<T, Pair<K, V>> of(PairFunction<T, K, V> function) {
        return function::call;
    }

    public static <T> Function<T, Double> of(DoubleFunction<T> function) {
        return function::call;
    }

    public static <T, K, V> FlatMapFunction<T, Pair<K, V>> of(PairFlatMapFunction<T, K, V> function) {
        return function::call;
    }

    public static <T> FlatMapFunction<T, Double> of(DoubleFlatMapFunction<T> function) {
        return function::call;
    }

    public static <T, R> Function2<Integer, Iterator<T>, Iterator<R>> ofPartition(
            FlatMapFunction<Iterator<T>, R> function) {
        return (partition, records) -> function.call(records);
    }

    public static <T, U, R> Function2<Iterator<T>, Iterator<U>, Iterator<R>> ofPartitions(
            FlatMapFunction2<Iterator<T>, Iterator<U>, R> function) {
        return function::call;
    }

    /** A record with the key made from it. */
    public static <T, K> Function<T, Pair<K, T>> keyed(Function<T, K> key) {
        return record -> Pair.of(key.call(record), record);
    }

    public static Function<DistinctSketch, Long> countOfSketch() {
        return DistinctSketch::count;
    }

    @SuppressWarnings("unchecked") // a pair is a pair, and its key what its first type says
    public static <K, V> Function<Pair<K, V>, K> key() {
        return (Function<Pair<K, V>, K>) (Function<?, ?>) new PairPart.Key();
    }

    @SuppressWarnings("unchecked") // as above
    public static <K, V> Function<Pair<K, V>, V> value() {
        return (Function<Pair<K, V>, V>) (Function<?, ?>) new PairPart.Value();
    }
}
