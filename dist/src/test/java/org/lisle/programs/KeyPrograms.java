package org.lisle.programs;

import static org.lisle.programs.PlainJava.bag;
import static org.lisle.programs.PlainJava.cogroups;
import static org.lisle.programs.PlainJava.engineGroups;
import static org.lisle.programs.PlainJava.groupBags;
import static org.lisle.programs.PlainJava.groups;
import static org.lisle.programs.PlainJava.joined;
import static org.lisle.programs.PlainJava.mapped;
import static org.lisle.programs.PlainJava.reduced;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lisle.api.HashPartitioner;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.function.SerializableComparator;

/** The operations by key. */
final class KeyPrograms {
    private KeyPrograms() {}

    static Stream<Program> all() {
        return Stream.of(narrow(), combining(), grouping(), joining(), placing(), returning(), together())
                .flatMap(programs -> programs);
    }

    private static Stream<Program> narrow() {
        return Stream.of(
                Program.of("pairs", data -> data.left().collect(), Shape::left),
                Program.of(
                        "mapValues",
                        data -> data.left().mapValues(n -> "<" + n + ">").collect(),
                        shape -> mapped(shape.left(), pair -> new Pair<>(pair.key(), "<" + pair.value() + ">"))),
                Program.of(
                        "flatMapValues",
                        data -> data.left()
                                .flatMapValues(
                                        n -> List.of("one", "<" + n + ">").iterator())
                                .collect(),
                        shape -> shape.left().stream()
                                .flatMap(pair -> Stream.of(
                                        new Pair<>(pair.key(), "one"),
                                        new Pair<>(pair.key(), "<" + pair.value() + ">")))
                                .toList()),
                Program.of("keys", data -> data.left().keys().collect(), shape -> mapped(shape.left(), Pair::key)),
                Program.of(
                        "values", data -> data.left().values().collect(), shape -> mapped(shape.left(), Pair::value)),
                Program.of(
                        "filter of pairs",
                        data -> data.left().filter(pair -> pair.value() != null).collect(),
                        shape -> shape.left().stream()
                                .filter(pair -> pair.value() != null)
                                .toList()),
                Program.of(
                        "distinct pairs",
                        data -> bag(data.left().distinct().collect()),
                        shape -> bag(new HashSet<>(shape.left()))),
                Program.of(
                        "union of pairs",
                        data -> data.left().union(data.right()).collect(),
                        shape -> both(shape)));
    }

    private static Stream<Program> combining() {
        HashPartitioner three = new HashPartitioner(3);
        return Stream.of(
                Program.of("reduceByKey", data -> map(data.left().reduceByKey(PlainJava::plus)), KeyPrograms::sums),
                Program.of(
                        "reduceByKey into five",
                        data -> map(data.left().reduceByKey(PlainJava::plus, 5)),
                        KeyPrograms::sums),
                Program.of(
                        "reduceByKey by a partitioner",
                        data -> map(data.left().reduceByKey(three, PlainJava::plus)),
                        KeyPrograms::sums),
                Program.of(
                        "foldByKey",
                        data -> mapZero(data.left().foldByKey(0, PlainJava::plus)),
                        KeyPrograms::sumsFromZero),
                Program.of(
                        "foldByKey into two",
                        data -> mapZero(data.left().foldByKey(0, 2, PlainJava::plus)),
                        KeyPrograms::sumsFromZero),
                Program.of(
                        "aggregateByKey",
                        data -> map(data.left().aggregateByKey(0, (count, n) -> count + 1, Integer::sum)),
                        KeyPrograms::counts),
                Program.of(
                        "aggregateByKey into a zero that is changed",
                        data -> {
                            Map<String, Map<Integer, Integer>> bags = new HashMap<>();
                            map(data.left()
                                            .aggregateByKey(
                                                    new ArrayList<Integer>(),
                                                    2,
                                                    (all, n) -> {
                                                        all.add(n);
                                                        return all;
                                                    },
                                                    (one, other) -> {
                                                        one.addAll(other);
                                                        return one;
                                                    }))
                                    .forEach((key, values) -> bags.put(key, bag(values)));
                            return bags;
                        },
                        KeyPrograms::groupsByKey),
                Program.of(
                        "combineByKey",
                        data -> map(data.left().combineByKey(n -> 1, (count, n) -> count + 1, Integer::sum)),
                        KeyPrograms::counts),
                Program.of(
                        "combineByKey without combining before the shuffle",
                        data -> map(
                                data.left().combineByKey(n -> 1, (count, n) -> count + 1, Integer::sum, three, false)),
                        KeyPrograms::counts));
    }

