package org.lisle.programs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;

/** The operations by key over lists, to compare with. Where the engine promises no order, results are bags. */
final class PlainJava {
    private PlainJava() {}

    /** How often each value occurs. */
    static <T> Map<T, Integer> bag(Iterable<T> values) {
        Map<T, Integer> bag = new HashMap<>();
        values.forEach(value -> bag.merge(value, 1, Integer::sum));
        return bag;
    }

    /** The values of each key; keys in the order of their first coming. */
    static <K, V> Map<K, List<V>> groups(Collection<Pair<K, V>> pairs) {
        Map<K, List<V>> groups = new LinkedHashMap<>();
        pairs.forEach(pair ->
                groups.computeIfAbsent(pair.key(), key -> new ArrayList<>()).add(pair.value()));
        return groups;
    }

    static <K, V> Map<K, V> reduced(Collection<Pair<K, V>> pairs, BinaryOperator<V> operator) {
        Map<K, V> reduced = new HashMap<>();
        groups(pairs).forEach((key, values) -> {
            V result = values.get(0);
            for (V value : values.subList(1, values.size())) {
                result = operator.apply(result, value);
            }
            reduced.put(key, result);
        });
        return reduced;
    }

    static <K, V> Map<K, Map<V, Integer>> groupBags(Collection<Pair<K, V>> pairs) {
        Map<K, Map<V, Integer>> bags = new HashMap<>();
        groups(pairs).forEach((key, values) -> bags.put(key, bag(values)));
        return bags;
    }

    /** The same of what the engine gives. */
    static <K, V> Map<K, Map<V, Integer>> engineGroups(List<Pair<K, Iterable<V>>> groups) {
        Map<K, Map<V, Integer>> bags = new HashMap<>();
        for (Pair<K, Iterable<V>> group : groups) {
            if (bags.put(group.key(), bag(group.value())) != null) {
                throw new AssertionError("the key " + group.key() + " has two groups");
            }
        }
        return bags;
    }

    /** Key to the bags of its values on each side, for keys of any side. */
    @SafeVarargs
    static <K, V> Map<K, List<Map<V, Integer>>> cogroups(List<Pair<K, V>>... sides) {
        Map<K, List<Map<V, Integer>>> all = new HashMap<>();
        for (List<Pair<K, V>> side : sides) {
            side.forEach(pair -> all.put(pair.key(), new ArrayList<>()));
        }
        for (List<Pair<K, V>> side : sides) {
            Map<K, List<V>> groups = groups(side);
            all.forEach((key, bags) -> bags.add(bag(groups.getOrDefault(key, List.of()))));
        }
        return all;
    }

    /** Each pair that a join makes, as {@code combine} of both sides; a side without a partner is null. */
    static <K, V, W, R> Map<Pair<K, R>, Integer> joined(
            List<Pair<K, V>> left,
            List<Pair<K, W>> right,
            boolean keepLeft,
            boolean keepRight,
            BiFunction<V, W, R> combine) {
        List<Pair<K, R>> result = new ArrayList<>();
        for (Pair<K, V> one : left) {
            boolean alone = true;
            for (Pair<K, W> other : right) {
                if (Objects.equals(one.key(), other.key())) {
                    result.add(new Pair<>(one.key(), combine.apply(one.value(), other.value())));
                    alone = false;
                }
            }
            if (alone && keepLeft) {
                result.add(new Pair<>(one.key(), combine.apply(one.value(), null)));
            }
        }
        for (Pair<K, W> other : right) {
            if (keepRight && left.stream().noneMatch(one -> Objects.equals(one.key(), other.key()))) {
                result.add(new Pair<>(other.key(), combine.apply(null, other.value())));
            }
        }
        return bag(result);
    }

    static <T, R> List<R> mapped(Collection<T> values, Function<T, R> function) {
        List<R> mapped = new ArrayList<>();
        values.forEach(value -> mapped.add(function.apply(value)));
        return mapped;
    }

    static int plus(@Nullable Integer one, @Nullable Integer other) {
        return (one == null ? 0 : one) + (other == null ? 0 : other);
    }
}
