package org.lisle.programs;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.StorageLevel;

/**
 * {@code TenTimesTheHeap PROGRAM ROWS}: runs a program over rows that are made in the tasks, a key of 24 characters and a number each, about
 * 150 bytes as objects, and prints what must come out whatever the memory: counts and sums.
 */
final class TenTimesTheHeap {
    private static final int PARTITIONS = 8;

    private TenTimesTheHeap() {}

    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[1]);
        try (LisleContext context = LisleContext.builder()
                .appName("ten times the heap")
                .master("local[2]")
                .getOrCreate()) {
            System.out.println(run(context, arguments[0], rows));
        }
    }

    private static String run(LisleContext context, String program, long rows) {
        PairRdd<String, Long> pairs = rows(context, rows);
        return switch (program) {
            case "reduceByKey" -> summed(pairs.union(pairs).reduceByKey(Long::sum));
            case "groupByKey" -> summed(pairs.groupByKey().mapValues(TenTimesTheHeap::sum));
            case "oneKey" ->
                summed(pairs.mapToPair(pair -> Pair.of("all", pair.value()))
                        .groupByKey()
                        .mapValues(TenTimesTheHeap::sum));
            case "sortByKey" -> ordered(pairs.sortByKey());
            case "join" ->
                summed(pairs.join(pairs.mapValues(value -> value * 2)).mapValues(both -> both.key() + both.value()));
            case "cogroup" ->
                summed(pairs.cogroup(pairs.mapValues(value -> value * 2))
                        .mapValues(both -> sum(both.key()) + sum(both.value())));
            case "fullOuterJoin" ->
                summed(pairs.filter(pair -> pair.value() % 2 == 0)
                        .fullOuterJoin(pairs.filter(pair -> pair.value() % 2 == 1))
                        .mapValues(both -> both.key().orElse(0L) + both.value().orElse(0L)));
            case "aggregateByKey" ->
                summed(pairs.union(pairs).aggregateByKey(0L, (sum, value) -> sum + value, Long::sum));
            case "sortBy" -> ordered(pairs.sortBy(Pair::key, true, PARTITIONS).mapToPair(pair -> pair));
            case "distinct" -> summed(pairs.union(pairs).distinct().mapToPair(pair -> pair));
            case "repartition" -> summed(pairs.repartition(5).mapToPair(pair -> pair));
            case "persist" -> {
                PairRdd<String, Long> kept = pairs.persist(StorageLevel.MEMORY_AND_DISK);
                yield summed(kept) + " and again " + summed(kept);
            }
            default -> throw new IllegalArgumentException(program);
        };
    }

    private static PairRdd<String, Long> rows(LisleContext context, long rows) {
        List<Integer> parts = IntStream.range(0, PARTITIONS).boxed().toList();
        return context.parallelize(parts, PARTITIONS)
                .flatMapToPair(part -> LongStream.range(rows * part / PARTITIONS, rows * (part + 1) / PARTITIONS)
                        .mapToObj(row -> Pair.of(key(row), row))
                        .iterator());
    }

    /** Different for every row, in no order. */
    private static String key(long row) {
        return String.format(Locale.ROOT, "%024x", row * 0x9E3779B97F4A7C15L);
    }

    private static long sum(Iterable<Long> values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    private static String summed(PairRdd<String, Long> pairs) {
        return pairs.count() + " records, sum " + pairs.values().reduce(Long::sum);
    }

    private static String ordered(PairRdd<String, Long> sorted) {
        long breaks = sorted.mapPartitions(TenTimesTheHeap::breaks).reduce(Long::sum);
        return summed(sorted) + ", " + breaks + " out of order";
    }

    private static Iterator<Long> breaks(Iterator<Pair<String, Long>> pairs) {
        long breaks = 0;
        String last = "";
        while (pairs.hasNext()) {
            String key = pairs.next().key();
            breaks += key.compareTo(last) < 0 ? 1 : 0;
            last = key;
        }
        return List.of(breaks).iterator();
    }
}