    private static Stream<Program> grouping() {
        return Stream.of(
                Program.of(
                        "groupByKey",
                        data -> engineGroups(data.left().groupByKey().collect()),
                        KeyPrograms::groupsByKey),
                Program.of(
                        "groupByKey into seven",
                        data -> engineGroups(data.left().groupByKey(7).collect()),
                        KeyPrograms::groupsByKey),
                Program.of(
                        "groupByKey whose groups are gone through twice",
                        data -> map(data.left().groupByKey().mapValues(values -> size(values) + size(values))),
                        shape -> {
                            Map<String, Integer> twice = new HashMap<>();
                            groups(shape.left()).forEach((key, values) -> twice.put(key, 2 * values.size()));
                            return twice;
                        }),
                Program.of(
                        "cogroup",
                        data -> bags(data.left().cogroup(data.right()), pair -> List.of(pair.key(), pair.value())),
                        shape -> cogroups(shape.left(), shape.right())),
                Program.of(
                        "groupWith itself",
                        data -> bags(data.left().groupWith(data.left()), pair -> List.of(pair.key(), pair.value())),
                        shape -> cogroups(shape.left(), shape.left())),
                Program.of(
                        "cogroup with two",
                        data -> bags(
                                data.left().cogroup(data.right(), data.left(), 2),
                                tuple -> List.of(tuple.first(), tuple.second(), tuple.third())),
                        shape -> cogroups(shape.left(), shape.right(), shape.left())),
                Program.of(
                        "cogroup with three",
                        data -> bags(
                                data.left().cogroup(data.right(), data.left(), data.right()),
                                tuple -> List.of(tuple.first(), tuple.second(), tuple.third(), tuple.fourth())),
                        shape -> cogroups(shape.left(), shape.right(), shape.left(), shape.right())));
    }

    private static Stream<Program> joining() {
        return Stream.of(
                Program.of(
                        "join",
                        data -> bag(data.left().join(data.right()).collect()),
                        shape -> join(shape, false, false, Pair::new)),
                Program.of(
                        "join into two",
                        data -> bag(data.left().join(data.right(), 2).collect()),
                        shape -> join(shape, false, false, Pair::new)),
                Program.of(
                        "join of sides that lie alike",
                        data -> bag(data.left()
                                .partitionBy(new HashPartitioner(3))
                                .join(data.right().reduceByKey(new HashPartitioner(3), (one, other) -> one))
                                .keys()
                                .collect()),
                        shape -> bag(shape.left().stream()
                                .map(Pair::key)
                                .filter(key -> groups(shape.right()).containsKey(key))
                                .toList())),
                Program.of(
                        "leftOuterJoin",
                        data -> bag(data.left().leftOuterJoin(data.right()).collect()),
                        shape -> join(shape, true, false, (one, other) -> new Pair<>(one, Optional.ofNullable(other)))),
                Program.of(
                        "rightOuterJoin",
                        data -> bag(data.left().rightOuterJoin(data.right(), 4).collect()),
                        shape -> join(shape, false, true, (one, other) -> new Pair<>(Optional.ofNullable(one), other))),
                Program.of(
                        "fullOuterJoin",
                        data -> bag(data.left().fullOuterJoin(data.right()).collect()),
                        shape -> join(
                                shape,
                                true,
                                true,
                                (one, other) -> Pair.of(Optional.ofNullable(one), Optional.ofNullable(other)))),
                Program.of(
                        "subtractByKey",
                        data -> bag(data.left().subtractByKey(data.right()).collect()),
                        shape -> bag(shape.left().stream()
                                .filter(pair -> !groups(shape.right()).containsKey(pair.key()))
                                .toList())));
    }

