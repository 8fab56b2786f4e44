package org.lisle.benchmarks.jobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;

/**
 * The measured jobs. Only what has the same name in Spark's Java API is used here, besides pairs, because the comparison makes Spark's
 * program out of this very text by changing names.
 */
final class Jobs {
    private Jobs() {}

    /** Runs a job; what it gives back is the same with every engine, and empty where the job's result is its output. */
    static String run(LisleContext context, String job, String[] arguments) {
        switch (job) {
            case "empty":
                return "count=" + context.parallelize(numbers(10), 2).count();
            case "tiny":
                int tasks = Integer.parseInt(arguments[0]);
                return "count=" + context.parallelize(numbers(tasks), tasks).count();
            case "wordcount":
                wordCount(context, arguments[0], arguments[1]);
                return "";
            case "sort":
                sort(context, arguments[0], arguments[1]);
                return "";
            case "join":
                return join(context, Long.parseLong(arguments[0]), Long.parseLong(arguments[1]), 8);
            case "pagerank":
                return pageRank(context, Long.parseLong(arguments[0]), Long.parseLong(arguments[1]), 10, 8);
            case "groupbykey":
                return groupByKey(context, Long.parseLong(arguments[0]), Long.parseLong(arguments[1]), 8);
            default:
                throw new IllegalArgumentException("there is no job \"" + job + "\"");
        }
    }

    private static void wordCount(LisleContext context, String in, String out) {
        context.textFile(in)
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> Pair.of(word, 1))
                .reduceByKey(Integer::sum)
                .saveAsTextFile(out);
    }

    private static void sort(LisleContext context, String in, String out) {
        context.textFile(in)
                .mapToPair(line -> Pair.of(line.substring(0, 10), line.substring(10)))
                .sortByKey()
                .map(record -> record.key() + record.value())
                .saveAsTextFile(out);
    }

    private static String join(LisleContext context, long left, long right, int partitions) {
        PairRdd<Long, Long> numbered =
                rows(context, left, partitions).mapToPair(row -> Pair.of(Math.floorMod(mixed(row), right), row));
        PairRdd<Long, String> named = rows(context, right, partitions).mapToPair(row -> Pair.of(row, "row-" + row));
        return "count=" + numbered.join(named, partitions).count();
    }

    private static String pageRank(LisleContext context, long pages, long edges, int iterations, int partitions) {
        PairRdd<Long, Iterable<Long>> links = rows(context, edges, partitions)
                .mapToPair(row -> Pair.of(row % pages, Math.floorMod(mixed(row + 1), pages)))
                .distinct(partitions)
                .groupByKey(partitions)
                .cache();
        PairRdd<Long, Double> ranks = links.mapValues(targets -> 1.0);
        for (int i = 0; i < iterations; i++) {
            ranks = links.join(ranks)
                    .values()
                    .flatMapToPair(linksAndRank -> {
                        List<Pair<Long, Double>> shares = new ArrayList<>();
                        int count = 0;
                        for (Long target : linksAndRank.key()) {
                            count++;
                        }
                        for (Long target : linksAndRank.key()) {
                            shares.add(Pair.of(target, linksAndRank.value() / count));
                        }
                        return shares.iterator();
                    })
                    .reduceByKey(Double::sum)
                    .mapValues(sum -> 0.15 + 0.85 * sum);
        }
        double sum = ranks.values().reduce(Double::sum);
        return String.format("sum=%.3f", sum);
    }

    private static String groupByKey(LisleContext context, long rows, long keys, int partitions) {
        long sum = rows(context, rows, partitions)
                .mapToPair(row -> Pair.of(Math.floorMod(mixed(row), keys), row))
                .groupByKey(partitions)
                .mapValues(values -> {
                    long largest = 0;
                    for (Long value : values) {
                        largest = Math.max(largest, value);
                    }
                    return largest;
                })
                .values()
                .reduce(Long::sum);
        return "sum=" + sum;
    }

    /** The numbers from 0, made in the tasks. */
    private static Rdd<Long> rows(LisleContext context, long rows, int partitions) {
        return context.parallelize(numbers(partitions), partitions).flatMap(partition -> {
            long from = rows * partition / partitions;
            long to = rows * (partition + 1) / partitions;
            return LongStream.range(from, to).boxed().iterator();
        });
    }

    private static List<Integer> numbers(int count) {
        return new ArrayList<>(IntStream.range(0, count).boxed().toList());
    }

    /** A number that looks random, the same for the same row: the finisher of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mixed(long row) {
        long bits = (row ^ (row >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
