package org.lisle.programs;

import static org.lisle.programs.PlainJava.bag;
import static org.lisle.programs.PlainJava.engineGroups;
import static org.lisle.programs.PlainJava.groupBags;
import static org.lisle.programs.PlainJava.mapped;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lisle.api.CollectionAccumulator;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** The operations on records. */
@SuppressWarnings("NullAway") // null is a record like any other
final class RecordPrograms {
    private RecordPrograms() {}

    static Stream<Program> all() {
        return Stream.of(narrow(), moving(), returning(), effects()).flatMap(programs -> programs);
    }

    private static Stream<Program> narrow() {
        return Stream.of(
                Program.of("collect", data -> data.numbers().collect(), Shape::numbers),
                Program.of(
                        "map",
                        data -> data.numbers().map(n -> "<" + n + ">").collect(),
                        shape -> mapped(shape.numbers(), n -> "<" + n + ">")),
                Program.of(
                        "map to null",
                        data -> data.numbers().map(n -> (String) null).collect(),
                        shape -> mapped(shape.numbers(), n -> null)),
                Program.of(
                        "filter",
                        data -> data.numbers().filter(RecordPrograms::isOdd).collect(),
                        shape -> shape.numbers().stream()
                                .filter(RecordPrograms::isOdd)
                                .toList()),
                Program.of(
                        "flatMap",
                        data -> data.numbers()
                                .flatMap(n -> Collections.nCopies(n == null ? 1 : n % 3, n)
                                        .iterator())
                                .collect(),
                        shape -> shape.numbers().stream()
                                .flatMap(n -> Collections.nCopies(n == null ? 1 : n % 3, n).stream())
                                .toList()),
                Program.of(
                        "mapToPair",
                        data -> data.numbers()
                                .mapToPair(n -> new Pair<>(n, "x" + n))
                                .collect(),
                        shape -> mapped(shape.numbers(), n -> new Pair<>(n, "x" + n))),
                Program.of(
                        "flatMapToPair",
                        data -> data.numbers()
                                .flatMapToPair(n -> List.of(new Pair<>(n, 1), new Pair<>(1, n))
                                        .iterator())
                                .collect(),
                        shape -> shape.numbers().stream()
                                .flatMap(n -> Stream.of(new Pair<>(n, 1), new Pair<>(1, n)))
                                .toList()),
                Program.withoutNulls(
                        "mapToDouble",
                        data -> data.numbers().mapToDouble(n -> n / 2.0).collect(),
                        shape -> mapped(shape.numbers(), n -> n / 2.0)),
                Program.withoutNulls(
                        "flatMapToDouble",
                        data -> data.numbers()
                                .flatMapToDouble(n -> List.of(n / 2.0, 1.0).iterator())
                                .sum(),
                        shape -> shape.numbers().stream()
                                .mapToDouble(n -> n / 2.0 + 1.0)
                                .sum()),
                Program.of(
                        "mapPartitions sees every partition once",
                        data -> data.numbers()
                                .mapPartitions(
                                        records -> List.of(list(records).size()).iterator())
                                .collect(),
                        shape -> slices(shape).stream().map(List::size).toList()),
                Program.of(
                        "mapPartitions that leaves records unread",
                        data -> data.numbers()
                                .mapPartitions(records -> records.hasNext()
                                        ? Collections.singleton(records.next()).iterator()
                                        : Collections.emptyIterator())
                                .collect(),
                        shape -> slices(shape).stream()
                                .filter(slice -> !slice.isEmpty())
                                .map(slice -> slice.get(0))
                                .toList()),
                Program.of(
                        "mapPartitionsWithIndex",
                        data -> data.numbers()
                                .mapPartitionsWithIndex(
                                        (partition, records) -> List.of(Pair.of(partition, list(records)))
                                                .iterator())
                                .collect(),
                        shape -> IntStream.range(0, shape.partitions())
                                .mapToObj(partition ->
                                        Pair.of(partition, slices(shape).get(partition)))
                                .toList()),
                Program.of(
                        "mapPartitionsToPair",
                        data -> data.numbers()
                                .mapPartitionsToPair(records -> List.of(
                                                Pair.of("n", list(records).size()))
                                        .iterator())
                                .values()
                                .collect(),
                        shape -> slices(shape).stream().map(List::size).toList()),
                Program.of(
                        "mapPartitionsToDouble",
                        data -> data.numbers()
                                .mapPartitionsToDouble(records -> List.of(1.0).iterator())
                                .sum(),
                        shape -> (double) shape.partitions()),
                Program.of(
                        "keyBy",
                        data -> data.numbers().keyBy(RecordPrograms::isOdd).collect(),
                        shape -> mapped(shape.numbers(), n -> Pair.of(isOdd(n), n))),
                Program.of("zipWithIndex", data -> data.numbers().zipWithIndex().collect(), shape -> IntStream.range(
                                0, shape.numbers().size())
                        .mapToObj(index -> new Pair<>(shape.numbers().get(index), (long) index))
                        .toList()),
                Program.of(
                        "union with itself",
                        data -> data.numbers().union(data.numbers()).collect(),
                        shape -> Stream.of(shape.numbers(), shape.numbers())
                                .flatMap(List::stream)
                                .toList()),
                Program.of(
                        "union of three, one of them empty",
                        data -> data.context()
                                .union(data.numbers(), data.context().<Integer>emptyRDD(), data.numbers())
                                .collect(),
                        shape -> Stream.of(shape.numbers(), shape.numbers())
                                .flatMap(List::stream)
                                .toList()),
                Program.of("coalesce", data -> data.numbers().coalesce(2).collect(), Shape::numbers),
                Program.of(
                        "coalesce to fewer partitions",
                        data -> data.numbers().coalesce(2).getNumPartitions(),
                        shape -> Math.min(2, shape.partitions())),
                Program.of(
                        "sample of everything",
                        data -> data.numbers().sample(false, 1.0, 3).collect(),
                        Shape::numbers),
                Program.of(
                        "sample of nothing",
                        data -> data.numbers().sample(false, 0.0, 3).collect(),
                        shape -> List.of()),
                Program.of(
                        "sample of a part, twice the same",
                        data -> {
                            Rdd<Integer> sample = data.numbers().sample(true, 0.7, 3);
                            return sample.collect().equals(sample.collect());
                        },
                        shape -> true));
    }

