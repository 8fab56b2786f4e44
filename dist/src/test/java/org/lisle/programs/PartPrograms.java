package org.lisle.programs;

import static org.lisle.programs.PlainJava.bag;
import static org.lisle.programs.PlainJava.groups;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;
import org.lisle.api.function.SerializableComparator;

/** Operations that give a part of the records: random ones, and ranges. */
@SuppressWarnings("NullAway") // null is a record like any other
final class PartPrograms {
    private PartPrograms() {}

    static Stream<Program> all() {
        return Stream.of(random(), byKey(), ranges()).flatMap(programs -> programs);
    }

    private static Stream<Program> random() {
        return Stream.of(
                Program.of(
                        "randomSplit puts every record into one part",
                        data -> {
                            List<Integer> all = new ArrayList<>();
                            for (Rdd<Integer> part : data.numbers().randomSplit(new double[] {1, 0, 2}, 7)) {
                                all.addAll(part.collect());
                            }
                            return bag(all);
                        },
                        shape -> bag(shape.numbers())),
                Program.of(
                        "randomSplit after a shuffle",
                        data -> {
                            Rdd<Integer> moved = data.numbers().distinct();
                            return Arrays.stream(moved.randomSplit(new double[] {0.5, 0.5}))
                                    .mapToLong(Rdd::count)
                                    .sum();
                        },
                        shape -> (long) new HashSet<>(shape.numbers()).size()),
                Program.of(
                        "takeSample of some",
                        data -> {
                            List<Integer> sample = data.numbers().takeSample(false, 4, 3);
                            Map<Integer, Integer> all = bag(data.shape().numbers());
                            bag(sample).forEach((number, times) -> all.merge(number, -times, Integer::sum));
                            return Pair.of(sample.size(), all.values().stream().allMatch(rest -> rest >= 0));
                        },
                        shape -> Pair.of(Math.min(4, shape.numbers().size()), true)),
                Program.of(
                        "takeSample of all",
                        data -> bag(data.numbers().takeSample(false, 100)),
                        shape -> bag(shape.numbers())),
                Program.of(
                        "takeSample with replacement",
                        data -> data.numbers().takeSample(true, 25, 3).size(),
                        shape -> shape.numbers().isEmpty() ? 0 : 25),
                Program.of("takeSample of none", data -> data.numbers().takeSample(true, 0), shape -> List.of()));
    }

    private static Stream<Program> byKey() {
        return Stream.of(
                Program.of(
                        "sampleByKey of all of one key and none of the others",
                        data -> bag(data.left()
                                .sampleByKey(false, only(data.shape(), "a"), 3)
                                .collect()),
                        shape -> bag(shape.left().stream()
                                .filter(pair -> "a".equals(pair.key()))
                                .toList())),
                Program.of(
                        "sampleByKeyExact",
                        data -> counts(data.left()
                                .sampleByKeyExact(false, all(data.shape(), 0.5), 3)
                                .collect()),
                        shape -> halves(shape, 0.5)),
                Program.of(
                        "sampleByKeyExact with replacement",
                        data -> counts(data.left()
                                .sampleByKeyExact(true, all(data.shape(), 2.5))
                                .collect()),
                        shape -> halves(shape, 2.5)),
                Program.of(
                        "sampleByKeyExact takes no pair twice",
                        data -> {
                            Map<Pair<String, Integer>, Integer> rest =
                                    bag(data.shape().left());
                            data.left()
                                    .sampleByKeyExact(false, all(data.shape(), 0.7), 9)
                                    .collect()
                                    .forEach(pair -> rest.merge(pair, -1, Integer::sum));
                            return rest.values().stream().allMatch(left -> left >= 0);
                        },
                        shape -> true));
    }

    private static Stream<Program> ranges() {
        SerializableComparator<@Nullable String> nullsFirst = (one, other) ->
                Comparator.nullsFirst(Comparator.<String>naturalOrder()).compare(one, other);
        return Stream.of(
                Program.withoutNulls(
                        "filterByRange",
                        data -> bag(data.left().filterByRange("b", "d").collect()),
                        PartPrograms::fromBToD),
                Program.withoutNulls(
                        "filterByRange after a sort",
                        data -> data.left()
                                .sortByKey(true, 3)
                                .filterByRange("b", "d")
                                .keys()
                                .collect(),
                        shape -> shape.left().stream()
                                .map(Pair::key)
                                .filter(key -> key.compareTo("b") >= 0 && key.compareTo("d") <= 0)
                                .sorted()
                                .toList()),
                Program.withoutNulls(
                        "filterByRange after a descending sort",
                        data -> bag(data.left()
                                .sortByKey(false)
                                .filterByRange("b", "d")
                                .collect()),
                        PartPrograms::fromBToD),
                Program.of(
                        "filterByRange in an order of its own",
                        data -> bag(
                                data.left().filterByRange(nullsFirst, "b", "d").collect()),
                        PartPrograms::fromBToD),
                Program.withoutNulls(
                        "top and takeOrdered by a comparator",
                        data -> List.of(
                                data.numbers().top(3, Comparator.<Integer>naturalOrder()),
                                data.numbers().takeOrdered(3, Comparator.<Integer>reverseOrder())),
                        shape -> {
                            List<Integer> greatest = shape.numbers().stream()
                                    .sorted(Comparator.reverseOrder())
                                    .limit(3)
                                    .toList();
                            return List.of(greatest, greatest);
                        }));
    }

    private static Map<Pair<String, Integer>, Integer> fromBToD(Shape shape) {
        return bag(shape.left().stream()
                .filter(pair -> pair.key() != null
                        && pair.key().compareTo("b") >= 0
                        && pair.key().compareTo("d") <= 0)
                .toList());
    }

    private static Map<String, Double> only(Shape shape, String key) {
        Map<String, Double> fractions = all(shape, 0);
        fractions.put(key, 1.0);
        return fractions;
    }

    private static Map<String, Double> all(Shape shape, double fraction) {
        Map<String, Double> fractions = new HashMap<>();
        shape.left().forEach(pair -> fractions.put(pair.key(), fraction));
        return fractions;
    }

    private static Map<String, Integer> counts(List<Pair<String, Integer>> pairs) {
        Map<String, Integer> counts = new HashMap<>();
        groups(pairs).forEach((key, values) -> counts.put(key, values.size()));
        return counts;
    }

    private static Map<String, Integer> halves(Shape shape, double fraction) {
        Map<String, Integer> counts = new HashMap<>();
        groups(shape.left()).forEach((key, values) -> counts.put(key, (int) Math.ceil(values.size() * fraction)));
        return counts;
    }
}
