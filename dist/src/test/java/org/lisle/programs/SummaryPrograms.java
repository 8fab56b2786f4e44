package org.lisle.programs;

import static org.lisle.programs.PlainJava.groups;
import static org.lisle.programs.PlainJava.mapped;
import static org.lisle.programs.PlainJava.reduced;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lisle.api.BoundedDouble;
import org.lisle.api.DoubleRdd;
import org.lisle.api.Pair;
import org.lisle.api.PartialResult;
import org.lisle.api.StatCounter;

/** Actions that make one value of many: trees, statistics, estimates, actions that run aside. */
@SuppressWarnings("NullAway") // null is a record like any other
final class SummaryPrograms {
    private static final long LONG = 600_000;

    private SummaryPrograms() {}

    static Stream<Program> all() {
        return Stream.of(trees(), statistics(), estimates(), aside()).flatMap(programs -> programs);
    }

    private static Stream<Program> trees() {
        return Stream.of(
                Program.of(
                        "treeAggregate",
                        data -> data.numbers().treeAggregate(0, PlainJava::plus, Integer::sum),
                        SummaryPrograms::sum),
                Program.of(
                        "treeAggregate in depth 4, the last merge an executor's, into a zero that is changed",
                        data -> data.numbers()
                                .treeAggregate(
                                        new ArrayList<Integer>(),
                                        (all, n) -> {
                                            all.add(n);
                                            return all;
                                        },
                                        (one, other) -> {
                                            one.addAll(other);
                                            return one;
                                        },
                                        4,
                                        true)
                                .size(),
                        shape -> shape.numbers().size()),
                Program.of(
                        "reduceByKeyLocally",
                        data -> data.left().reduceByKeyLocally(PlainJava::plus),
                        shape -> reduced(shape.left(), PlainJava::plus)));
    }

    private static Stream<Program> statistics() {
        return Stream.of(
                Program.withoutNulls("stats", data -> text(doubles(data).stats()), shape -> text(expected(shape))),
                Program.withoutNulls(
                        "the single statistics",
                        data -> {
                            DoubleRdd d = doubles(data);
                            return rounded(
                                    d.sum(),
                                    d.mean(),
                                    d.variance(),
                                    d.stdev(),
                                    d.popVariance(),
                                    d.popStdev(),
                                    d.sampleVariance(),
                                    d.sampleStdev());
                        },
                        shape -> {
                            StatCounter all = expected(shape);
                            return rounded(
                                    all.sum(),
                                    all.mean(),
                                    all.variance(),
                                    all.stdev(),
                                    all.popVariance(),
                                    all.popStdev(),
                                    all.sampleVariance(),
                                    all.sampleStdev());
                        }),
                Program.withoutNulls(
                        "least and greatest of doubles",
                        data -> data.shape().numbers().isEmpty()
                                ? List.of()
                                : List.of(doubles(data).min(), doubles(data).max()),
                        shape -> shape.numbers().isEmpty() ? List.of() : List.of(0.0, 9.0)),
                Program.withoutNulls(
                        "histogram of buckets by their bounds",
                        data -> List.of(
                                longs(doubles(data).histogram(new double[] {0, 2, 5, 9})),
                                longs(doubles(data).histogram(new Double[] {0.0, 3.0, 6.0, 9.0}, true))),
                        shape -> List.of(
                                List.of(
                                        between(shape, 0, 2),
                                        between(shape, 2, 5),
                                        between(shape, 5, 9) + between(shape, 9, 10)),
                                List.of(
                                        between(shape, 0, 3),
                                        between(shape, 3, 6),
                                        between(shape, 6, 9) + between(shape, 9, 10)))),
                Program.withoutNulls(
                        "histogram of so many buckets",
                        data -> {
                            if (data.shape().numbers().isEmpty()) {
                                return List.of(0L, 0L, 0L);
                            }
                            Pair<double[], long[]> histogram = doubles(data).histogram(3);
                            return longs(histogram.value());
                        },
                        shape -> List.of(
                                between(shape, 0, 3),
                                between(shape, 3, 6),
                                between(shape, 6, 9) + between(shape, 9, 10))));
    }