    private static Stream<Program> placing() {
        SerializableComparator<String> backwards = (one, other) -> other.compareTo(one);
        return Stream.of(
                Program.of(
                        "partitionBy puts each key where the partitioner says",
                        data -> bag(data.left()
                                .partitionBy(new HashPartitioner(3))
                                .mapPartitionsWithIndex((partition, pairs) -> RecordPrograms.list(pairs).stream()
                                        .map(pair -> new Pair<>(partition, pair))
                                        .iterator())
                                .collect()),
                        shape -> bag(mapped(
                                shape.left(),
                                pair -> new Pair<>(new HashPartitioner(3).getPartition(pair.key()), pair)))),
                Program.withoutNulls(
                        "sortByKey",
                        data -> data.left().sortByKey().keys().collect(),
                        shape -> shape.left().stream().map(Pair::key).sorted().toList()),
                Program.withoutNulls(
                        "sortByKey, descending, into three",
                        data -> data.left().sortByKey(false, 3).keys().collect(),
                        shape -> shape.left().stream()
                                .map(Pair::key)
                                .sorted(Comparator.reverseOrder())
                                .toList()),
                Program.withoutNulls(
                        "sortByKey by an order of the program's keeps all pairs",
                        data -> bag(data.left().sortByKey(backwards).collect()),
                        shape -> bag(shape.left())),
                Program.of(
                        "sortByKey with nulls, which the program's order knows",
                        data -> data.left()
                                .sortByKey(
                                        (one, other) -> String.valueOf(one).compareTo(String.valueOf(other)), true, 2)
                                .keys()
                                .collect(),
                        shape -> shape.left().stream()
                                .map(Pair::key)
                                .sorted(Comparator.comparing(String::valueOf))
                                .toList()),
                Program.withoutNulls(
                        "repartitionAndSortWithinPartitions",
                        data -> data.left()
                                .repartitionAndSortWithinPartitions(new HashPartitioner(2))
                                .keys()
                                .collect(),
                        shape -> shape.left().stream()
                                .map(Pair::key)
                                .sorted(Comparator.<String>comparingInt(key -> new HashPartitioner(2).getPartition(key))
                                        .thenComparing(Comparator.naturalOrder()))
                                .toList()));
    }

    private static Stream<Program> returning() {
        return Stream.of(
                Program.of("collectAsMap", data -> data.left().collectAsMap().keySet(), shape -> groups(shape.left())
                        .keySet()),
                Program.of("countByKey", data -> data.left().countByKey(), shape -> {
                    Map<String, Long> counts = new HashMap<>();
                    groups(shape.left()).forEach((key, values) -> counts.put(key, (long) values.size()));
                    return counts;
                }),
                Program.of("lookup", data -> data.left().lookup("a"), shape -> groups(shape.left())
                        .getOrDefault("a", List.of())),
                Program.of("lookup of null", data -> data.left().lookup(null), shape -> groups(shape.left())
                        .getOrDefault(null, List.of())),
                Program.of(
                        "lookup where keys lie by a partitioner",
                        data -> bag(
                                data.left().partitionBy(new HashPartitioner(5)).lookup("a")),
                        shape -> bag(groups(shape.left()).getOrDefault("a", List.of()))));
    }

