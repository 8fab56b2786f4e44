package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lisle.programs.PlainJava.bag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lisle.api.DoubleRdd;
import org.lisle.api.HashPartitioner;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Partitioner;
import org.lisle.api.RangePartitioner;
import org.lisle.api.Rdd;
import org.lisle.api.Tuple3;
import org.lisle.api.Tuple4;
import org.lisle.api.function.SerializableComparator;

/**
 * The forms of an operation differ in what they leave to be chosen, not in what they give. One form of each is a {@link Program}, which runs
 * on all shapes of data; here the others are held to it.
 */
@SuppressWarnings("NullAway") // null is a value like any other
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadsTest {
    private static final Partitioner THREE = new HashPartitioner(3);
    private static final SerializableComparator<String> BACKWARDS = (one, other) -> other.compareTo(one);
    private static final Comparator<String> BACKWARDS_BY_CLASS = Comparator.<String>reverseOrder();

    private LisleContext context;

    private Rdd<Integer> numbers;

    private PairRdd<String, Integer> left;

    private PairRdd<String, Integer> right;

    @BeforeAll
    void open() {
        context = LisleContext.builder().appName("overloads").master("local[2]").build();
        numbers = context.parallelize(IntStream.range(0, 30).boxed().toList(), 4);
        left = context.parallelizePairs(pairs(40, 7, 9), 4);
        right = context.parallelizePairs(pairs(25, 5, 11), 3);
    }

    private static List<Pair<String, Integer>> pairs(int count, int factor, int keys) {
        return IntStream.range(0, count)
                .mapToObj(n -> Pair.of("k" + n * factor % keys, n))
                .toList();
    }

    @AfterAll
    void close() {
        context.close();
    }

    /** An operation by key, by its name, in the form that leaves placing open, with a number of partitions, with a partitioner. */
    private record Forms(String name, PairRdd<?, ?> open, PairRdd<?, ?> intoFive, PairRdd<?, ?> byThree) {}

    private List<Forms> byKey() {
        return List.of(
                new Forms(
                        "reduceByKey",
                        left.reduceByKey(Integer::sum),
                        left.reduceByKey(Integer::sum, 5),
                        left.reduceByKey(THREE, Integer::sum)),
                new Forms(
                        "foldByKey",
                        left.foldByKey(0, Integer::sum),
                        left.foldByKey(0, 5, Integer::sum),
                        left.foldByKey(0, THREE, Integer::sum)),
                new Forms(
                        "aggregateByKey",
                        left.aggregateByKey(0L, (sum, n) -> sum + n, Long::sum),
                        left.aggregateByKey(0L, 5, (sum, n) -> sum + n, Long::sum),
                        left.aggregateByKey(0L, THREE, (sum, n) -> sum + n, Long::sum)),
                new Forms(
                        "combineByKey",
                        left.combineByKey(n -> (long) n, (sum, n) -> sum + n, Long::sum),
                        left.combineByKey(n -> (long) n, (sum, n) -> sum + n, Long::sum, 5),
                        left.combineByKey(n -> (long) n, (sum, n) -> sum + n, Long::sum, THREE)),
                new Forms("groupByKey", left.groupByKey(), left.groupByKey(5), left.groupByKey(THREE)),
                new Forms(
                        "countApproxDistinctByKey",
                        left.countApproxDistinctByKey(0.01),
                        left.countApproxDistinctByKey(0.01, 5),
                        left.countApproxDistinctByKey(0.01, THREE)),
                new Forms("cogroup", left.cogroup(right), left.cogroup(right, 5), left.cogroup(right, THREE)),
                new Forms(
                        "cogroup with two",
                        left.cogroup(right, left),
                        left.cogroup(right, left, 5),
                        left.cogroup(right, left, THREE)),
                new Forms(
                        "cogroup with three",
                        left.cogroup(right, left, right),
                        left.cogroup(right, left, right, 5),
                        left.cogroup(right, left, right, THREE)),
                new Forms("join", left.join(right), left.join(right, 5), left.join(right, THREE)),
                new Forms(
                        "leftOuterJoin",
                        left.leftOuterJoin(right),
                        left.leftOuterJoin(right, 5),
                        left.leftOuterJoin(right, THREE)),
                new Forms(
                        "rightOuterJoin",
                        left.rightOuterJoin(right),
                        left.rightOuterJoin(right, 5),
                        left.rightOuterJoin(right, THREE)),
                new Forms(
                        "fullOuterJoin",
                        left.fullOuterJoin(right),
                        left.fullOuterJoin(right, 5),
                        left.fullOuterJoin(right, THREE)),
                new Forms(
                        "subtractByKey",
                        left.subtractByKey(right),
                        left.subtractByKey(right, 5),
                        left.subtractByKey(right, THREE)));
    }

    @Test
    void placingChangesNothingElse() {
        for (Forms forms : byKey()) {
            Map<?, Integer> expected = content(forms.open());
            assertThat(forms.open().getNumPartitions()).as(forms.name()).isEqualTo(4);
            assertThat(forms.intoFive().partitioner()).as(forms.name()).contains(new HashPartitioner(5));
            assertThat(forms.byThree().partitioner()).as(forms.name()).contains(THREE);
            assertThat(content(forms.intoFive()))
                    .as("%s into five", forms.name())
                    .isEqualTo(expected);
            assertThat(content(forms.byThree()))
                    .as("%s by a partitioner", forms.name())
                    .isEqualTo(expected);
        }
    }

    @Test
    void groupWithIsCogroup() {
        assertThat(content(left.groupWith(right))).isEqualTo(content(left.cogroup(right)));
        assertThat(content(left.groupWith(right, left))).isEqualTo(content(left.cogroup(right, left)));
        assertThat(content(left.groupWith(right, left, right))).isEqualTo(content(left.cogroup(right, left, right)));
    }

    @Test
    void ordersAreGivenByLambdasAndByClasses() {
        List<String> ascending = left.sortByKey().keys().collect();
        List<String> descending = left.sortByKey(false).keys().collect();
        assertThat(ascending).isSorted();
        assertThat(descending).isSortedAccordingTo(Comparator.reverseOrder()).hasSameSizeAs(ascending);
        assertThat(left.sortByKey(true, 2).keys().collect()).isEqualTo(ascending);
        for (PairRdd<String, Integer> backwards : List.of(
                left.sortByKey(BACKWARDS),
                left.sortByKey(BACKWARDS_BY_CLASS),
                left.sortByKey(BACKWARDS, true),
                left.sortByKey(BACKWARDS_BY_CLASS, true),
                left.sortByKey(BACKWARDS, true, 2),
                left.sortByKey(BACKWARDS_BY_CLASS, true, 2))) {
            assertThat(backwards.keys().collect()).isEqualTo(descending);
        }
        assertThat(left.sortByKey(BACKWARDS, false).keys().collect()).isEqualTo(ascending);
        for (PairRdd<String, Integer> within : List.of(
                left.repartitionAndSortWithinPartitions(THREE, BACKWARDS),
                left.repartitionAndSortWithinPartitions(THREE, BACKWARDS_BY_CLASS))) {
            assertThat(within.partitioner()).contains(THREE);
            assertThat(within.keys().glom().collect()).hasSize(3).allSatisfy(keys -> assertThat(keys)
                    .isSortedAccordingTo(Comparator.reverseOrder()));
        }
        Rdd<String> keys = left.keys();
        assertThat(keys.top(5, BACKWARDS)).isEqualTo(ascending.subList(0, 5));
        assertThat(keys.top(5, BACKWARDS_BY_CLASS)).isEqualTo(ascending.subList(0, 5));
        assertThat(keys.takeOrdered(5, BACKWARDS)).isEqualTo(descending.subList(0, 5));
        assertThat(keys.takeOrdered(5, BACKWARDS_BY_CLASS)).isEqualTo(descending.subList(0, 5));
        assertThat(keys.min(BACKWARDS)).isEqualTo(keys.min(BACKWARDS_BY_CLASS)).isEqualTo(descending.get(0));
        assertThat(keys.max(BACKWARDS)).isEqualTo(keys.max(BACKWARDS_BY_CLASS)).isEqualTo(ascending.get(0));
    }

    @Test
    void rangesOfKeysArePlacedInTheirOrder() {
        List<String> ascending = left.sortByKey().keys().collect();
        for (RangePartitioner<String> ranges : List.of(left.rangePartitioner(3), left.rangePartitioner(3, true))) {
            assertThat(smallestFirst(ranges)).isEqualTo(ascending);
        }
        for (RangePartitioner<String> ranges : List.of(
                left.rangePartitioner(3, false),
                left.rangePartitioner(3, true, BACKWARDS),
                left.rangePartitioner(3, true, BACKWARDS_BY_CLASS))) {
            List<String> keys = new ArrayList<>(left.repartitionAndSortWithinPartitions(ranges, BACKWARDS)
                    .keys()
                    .collect());
            assertThat(keys).isSortedAccordingTo(Comparator.reverseOrder()).hasSameSizeAs(ascending);
        }
    }

    private List<String> smallestFirst(RangePartitioner<String> ranges) {
        return left.repartitionAndSortWithinPartitions(ranges).keys().collect();
    }

    @Test
    void keysStayWhereTheyAreWhenTheFunctionSaysSo() {
        PairRdd<String, Integer> placed = left.partitionBy(THREE);
        assertThat(placed.mapPartitionsToPair(pairs -> pairs, true).partitioner())
                .contains(THREE);
        assertThat(placed.mapPartitionsToPair(pairs -> pairs, false).partitioner())
                .isEmpty();
        assertThat(placed.mapPartitionsToPair(pairs -> pairs).partitioner()).isEmpty();
        assertThat(placed.mapPartitions(pairs -> pairs, true).partitioner()).contains(THREE);
        assertThat(placed.mapPartitions(pairs -> pairs).partitioner()).isEmpty();
        assertThat(placed.mapPartitionsWithIndex((partition, pairs) -> pairs, true)
                        .partitioner())
                .contains(THREE);
        assertThat(placed.mapPartitionsWithIndex((partition, pairs) -> pairs).partitioner())
                .isEmpty();
        assertThat(bag(placed.mapPartitions(pairs -> pairs, true).collect())).isEqualTo(bag(left.collect()));
        assertThat(numbers.mapPartitionsToDouble(OverloadsTest::sizes, true).collect())
                .isEqualTo(numbers.mapPartitionsToDouble(OverloadsTest::sizes).collect());
        assertThat(PairRdd.fromJavaRDD(placed.map(pair -> pair))
                        .mapValues(n -> n)
                        .countByKey())
                .isEqualTo(left.countByKey());
    }

    private static Iterator<Double> sizes(Iterator<Integer> records) {
        return List.of((double) RecordPrograms.list(records).size()).iterator();
    }

    @Test
    void treesOfAnyDepthGiveTheSame() {
        int sum = numbers.reduce(Integer::sum);
        assertThat(numbers.treeReduce(Integer::sum)).isEqualTo(sum);
        for (int depth = 1; depth < 5; depth++) {
            assertThat(numbers.treeReduce(Integer::sum, depth)).isEqualTo(sum);
            assertThat(numbers.treeAggregate(0, Integer::sum, Integer::sum, depth))
                    .isEqualTo(sum);
            assertThat(numbers.treeAggregate(0, Integer::sum, Integer::sum, depth, true))
                    .isEqualTo(sum);
        }
    }

    @Test
    void estimatesThatEndAreExactWithAnyConfidence() {
        DoubleRdd doubles = numbers.mapToDouble(n -> n);
        long wait = 600_000;
        assertThat(numbers.countApprox(wait, 0.5))
                .hasToString(numbers.countApprox(wait).toString());
        assertThat(doubles.meanApprox(wait, 0.5))
                .hasToString(doubles.meanApprox(wait).toString());
        assertThat(doubles.sumApprox(wait, 0.5))
                .hasToString(doubles.sumApprox(wait).toString());
        assertThat(numbers.countByValueApprox(wait, 0.5).getFinalValue())
                .isEqualTo(numbers.countByValueApprox(wait).getFinalValue());
        assertThat(left.countByKeyApprox(wait, 0.5).getFinalValue())
                .isEqualTo(left.countByKeyApprox(wait).getFinalValue());
    }

    @Test
    void aSampleWithoutASeedIsTheSameEachTimeItIsComputed() {
        Map<String, Double> halves = new HashMap<>();
        left.keys().distinct().collect().forEach(key -> halves.put(key, 0.5));
        for (Rdd<?> sample :
                List.of(numbers.sample(false, 0.5), numbers.sample(true, 1.5), left.sampleByKey(false, halves))) {
            assertThat(sample.collect()).isEqualTo(sample.collect());
        }
        assertThat(left.sampleByKeyExact(false, halves).countByKey())
                .isEqualTo(left.sampleByKeyExact(false, halves, 5).countByKey());
    }

    @Test
    void commandsAreGivenInEveryForm() {
        List<String> lines = numbers.map(String::valueOf).collect();
        assertThat(numbers.pipe("cat").collect()).isEqualTo(lines);
        assertThat(numbers.pipe(List.of("cat")).collect()).isEqualTo(lines);
        List<String> marked = lines.stream().map(line -> "*" + line).toList();
        List<String> command = List.of("sh", "-c", "sed s/^/$MARK/");
        assertThat(numbers.pipe(command, Map.of("MARK", "*")).collect()).isEqualTo(marked);
        assertThat(numbers.pipe(command, Map.of("MARK", "*"), true, 100).collect())
                .isEqualTo(marked);
    }

    @Test
    void collectionsOfAllKindsAreCutByDefaultIntoAsManyPartitionsAsThereAreSlots() {
        List<Integer> values = List.of(3, 1, 2);
        Iterable<Integer> iterable = values.stream()::iterator;
        assertThat(context.parallelize(values).glom().collect()).isEqualTo(List.of(List.of(3), List.of(1, 2)));
        assertThat(context.parallelize(iterable).collect()).isEqualTo(values);
        assertThat(context.parallelizePairs(List.of(Pair.of("a", 1))).collectAsMap())
                .isEqualTo(Map.of("a", 1));
        DoubleRdd doubles = context.parallelizeDoubles(List.of(2.0, 1.0));
        assertThat(doubles.getNumPartitions()).isEqualTo(2);
        assertThat(doubles.min()).isEqualTo(1.0);
        assertThat(doubles.max()).isEqualTo(2.0);
        assertThat(context.parallelizeDoubles(List.of(2.0, 1.0), 1).getNumPartitions())
                .isEqualTo(1);
        assertThat(context.union(doubles, doubles).sum()).isEqualTo(6.0);
        assertThat(bag(context.union(left, right, left).collect()))
                .isEqualTo(bag(left.union(right).union(left).collect()));
    }

    /** Records as often as they occur; groups as often as they have each value. */
    private static Map<?, Integer> content(Rdd<?> rdd) {
        List<@Nullable Object> records = new ArrayList<>();
        for (Object record : rdd.collect()) {
            records.add(normal(record));
        }
        return bag(records);
    }

    private static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof Iterable<?> values) {
            return bag(values);
        }
        if (value instanceof Pair<?, ?> pair) {
            return new Pair<>(normal(pair.key()), normal(pair.value()));
        }
        if (value instanceof Tuple3<?, ?, ?> tuple) {
            return List.of(bag((Iterable<?>) tuple.first()), bag((Iterable<?>) tuple.second()), bag((Iterable<?>)
                    tuple.third()));
        }
        if (value instanceof Tuple4<?, ?, ?, ?> tuple) {
            return List.of(
                    bag((Iterable<?>) tuple.first()),
                    bag((Iterable<?>) tuple.second()),
                    bag((Iterable<?>) tuple.third()),
                    bag((Iterable<?>) tuple.fourth()));
        }
        return value;
    }
}
