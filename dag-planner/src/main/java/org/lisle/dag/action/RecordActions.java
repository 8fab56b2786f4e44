package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.TaskContext;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.Predicate;
import org.lisle.api.function.SerializableComparator;
import org.lisle.api.function.VoidFunction;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.SideEffects;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.lineage.Aggregators;
import org.lisle.dag.lineage.Functions;
import org.lisle.dag.lineage.Keyed;
import org.lisle.dag.lineage.Narrow;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Partitioning;
import org.lisle.dag.lineage.Preparation;
import org.lisle.dag.lineage.ZeroValue;

/**
 * The actions of the API on nodes. Each waits for its jobs. What comes back of several partitions is put together in their order, so that
 * the same data gives the same answer.
 */
public final class RecordActions {
    private final Actions actions;

    public RecordActions(Actions actions) {
        this.actions = actions;
    }

    public <T> List<T> collect(Node node, CallSite site) {
        List<List<T>> parts = actions.recordsOfParts(node, site);
        List<T> all = new ArrayList<>(parts.stream().mapToInt(List::size).sum());
        parts.forEach(all::addAll);
        return all;
    }

    public long count(Node node, CallSite site) {
        return actions.<Long>valuesOfParts(node, site, Counting.factory()).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public <T> List<T> take(Node node, CallSite site, int wanted) {
        return Take.first(actions, node, site, wanted);
    }

    /** @throws LisleException EMPTY_COLLECTION */
    public <T> T firstRecord(Node node, CallSite site) {
        List<T> found = take(node, site, 1);
        if (found.isEmpty()) {
            throw empty(site);
        }
        return found.get(0);
    }

    public <T> Iterator<T> iterate(Node node, CallSite site) {
        return actions.iterate(node, site);
    }

    public <T> List<T> least(Node node, CallSite site, int wanted, SerializableComparator<T> order) {
        if (wanted == 0) {
            return new ArrayList<>();
        }
        return Least.merge(actions.valuesOfParts(node, site, Least.factory(wanted, order)), wanted, order);
    }

    /** @throws LisleException EMPTY_COLLECTION */
    public <T> T reduce(Node node, CallSite site, Function2<T, T, T> function) {
        return reduced(actions.valuesOfParts(node, site, Reducing.factory(function)), site, function);
    }

    public <T, U> U aggregate(
            Node node, CallSite site, U zero, Function2<U, T, U> addRecord, Function2<U, U, U> merge) {
        ZeroValue<U> copies = ZeroValue.of(zero);
        U result = copies.call();
        for (U part : actions.<U>values(node, site, Folding.factory(copies, addRecord))) {
            result = merge(merge, result, part);
        }
        return result;
    }

    /** Values of a node into one, starting from a copy of the zero. */
    <U> U fold(Node node, CallSite site, ZeroValue<U> copies, Function2<U, U, U> merge) {
        U result = copies.call();
        for (U part : this.<U>collect(node, site)) {
            result = merge(merge, result, part);
        }
        return result;
    }

    /** Some partitions, each as a list. */
    public <T> List<List<T>> partitions(Node node, CallSite site, List<Integer> partitions) {
        List<Integer> once = partitions.stream().distinct().toList();
        List<List<T>> parts = actions.records(node, site, once, Integer.MAX_VALUE);
        return partitions.stream()
                .map(partition -> parts.get(once.indexOf(partition)))
                .toList();
    }

    /** Key to the reduced value: each partition is reduced by its task, their results here. */
    public <K, V> Map<K, V> reduceByKeyLocally(Node node, CallSite site, Function2<V, V, V> function) {
        Map<K, V> all = new LinkedHashMap<>();
        Node reduced = Keyed.combineInPlace(node, site, Aggregators.reduce(function));
        for (Pair<K, V> pair : this.<Pair<K, V>>collect(reduced, site)) {
            if (all.containsKey(pair.key())) {
                all.put(pair.key(), merge(function, all.get(pair.key()), pair.value()));
            } else {
                all.put(pair.key(), pair.value());
            }
        }
        return all;
    }

    public <T> void foreach(Node node, CallSite site, VoidFunction<T> function) {
        actions.valuesOfParts(node, site, Effects.forEach(function));
    }

    public <T> void foreachPartition(Node node, CallSite site, VoidFunction<Iterator<T>> function) {
        Function2<TaskContext, Iterator<T>, Integer> apply =
                (Function2<TaskContext, Iterator<T>, Integer> & SideEffects) (context, records) -> {
                    function.call(records);
                    return 0;
                };
        actions.values(node, site, new StageOutput.Apply(apply));
    }

    public <T> Map<T, Long> countByValue(Node node, CallSite site) {
        Function<T, Pair<T, Long>> one = record -> Pair.of(record, 1L);
        return counted(Narrow.map(node, site, one), site);
    }

    public <K> Map<K, Long> countByKey(Node node, CallSite site) {
        Function<Object, Long> one = value -> 1L;
        return counted(Narrow.mapValues(node, site, one), site);
    }

    private <K> Map<K, Long> counted(Node ones, CallSite site) {
        return collectAsMap(Keyed.combine(ones, site, Keyed.byDefault(ones), Aggregators.sum(), true), site);
    }

    public <K, V> Map<K, V> collectAsMap(Node node, CallSite site) {
        Map<K, V> map = new LinkedHashMap<>();
        for (Pair<K, V> pair : this.<Pair<K, V>>collect(node, site)) {
            map.put(pair.key(), pair.value());
        }
        return map;
    }

    /** Where keys are placed by a partitioner, only the key's partition is computed. */
    public <K, V> List<V> lookup(Node node, CallSite site, @Nullable K key) {
        Preparation.of(node);
        Predicate<Pair<K, V>> matches = pair -> Objects.equals(pair.key(), key);
        Node values = Narrow.map(Narrow.filter(node, site, matches), site, Functions.value());
        Optional<Partitioning> placed = node.partitioning();
        if (placed.isEmpty()) {
            return collect(values, site);
        }
        int partition = placed.get().partitioner().getPartition(key);
        List<List<V>> found = actions.records(values, site, List.of(partition), Integer.MAX_VALUE);
        return new ArrayList<>(found.get(0));
    }

    private static <T> T reduced(List<List<T>> parts, CallSite site, Function2<T, T, T> function) {
        Reducing<T> reducing = Reducing.of(function);
        for (List<T> part : parts) {
            for (T value : part) {
                addInDriver(reducing, value);
            }
        }
        List<T> result = reducing.result();
        if (result.isEmpty()) {
            throw empty(site);
        }
        return result.get(0);
    }

    private static <T> void addInDriver(Reducing<T> reducing, T value) {
        try {
            reducing.add(value);
        } catch (Exception e) {
            throw failedInDriver(e);
        }
    }

    private static <U> U merge(Function2<U, U, U> function, U one, U other) {
        try {
            return function.call(one, other);
        } catch (Exception e) {
            throw failedInDriver(e);
        }
    }

    private static LisleException failedInDriver(Exception failure) {
        return new LisleException(
                ErrorCode.USER_CODE_FAILED, "merging the partitions' results failed: " + failure, "", failure);
    }

    static LisleException empty(CallSite site) {
        return new LisleException(
                ErrorCode.EMPTY_COLLECTION, site + " found no records", "ask isEmpty() first where that may be");
    }
}
