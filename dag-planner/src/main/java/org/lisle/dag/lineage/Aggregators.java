package org.lisle.dag.lineage;

import java.util.function.Consumer;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.Aggregator;

/** How values of one key are combined, for the operations of that family. */
public final class Aggregators {
    private Aggregators() {}

    public static <V> Aggregator<V, V> reduce(Function2<V, V, V> function) {
        return new Aggregator<>(value -> value, function, function);
    }

    /** Starts each key from a new copy of the zero value. */
    public static <V, U> Aggregator<V, U> fromZero(U zero, Function2<U, V, U> addValue, Function2<U, U, U> merge) {
        ZeroValue<U> copies = ZeroValue.of(zero);
        return new Aggregator<>(value -> addValue.call(copies.call(), value), addValue, merge);
    }

    /** The different values, about. */
    public static <V> Aggregator<V, DistinctSketch> sketch(int precision) {
        return new Aggregator<>(
                value -> new DistinctSketch(precision).add(value), DistinctSketch::add, DistinctSketch::merge);
    }

    /** Counts: each value is a number to add. */
    public static Aggregator<Long, Long> sum() {
        return reduce(Long::sum);
    }

    /** @param check applied to each function, such as whether it can be sent */
    public static <V, C> Aggregator<V, C> of(
            Function<V, C> create,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Consumer<Object> check) {
        check.accept(create);
        check.accept(mergeValue);
        check.accept(mergeCombiners);
        return new Aggregator<>(create, mergeValue, mergeCombiners);
    }
}