    private static Stream<Program> together() {
        return Stream.of(
                Program.withoutNulls(
                        "word count, sorted by count",
                        data -> data.left()
                                .keys()
                                .mapToPair(word -> Pair.of(word, 1))
                                .reduceByKey(Integer::sum)
                                .mapToPair(count -> Pair.of(count.value() + ":" + count.key(), count.key()))
                                .sortByKey(false)
                                .keys()
                                .collect(),
                        shape -> {
                            Map<String, String> counts = new TreeMap<>(Comparator.reverseOrder());
                            groups(shape.left()).forEach((word, all) -> counts.put(all.size() + ":" + word, word));
                            return new ArrayList<>(counts.keySet());
                        }),
                Program.of(
                        "a shuffle read by two",
                        data -> {
                            PairRdd<String, Integer> sums = data.left().reduceByKey(PlainJava::plus, 3);
                            return bag(sums.keys()
                                    .union(sums.mapValues(n -> n).keys())
                                    .collect());
                        },
                        shape -> {
                            Map<String, Integer> twice = new HashMap<>();
                            groups(shape.left()).keySet().forEach(key -> twice.put(key, 2));
                            return twice;
                        }),
                Program.withoutNulls(
                        "five rounds of a join with itself",
                        data -> {
                            PairRdd<String, Integer> ranks = data.left().reduceByKey(Integer::sum, 3);
                            for (int round = 0; round < 5; round++) {
                                ranks = ranks.join(ranks).mapValues(pair -> pair.key() + pair.value());
                            }
                            return map(ranks);
                        },
                        shape -> {
                            Map<String, Integer> ranks = new HashMap<>();
                            reduced(shape.left(), Integer::sum).forEach((key, sum) -> ranks.put(key, 32 * sum));
                            return ranks;
                        }));
    }

    private static <V> Map<String, V> map(PairRdd<String, V> pairs) {
        Map<String, V> map = new HashMap<>();
        for (Pair<String, V> pair : pairs.collect()) {
            if (map.put(pair.key(), pair.value()) != null) {
                throw new AssertionError("the key " + pair.key() + " came twice");
            }
        }
        return map;
    }

    private static Map<String, Integer> mapZero(PairRdd<String, Integer> pairs) {
        return map(pairs);
    }

    private static Map<String, Integer> sums(Shape shape) {
        return reduced(shape.left(), PlainJava::plus);
    }

    private static Map<String, Integer> counts(Shape shape) {
        Map<String, Integer> counts = new HashMap<>();
        groups(shape.left()).forEach((key, values) -> counts.put(key, values.size()));
        return counts;
    }

    private static Map<String, Map<Integer, Integer>> groupsByKey(Shape shape) {
        return groupBags(shape.left());
    }

    private static Map<String, Integer> sumsFromZero(Shape shape) {
        Map<String, Integer> sums = new HashMap<>();
        groups(shape.left())
                .forEach((key, values) -> sums.put(
                        key,
                        values.stream()
                                .filter(Objects::nonNull)
                                .mapToInt(n -> n)
                                .sum()));
        return sums;
    }

    private static <G> Map<String, List<Map<Integer, Integer>>> bags(
            PairRdd<String, G> groups, Function<G, List<Iterable<Integer>>> sides) {
        Map<String, List<Map<Integer, Integer>>> bags = new HashMap<>();
        groups.collect().forEach(group -> bags.put(group.key(), mapped(sides.apply(group.value()), PlainJava::bag)));
        return bags;
    }

    private static <R> Map<Pair<String, R>, Integer> join(
            Shape shape, boolean keepLeft, boolean keepRight, BiFunction<Integer, Integer, R> combine) {
        return joined(shape.left(), shape.right(), keepLeft, keepRight, combine);
    }

    private static List<Pair<String, Integer>> both(Shape shape) {
        List<Pair<String, Integer>> both = new ArrayList<>(shape.left());
        both.addAll(shape.right());
        return both;
    }

    private static int size(Iterable<?> values) {
        int size = 0;
        for (Object ignored : values) {
            size++;
        }
        return size;
    }
}
