package org.lisle.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The programs of {@link ExplainGoldenTest}. Their lines are in the golden files: add new ones at the end. */
final class GoldenPrograms {
    static final Map<String, Function<LisleContext, RddActions<?>>> ALL = new TreeMap<>(Map.of(
            "word-count", GoldenPrograms::wordCount,
            "sort", GoldenPrograms::sort,
            "join-partitioned-alike", GoldenPrograms::joinPartitionedAlike,
            "page-rank", GoldenPrograms::pageRank,
            "cogroup-three", GoldenPrograms::cogroupThree,
            "unions", GoldenPrograms::unions,
            "spread-and-gather", GoldenPrograms::spreadAndGather,
            "sample-and-number", GoldenPrograms::sampleAndNumber,
            "log-query", GoldenPrograms::logQuery,
            "second-action", GoldenPrograms::secondAction));

    private GoldenPrograms() {}

    private static PairRdd<String, Integer> words(LisleContext context) {
        return context.textFile("in")
                .flatMap(line -> List.of(line.split(" ")).iterator())
                .mapToPair(word -> Pair.of(word, 1));
    }

    private static RddActions<?> wordCount(LisleContext context) {
        return words(context).reduceByKey(Integer::sum);
    }

    private static RddActions<?> sort(LisleContext context) {
        return words(context).sortByKey(false, 6).keys();
    }

    private static RddActions<?> joinPartitionedAlike(LisleContext context) {
        PairRdd<String, Integer> left = words(context).partitionBy(new HashPartitioner(4));
        PairRdd<String, Integer> right = words(context).reduceByKey(Integer::sum, 4);
        return left.join(right).mapValues(pair -> pair.key() + pair.value());
    }

    private static RddActions<?> pageRank(LisleContext context) {
        PairRdd<String, Iterable<Integer>> links = words(context).groupByKey(3).cache();
        PairRdd<String, Double> ranks = links.mapValues(neighbours -> 1.0);
        for (int round = 0; round < 2; round++) {
            ranks = links.join(ranks)
                    .mapToPair(node -> Pair.of(node.key(), node.value().value()))
                    .reduceByKey(Double::sum);
        }
        return ranks;
    }

    private static RddActions<?> cogroupThree(LisleContext context) {
        PairRdd<String, Integer> words = words(context);
        return words.cogroup(words.mapValues(n -> n + 1), words.reduceByKey(Integer::sum, 5), 5);
    }

    private static RddActions<?> unions(LisleContext context) {
        PairRdd<String, Integer> alike = words(context)
                .partitionBy(new HashPartitioner(2))
                .union(words(context).groupByKey(2).mapValues(v -> 1));
        return alike.union(words(context)).values();
    }

    private static RddActions<?> spreadAndGather(LisleContext context) {
        return context.parallelize(List.of(1, 2, 3), 3)
                .repartition(8)
                .distinct()
                .coalesce(2);
    }

    private static RddActions<?> sampleAndNumber(LisleContext context) {
        return words(context).sample(false, 0.5, 1).zipWithIndex().sortBy(pair -> pair.value(), true, 3);
    }

    private static RddActions<?> logQuery(LisleContext context) {
        Rdd<String> errors = context.textFile("in").filter(line -> line.contains("b"));
        errors.setName("errors").persist(StorageLevel.MEMORY_AND_DISK_SER);
        return errors.groupBy(line -> line.charAt(0)).mapValues(lines -> 1).sortByKey();
    }

    private static RddActions<?> secondAction(LisleContext context) {
        PairRdd<String, Integer> counts = words(context).reduceByKey(Integer::sum);
        counts.count();
        return counts.mapToPair(pair -> Pair.of(pair.value(), pair.key())).sortByKey(true, 1);
    }

    private static RddActions<?> joinAndCount(LisleContext context) {
        return words(context)
                .join(words(context).mapValues(n -> n + 1), 4)
                .filter(pair -> pair.value().key() > 0)
                .mapToPair(pair -> Pair.of(pair.value().value(), 1))
                .reduceByKey(Integer::sum, 2);
    }

    static {
        ALL.put("join-and-count", GoldenPrograms::joinAndCount);
    }
}