    private static Stream<Program> estimates() {
        return Stream.of(
                Program.of(
                        "countApprox that ends in time",
                        data -> ended(data.numbers().countApprox(LONG)),
                        shape -> BoundedDouble.exact(shape.numbers().size())),
                Program.withoutNulls(
                        "sumApprox and meanApprox that end in time",
                        data -> rounded(
                                ended(doubles(data).sumApprox(LONG)).mean(),
                                ended(doubles(data).meanApprox(LONG)).mean()),
                        shape -> rounded(expected(shape).sum(), expected(shape).mean())),
                Program.of(
                        "countByValueApprox that ends in time",
                        data -> ended(data.left().keys().countByValueApprox(LONG)),
                        SummaryPrograms::exactCounts),
                Program.of(
                        "countByKeyApprox that ends in time",
                        data -> ended(data.left().countByKeyApprox(LONG, 0.9)),
                        SummaryPrograms::exactCounts),
                Program.of("countApproxDistinct of few", data -> data.numbers().countApproxDistinct(0.01), shape ->
                        (long) new HashSet<>(shape.numbers()).size()),
                Program.of(
                        "countApproxDistinctByKey of few",
                        data -> List.of(
                                new HashMap<>(data.left()
                                        .countApproxDistinctByKey(0.01)
                                        .collectAsMap()),
                                new HashMap<>(data.left()
                                        .countApproxDistinctByKey(0.01, 2)
                                        .collectAsMap())),
                        shape -> {
                            Map<String, Long> counts = new HashMap<>();
                            groups(shape.left())
                                    .forEach((key, values) -> counts.put(key, (long) new HashSet<>(values).size()));
                            return List.of(counts, counts);
                        }));
    }

    private static Stream<Program> aside() {
        return Stream.of(Program.of(
                "the actions that run aside",
                data -> {
                    var numbers = data.numbers();
                    var seen = data.context().longAccumulator();
                    var partitions = data.context().longAccumulator();
                    numbers.foreachAsync(n -> seen.add(1)).get();
                    numbers.foreachPartitionAsync(all -> partitions.add(1)).get();
                    return List.of(
                            numbers.countAsync().get(),
                            numbers.collectAsync().get(),
                            numbers.takeAsync(3).get(),
                            seen.value(),
                            partitions.value());
                },
                shape -> List.of(
                        (long) shape.numbers().size(),
                        shape.numbers(),
                        shape.numbers().subList(0, Math.min(3, shape.numbers().size())),
                        (long) shape.numbers().size(),
                        (long) shape.partitions())));
    }

    private static <R> R ended(PartialResult<R> result) {
        if (!result.isInitialValueFinal() || !result.initialValue().equals(result.getFinalValue())) {
            throw new AssertionError("not final: " + result);
        }
        return result.initialValue();
    }

    private static DoubleRdd doubles(Program.Data data) {
        return data.numbers().mapToDouble(n -> n);
    }

    private static StatCounter expected(Shape shape) {
        return new StatCounter(mapped(shape.numbers(), n -> (double) n));
    }

    private static int sum(Shape shape) {
        int sum = 0;
        for (Integer number : shape.numbers()) {
            sum = PlainJava.plus(sum, number);
        }
        return sum;
    }

    private static Map<String, BoundedDouble> exactCounts(Shape shape) {
        Map<String, BoundedDouble> counts = new HashMap<>();
        groups(shape.left()).forEach((key, values) -> counts.put(key, BoundedDouble.exact(values.size())));
        return counts;
    }

    private static long between(Shape shape, int from, int to) {
        return shape.numbers().stream().filter(n -> n >= from && n < to).count();
    }

    private static List<Long> longs(long[] counts) {
        List<Long> list = new ArrayList<>();
        for (long count : counts) {
            list.add(count);
        }
        return list;
    }

    private static Map<String, String> text(StatCounter stats) {
        Map<String, String> all = new TreeMap<>();
        all.put("count", Long.toString(stats.count()));
        all.put(
                "moments",
                rounded(stats.mean(), stats.variance(), stats.min(), stats.max())
                        .toString());
        return all;
    }

    private static List<String> rounded(double... values) {
        List<String> list = new ArrayList<>();
        for (double value : values) {
            list.add(String.format(java.util.Locale.ROOT, "%.9f", value + 0.0));
        }
        return list;
    }
}
