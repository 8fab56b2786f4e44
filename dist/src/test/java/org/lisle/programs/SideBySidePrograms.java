package org.lisle.programs;

import static org.lisle.programs.PlainJava.bag;
import static org.lisle.programs.PlainJava.mapped;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lisle.api.Pair;
import org.lisle.api.Partition;

/** Operations on whole partitions, and on those of two datasets. */
@SuppressWarnings("NullAway") // null is a record like any other
final class SideBySidePrograms {
    private SideBySidePrograms() {}

    static Stream<Program> all() {
        return Stream.concat(one(), two());
    }

    private static Stream<Program> one() {
        return Stream.of(
                Program.of("glom", data -> data.numbers().glom().collect(), SideBySidePrograms::slices),
                Program.of(
                        "zipWithUniqueId",
                        data -> data.numbers().zipWithUniqueId().collect(),
                        shape -> {
                            List<Pair<Integer, Long>> numbered = new ArrayList<>();
                            int partitions = shape.partitions();
                            for (int partition = 0; partition < partitions; partition++) {
                                List<Integer> slice = slices(shape).get(partition);
                                for (int place = 0; place < slice.size(); place++) {
                                    numbered.add(new Pair<>(slice.get(place), (long) place * partitions + partition));
                                }
                            }
                            return numbered;
                        }),
                Program.of(
                        "collectPartitions",
                        data -> {
                            int last = data.shape().partitions() - 1;
                            return List.of(data.numbers().collectPartitions(new int[] {last, 0}));
                        },
                        shape -> List.of(
                                slices(shape).get(shape.partitions() - 1),
                                slices(shape).get(0))),
                Program.of(
                        "partitions, iterated one by one",
                        data -> {
                            var numbers = data.numbers();
                            List<List<Integer>> all = new ArrayList<>();
                            for (Partition partition : numbers.partitions()) {
                                all.add(list(numbers.iterator(partition, null)));
                            }
                            return all;
                        },
                        SideBySidePrograms::slices),
                Program.of(
                        "pipe",
                        data -> data.numbers().coalesce(2).pipe("cat").collect(),
                        shape -> mapped(shape.numbers(), String::valueOf)),
                Program.of(
                        "pipe with variables, in a directory of its own, in another encoding",
                        data -> data.numbers()
                                .coalesce(2)
                                .map(n -> "ä" + n)
                                .pipe(
                                        List.of("sh", "-c", "touch here; ls; sed s/^/$MARK/"),
                                        Map.of("MARK", "ü"),
                                        true,
                                        16,
                                        "ISO-8859-1")
                                .filter(line -> !line.equals("here"))
                                .count(),
                        shape -> (long) shape.numbers().size()));
    }

    private static Stream<Program> two() {
        return Stream.of(
                Program.of(
                        "zip",
                        data -> data.numbers()
                                .zip(data.numbers().map(n -> "<" + n + ">"))
                                .collect(),
                        shape -> mapped(shape.numbers(), n -> new Pair<>(n, "<" + n + ">"))),
                Program.of(
                        "zipPartitions",
                        data -> data.numbers()
                                .zipPartitions(
                                        data.left().repartition(data.shape().partitions()),
                                        (Iterator<Integer> numbers, Iterator<Pair<String, Integer>> pairs) -> List.of(
                                                        list(numbers).size(),
                                                        list(pairs).size())
                                                .iterator())
                                .reduce(Integer::sum),
                        shape -> shape.numbers().size() + shape.left().size()),
                Program.of(
                        "cartesian",
                        data -> bag(data.numbers().cartesian(data.left()).collect()),
                        shape -> {
                            List<Pair<Integer, Pair<String, Integer>>> all = new ArrayList<>();
                            shape.numbers().forEach(n -> shape.left().forEach(pair -> all.add(new Pair<>(n, pair))));
                            return bag(all);
                        }),
                Program.of(
                        "cartesian of partitions",
                        data -> data.left().cartesian(data.right()).getNumPartitions(),
                        shape -> shape.partitions() * (shape.partitions() + 1)),
                Program.of(
                        "cartesian after a shuffle",
                        data -> data.numbers()
                                .distinct()
                                .cartesian(data.left().groupByKey())
                                .count(),
                        shape -> (long) new HashSet<>(shape.numbers()).size()
                                * new HashSet<>(mapped(shape.left(), Pair::key)).size()),
                Program.of(
                        "intersection",
                        data -> bag(data.left()
                                .keys()
                                .intersection(data.right().keys())
                                .collect()),
                        shape -> {
                            HashSet<String> common = new HashSet<>(mapped(shape.left(), Pair::key));
                            common.retainAll(mapped(shape.right(), Pair::key));
                            return bag(common);
                        }),
                Program.of(
                        "intersection of pairs",
                        data -> bag(data.left()
                                .intersection(data.left().union(data.right()))
                                .collect()),
                        shape -> bag(new HashSet<>(shape.left()))),
                Program.of(
                        "subtract",
                        data -> bag(
                                data.left().keys().subtract(data.right().keys()).collect()),
                        SideBySidePrograms::keysOnTheLeftAlone),
                Program.of(
                        "subtract into three",
                        data -> bag(data.left()
                                .keys()
                                .subtract(data.right().keys(), 3)
                                .collect()),
                        SideBySidePrograms::keysOnTheLeftAlone),
                Program.of(
                        "subtract of pairs that lie by key, by the same partitioner",
                        data -> {
                            var by = new org.lisle.api.HashPartitioner(2);
                            return bag(data.left()
                                    .partitionBy(by)
                                    .subtract(data.left().filter(pair -> "a".equals(pair.key())), by)
                                    .collect());
                        },
                        shape -> bag(shape.left().stream()
                                .filter(pair -> !"a".equals(pair.key()))
                                .toList())));
    }

    private static Map<String, Integer> keysOnTheLeftAlone(Shape shape) {
        List<String> keys = new ArrayList<>(mapped(shape.left(), Pair::key));
        keys.removeAll(new HashSet<>(mapped(shape.right(), Pair::key)));
        return bag(keys);
    }

    static List<List<Integer>> slices(Shape shape) {
        long size = shape.numbers().size();
        return IntStream.range(0, shape.partitions())
                .mapToObj(slice -> shape.numbers().subList((int) (slice * size / shape.partitions()), (int)
                        ((slice + 1) * size / shape.partitions())))
                .toList();
    }

    private static <T> List<T> list(Iterator<T> records) {
        List<T> list = new ArrayList<>();
        records.forEachRemaining(list::add);
        return Collections.unmodifiableList(list);
    }
}