    private static Stream<Program> moving() {
        return Stream.of(
                Program.of(
                        "distinct",
                        data -> bag(data.numbers().distinct().collect()),
                        shape -> bag(new HashSet<>(shape.numbers()))),
                Program.of(
                        "distinct into two",
                        data -> bag(data.numbers().distinct(2).collect()),
                        shape -> bag(new HashSet<>(shape.numbers()))),
                Program.of(
                        "repartition",
                        data -> bag(data.numbers().repartition(4).collect()),
                        shape -> bag(shape.numbers())),
                Program.of(
                        "coalesce by a shuffle",
                        data -> bag(data.numbers().coalesce(7, true).collect()),
                        shape -> bag(shape.numbers())),
                Program.of(
                        "groupBy",
                        data -> engineGroups(
                                data.numbers().groupBy(RecordPrograms::isOdd).collect()),
                        shape -> groupBags(mapped(shape.numbers(), n -> Pair.of(isOdd(n), n)))),
                Program.of(
                        "groupBy into two",
                        data -> engineGroups(data.numbers().groupBy(n -> n, 2).collect()),
                        shape -> groupBags(mapped(shape.numbers(), n -> new Pair<>(n, n)))),
                Program.withoutNulls(
                        "sortBy",
                        data -> data.numbers().sortBy(n -> n, true, 3).collect(),
                        shape -> shape.numbers().stream().sorted().toList()),
                Program.withoutNulls(
                        "sortBy, descending, into one",
                        data -> data.numbers().sortBy(n -> n, false, 1).collect(),
                        shape -> shape.numbers().stream()
                                .sorted(Comparator.reverseOrder())
                                .toList()),
                Program.withoutNulls(
                        "sortBy of what was sorted and shuffled before",
                        data -> data.numbers()
                                .sortBy(n -> -n, true, 4)
                                .repartition(3)
                                .sortBy(n -> n, true, 2)
                                .collect(),
                        shape -> shape.numbers().stream().sorted().toList()),
                Program.of(
                        "distinct of a union of shuffles",
                        data -> bag(data.numbers()
                                .distinct(3)
                                .union(data.numbers().repartition(2))
                                .distinct(4)
                                .collect()),
                        shape -> bag(new HashSet<>(shape.numbers()))));
    }

    private static Stream<Program> returning() {
        SerializableComparator<Integer> backwards = (one, other) -> other.compareTo(one);
        return Stream.of(
                Program.of("count", data -> data.numbers().count(), shape ->
                        (long) shape.numbers().size()),
                Program.of("isEmpty", data -> data.numbers().isEmpty(), shape -> shape.numbers()
                        .isEmpty()),
                Program.of(
                        "first",
                        data -> orCode(() -> data.numbers().first()),
                        shape -> ofSome(
                                shape, shape.numbers().stream().findFirst().orElse(0))),
                Program.of("take", data -> data.numbers().take(4), shape -> shape.numbers().stream()
                        .limit(4)
                        .toList()),
                Program.of("take of more than there is", data -> data.numbers().take(99), Shape::numbers),
                Program.of("take of none", data -> data.numbers().take(0), shape -> List.of()),
                Program.withoutNulls("top", data -> data.numbers().top(3), shape -> shape.numbers().stream()
                        .sorted(Comparator.reverseOrder())
                        .limit(3)
                        .toList()),
                Program.withoutNulls(
                        "takeOrdered",
                        data -> data.numbers().takeOrdered(99),
                        shape -> shape.numbers().stream().sorted().toList()),
                Program.withoutNulls(
                        "takeOrdered by an order of the program's",
                        data -> data.numbers().takeOrdered(4, backwards),
                        shape -> shape.numbers().stream()
                                .sorted(Comparator.reverseOrder())
                                .limit(4)
                                .toList()),
                Program.withoutNulls(
                        "min and max",
                        data -> orCode(() -> List.of(
                                data.numbers().min(backwards), data.numbers().max(backwards))),
                        shape -> ofSome(shape, List.of(9, 0))),
                Program.withoutNulls(
                        "reduce",
                        data -> orCode(() -> data.numbers().reduce(Integer::sum)),
                        shape -> ofSome(shape, sum(shape))),
                Program.of(
                        "reduce of records that may be null",
                        data -> orCode(() -> data.numbers().reduce(PlainJava::plus)),
                        shape -> ofSome(shape, sum(shape))),
                Program.withoutNulls(
                        "treeReduce",
                        data -> orCode(() -> data.numbers().treeReduce(Integer::sum, 3)),
                        shape -> ofSome(shape, sum(shape))),
                Program.withoutNulls("fold", data -> data.numbers().fold(0, Integer::sum), RecordPrograms::sum),
                Program.of(
                        "aggregate into a collection that is changed",
                        data -> data.numbers()
                                .aggregate(
                                        new ArrayList<Integer>(),
                                        (all, n) -> {
                                            all.add(n);
                                            return all;
                                        },
                                        (one, other) -> {
                                            one.addAll(other);
                                            return one;
                                        })
                                .size(),
                        shape -> shape.numbers().size()),
                Program.of("countByValue", data -> data.numbers().countByValue(), shape -> {
                    var counts = new java.util.HashMap<Integer, Long>();
                    bag(shape.numbers()).forEach((n, count) -> counts.put(n, (long) count));
                    return counts;
                }),
                Program.of("toLocalIterator", data -> list(data.numbers().toLocalIterator()), Shape::numbers),
                Program.withoutNulls(
                        "sum and mean of doubles",
                        data -> {
                            var doubles = data.numbers().mapToDouble(n -> n);
                            return List.of(doubles.sum(), Math.rint(doubles.mean() * 1e9));
                        },
                        shape -> List.of(
                                (double) sum(shape),
                                shape.numbers().isEmpty()
                                        ? 0.0
                                        : Math.rint(1e9
                                                * sum(shape)
                                                / shape.numbers().size()))));
    }

    private static Stream<Program> effects() {
        return Stream.of(
                Program.of(
                        "foreach",
                        data -> {
                            CollectionAccumulator<String> seen = data.context().collectionAccumulator();
                            data.numbers().foreach(n -> seen.add("<" + n + ">"));
                            return bag(seen.value());
                        },
                        shape -> bag(mapped(shape.numbers(), n -> "<" + n + ">"))),
                Program.of(
                        "foreachPartition",
                        data -> {
                            LongAccumulator sizes = data.context().longAccumulator();
                            data.numbers()
                                    .foreachPartition(
                                            records -> sizes.add(list(records).size()));
                            return List.of(sizes.count(), sizes.sum());
                        },
                        shape -> List.of((long) shape.partitions(), (long)
                                shape.numbers().size())));
    }

    private static boolean isOdd(Integer number) {
        return number != null && number % 2 == 1;
    }

    private static int sum(Shape shape) {
        return shape.numbers().stream()
                .filter(Objects::nonNull)
                .mapToInt(n -> n)
                .sum();
    }

    static <T> List<T> list(Iterator<T> records) {
        List<T> all = new ArrayList<>();
        records.forEachRemaining(all::add);
        return all;
    }

    /** The slices that parallelize makes: of equal length, the longer ones last. */
    private static List<List<Integer>> slices(Shape shape) {
        int records = shape.numbers().size();
        return IntStream.range(0, shape.partitions())
                .mapToObj(partition -> (List<Integer>) new ArrayList<>(shape.numbers()
                        .subList(
                                partition * records / shape.partitions(),
                                (partition + 1) * records / shape.partitions())))
                .toList();
    }

    private static Object ofSome(Shape shape, Object result) {
        return shape.numbers().isEmpty() ? ErrorCode.EMPTY_COLLECTION : result;
    }

    private static Object orCode(java.util.function.Supplier<Object> action) {
        try {
            return action.get();
        } catch (LisleException e) {
            return e.code();
        }
    }
}
