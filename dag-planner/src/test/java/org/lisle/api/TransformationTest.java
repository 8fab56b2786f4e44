package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lisle.dag.reference.MemoryFiles;

/** What the transformations mean, on one, some and too many partitions, and on nothing. */
class TransformationTest extends OnReference {
    @Test
    void parallelizeKeepsTheOrderAndCutsEqualSlices() {
        for (int partitions : PARTITIONS) {
            Rdd<Integer> rdd = context.parallelize(numbers(0, 10), partitions);
            assertThat(rdd.collect()).isEqualTo(numbers(0, 10));
            assertThat(rdd.getNumPartitions()).isEqualTo(partitions);
        }
        assertThat(context.parallelize(numbers(0, 10), 3)
                        .mapPartitions(records -> List.of(count(records)).iterator())
                        .collect())
                .containsExactly(3, 3, 4);
    }

    @Test
    void parallelizeTakesSlotsAsItsDefault() {
        assertThat(context.parallelize(numbers(0, 10)).getNumPartitions()).isEqualTo(4);
    }

    @Test
    void nullsAreRecordsLikeOthers() {
        Rdd<String> rdd = context.parallelize(Arrays.asList("a", null, "b", null), 3);
        assertThat(rdd.collect()).containsExactly("a", null, "b", null);
        assertThat(rdd.distinct().collect()).containsExactlyInAnyOrder("a", null, "b");
        assertThat(rdd.countByValue()).containsEntry(null, 2L);
    }

    @Test
    void mapFilterAndFlatMapKeepTheOrder() {
        for (int partitions : PARTITIONS) {
            assertThat(context.parallelize(numbers(0, 10), partitions)
                            .map(n -> n * 2)
                            .filter(n -> n % 3 == 0)
                            .flatMap(n -> Collections.nCopies(2, n).iterator())
                            .collect())
                    .containsExactly(0, 0, 6, 6, 12, 12, 18, 18);
        }
    }

    @Test
    void pairsAndDoublesAreMadeOfRecords() {
        Rdd<Integer> rdd = context.parallelize(numbers(1, 4), 2);
        assertThat(rdd.mapToPair(n -> Pair.of(n, "x" + n)).collect())
                .containsExactly(Pair.of(1, "x1"), Pair.of(2, "x2"), Pair.of(3, "x3"));
        assertThat(rdd.flatMapToPair(n -> List.of(Pair.of(n, n), Pair.of(n, -n)).iterator())
                        .values()
                        .collect())
                .containsExactly(1, -1, 2, -2, 3, -3);
        assertThat(rdd.keyBy(n -> n % 2).collect()).containsExactly(Pair.of(1, 1), Pair.of(0, 2), Pair.of(1, 3));
        assertThat(rdd.mapToDouble(n -> n / 2.0).sum()).isEqualTo(3.0);
        assertThat(rdd.flatMapToDouble(n -> List.of(1.0 * n).iterator()).max()).isEqualTo(3.0);
    }

    @Test
    void mapPartitionsSeesEachPartitionOnce() {
        Rdd<Integer> rdd = context.parallelize(numbers(0, 10), 3);
        assertThat(rdd.mapPartitionsWithIndex((partition, records) ->
                                List.of(Pair.of(partition, count(records))).iterator())
                        .collect())
                .containsExactly(Pair.of(0, 3), Pair.of(1, 3), Pair.of(2, 4));
        assertThat(rdd.mapPartitionsToPair(
                                records -> List.of(Pair.of("n", count(records))).iterator())
                        .values()
                        .collect())
                .containsExactly(3, 3, 4);
        assertThat(rdd.mapPartitionsToDouble(records -> List.of(1.0).iterator()).sum())
                .isEqualTo(3.0);
    }

    @Test
    void distinctKeepsEachRecordOnce() {
        for (int partitions : PARTITIONS) {
            Rdd<Integer> rdd = context.parallelize(List.of(1, 2, 1, 3, 3, 1), partitions);
            assertThat(rdd.distinct().collect()).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(rdd.distinct().getNumPartitions()).isEqualTo(partitions);
            assertThat(rdd.distinct(2).getNumPartitions()).isEqualTo(2);
        }
        assertThat(context.emptyRDD().distinct().collect()).isEmpty();
    }

    @Test
    void everyOperationKnowsWhatHasNoPartitions() {
        Rdd<Integer> nothing = context.emptyRDD();
        PairRdd<Integer, Integer> pairs = nothing.keyBy(n -> n);
        PairRdd<Integer, Integer> some = context.parallelize(numbers(0, 3), 2).keyBy(n -> n);
        assertThat(nothing.count()).isZero();
        assertThat(nothing.take(1)).isEmpty();
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.fold(7, Integer::sum)).as("the driver's zero alone").isEqualTo(7);
        assertThat(nothing.treeAggregate(7, Integer::sum, Integer::sum, 3, true))
                .isEqualTo(7);
        assertThat(nothing.top(2)).isEmpty();
        assertThat(nothing.countByValue()).isEmpty();
        assertThat(nothing.takeSample(true, 3)).isEmpty();
        assertThat(nothing.toLocalIterator()).isExhausted();
        assertThat(nothing.countApproxDistinct(0.1)).isZero();
        assertThat(nothing.glom().collect()).isEmpty();
        assertThat(nothing.coalesce(3).getNumPartitions()).isZero();
        assertThat(nothing.repartition(3).collect()).isEmpty();
        assertThat(nothing.sortBy(n -> n, true, 2).collect()).isEmpty();
        assertThat(nothing.zipWithIndex().collect()).isEmpty();
        assertThat(nothing.zipWithUniqueId().collect()).isEmpty();
        assertThat(nothing.zip(nothing).collect()).isEmpty();
        assertThat(nothing.cartesian(some).collect()).isEmpty();
        assertThat(some.cartesian(nothing).getNumPartitions()).isZero();
        assertThat(nothing.subtract(nothing).collect()).isEmpty();
        assertThat(nothing.intersection(nothing).collect()).isEmpty();
        assertThat(nothing.sample(true, 0.5).collect()).isEmpty();
        assertThat(nothing.explain()).isNotEmpty();
        assertThat(nothing.mapToDouble(n -> n).sum()).isZero();
        assertThat(nothing.mapToDouble(n -> n).histogram(new double[] {0, 1, 2}))
                .containsExactly(0, 0);
        assertThat(nothing.cache().count()).isZero();
        assertThat(pairs.groupByKey().collect()).isEmpty();
        assertThat(pairs.join(some).collect()).isEmpty();
        assertThat(some.leftOuterJoin(pairs).collect()).hasSize(3);
        assertThat(some.subtractByKey(pairs).collect()).hasSize(3);
        assertThat(pairs.sortByKey().filterByRange(1, 2).collect()).isEmpty();
        assertThat(pairs.lookup(1)).isEmpty();
        assertThat(pairs.partitionBy(new HashPartitioner(2)).lookup(1)).isEmpty();
    }

    @Test
    void unionHasAllRecordsInTheirOrder() {
        Rdd<Integer> rdd = context.parallelize(numbers(0, 5), 2).union(context.parallelize(numbers(3, 8), 3));
        assertThat(rdd.collect()).containsExactly(0, 1, 2, 3, 4, 3, 4, 5, 6, 7);
        assertThat(rdd.getNumPartitions()).isEqualTo(5);
        Rdd<Integer> one = context.parallelize(numbers(0, 2), 1);
        assertThat(context.union(one, one, one).collect()).containsExactly(0, 1, 0, 1, 0, 1);
    }

    @Test
    void unionOfDatasetsPartitionedAlikeStaysSo() {
        PairRdd<Integer, Integer> one =
                context.parallelize(numbers(0, 10), 3).keyBy(n -> n).partitionBy(new HashPartitioner(4));
        PairRdd<Integer, Integer> other =
                context.parallelize(numbers(5, 15), 2).keyBy(n -> n).partitionBy(new HashPartitioner(4));
        PairRdd<Integer, Integer> both = one.union(other);
        assertThat(both.partitioner()).contains(new HashPartitioner(4));
        assertThat(both.getNumPartitions()).isEqualTo(4);
        assertThat(both.keys().collect()).hasSize(20);
        assertThat(both.reduceByKey(Integer::sum).collectAsMap())
                .containsEntry(7, 14)
                .containsEntry(2, 2);
        assertThat(runner().shufflesWritten()).isEqualTo(2);
    }

    @Test
    void whatHasNoPartitionsChangesNothingInAUnion() {
        Rdd<Pair<Integer, Integer>> nothing = context.emptyRDD();
        assertThat(nothing.getNumPartitions()).isZero();
        PairRdd<Integer, Integer> placed =
                context.parallelize(numbers(0, 10), 3).keyBy(n -> n).partitionBy(new HashPartitioner(4));
        PairRdd<Integer, Integer> all =
                PairRdd.fromJavaRDD(nothing).union(placed).union(nothing);
        assertThat(all.partitioner()).contains(new HashPartitioner(4));
        assertThat(all.getNumPartitions()).isEqualTo(4);
        assertThat(all.keys().collect()).containsExactlyInAnyOrderElementsOf(numbers(0, 10));
        assertThat(nothing.union(nothing).getNumPartitions()).isZero();
        assertThat(nothing.union(nothing).collect()).isEmpty();
        assertThat(nothing.union(context.parallelize(numbers(0, 5), 2).keyBy(n -> n))
                        .getNumPartitions())
                .isEqualTo(2);
    }

    @Test
    void coalescePutsNeighboursTogether() {
        Rdd<Integer> rdd = context.parallelize(numbers(0, 10), 10);
        assertThat(rdd.coalesce(3).collect()).isEqualTo(numbers(0, 10));
        assertThat(rdd.coalesce(3).getNumPartitions()).isEqualTo(3);
        assertThat(rdd.coalesce(30).getNumPartitions()).isEqualTo(10);
        assertThat(rdd.coalesce(30, true).getNumPartitions()).isEqualTo(30);
        assertThat(rdd.coalesce(30, true).collect()).containsExactlyInAnyOrderElementsOf(numbers(0, 10));
    }

    @Test
    void repartitionSpreadsEvenlyAndAlwaysAlike() {
        Rdd<Integer> rdd = context.parallelize(numbers(0, 100), 2).repartition(5);
        List<Integer> sizes =
                rdd.mapPartitions(records -> List.of(count(records)).iterator()).collect();
        assertThat(sizes).containsExactly(20, 20, 20, 20, 20);
        assertThat(context.parallelize(numbers(0, 100), 2).repartition(5).collect())
                .isEqualTo(rdd.collect())
                .containsExactlyInAnyOrderElementsOf(numbers(0, 100));
    }

    @Test
    void sampleTakesAboutItsFraction() {
        Rdd<Integer> rdd = context.parallelize(numbers(0, 10_000), 5);
        List<Integer> once = rdd.sample(false, 0.1, 7).collect();
        assertThat(once).hasSizeBetween(850, 1150).doesNotHaveDuplicates();
        assertThat(rdd.sample(false, 0.1, 7).collect()).isEqualTo(once);
        assertThat(rdd.sample(false, 0.1, 8).collect()).isNotEqualTo(once);
        assertThat(rdd.sample(true, 2.5, 7).collect()).hasSizeBetween(24_000, 26_000);
        assertThat(rdd.sample(true, 40.0, 7).count()).isBetween(396_000L, 404_000L);
        assertThat(rdd.sample(false, 0.5).collect())
                .isNotEqualTo(rdd.sample(false, 0.5).collect());
        assertThat(rdd.sample(false, 0.0, 7).collect()).isEmpty();
        assertThat(rdd.sample(false, 1.0, 7).collect()).hasSize(10_000);
    }

    @Test
    void groupByCollectsRecordsByTheirKey() {
        for (int partitions : PARTITIONS) {
            Map<Integer, Set<Integer>> groups = new HashMap<>();
            context.parallelize(numbers(0, 7), partitions)
                    .groupBy(n -> n % 3)
                    .collect()
                    .forEach(group -> groups.put(group.key(), new HashSet<>(list(group.value()))));
            assertThat(groups).isEqualTo(Map.of(0, Set.of(0, 3, 6), 1, Set.of(1, 4), 2, Set.of(2, 5)));
        }
        assertThat(context.parallelize(numbers(0, 7), 3).groupBy(n -> n % 3, 2).getNumPartitions())
                .isEqualTo(2);
    }

    @Test
    void rangesOfKeysDoNotPlaceOtherKeys() {
        PairRdd<Integer, String> sorted = context.parallelize(numbers(0, 20), 3)
                .mapToPair(n -> Pair.of(n, "v" + n % 4))
                .sortByKey(true, 5);
        PairRdd<String, Iterable<Pair<Integer, String>>> groups = sorted.groupBy(Pair::value);
        assertThat(groups.partitioner()).contains(new HashPartitioner(5));
        assertThat(groups.collect()).hasSize(4).allSatisfy(group -> assertThat(list(group.value()))
                .hasSize(5)
                .allMatch(pair -> pair.value().equals(group.key())));
        Partitioner byHash = new HashPartitioner(7);
        assertThat(sorted.partitionBy(byHash).groupBy(Pair::value).partitioner())
                .contains(byHash);
    }

    @Test
    void sortByOrdersThroughAllPartitions() {
        List<Integer> shuffled = new ArrayList<>(numbers(0, 1000));
        Collections.shuffle(shuffled, new Random(3));
        for (int partitions : PARTITIONS) {
            Rdd<Integer> rdd = context.parallelize(shuffled, partitions);
            assertThat(rdd.sortBy(n -> n, true, 4).collect()).isEqualTo(numbers(0, 1000));
            assertThat(rdd.sortBy(n -> -n, false, 4).collect()).isEqualTo(numbers(0, 1000));
        }
        List<Integer> sizes = context.parallelize(shuffled, 5)
                .sortBy(n -> n, true, 4)
                .mapPartitions(records -> List.of(count(records)).iterator())
                .collect();
        assertThat(sizes).hasSize(4).allMatch(size -> size > 100 && size < 400);
    }

    @Test
    void zipWithIndexNumbersThroughAllPartitions() {
        for (int partitions : PARTITIONS) {
            runner().forget();
            PairRdd<Integer, Long> rdd =
                    context.parallelize(numbers(10, 15), partitions).zipWithIndex();
            assertThat(runner().jobs()).isEmpty();
            assertThat(rdd.values().collect()).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(rdd.keys().collect()).isEqualTo(numbers(10, 15));
            assertThat(runner().jobs())
                    .as("one job counts, none for one partition")
                    .hasSize(partitions == 1 ? 2 : 3);
        }
    }

    @Test
    void operationsOnNothingGiveNothing() {
        Rdd<Integer> nothing = context.parallelize(List.of(), 3);
        PairRdd<Integer, Integer> pairs = nothing.keyBy(n -> n);
        assertThat(nothing.map(n -> n).collect()).isEmpty();
        assertThat(nothing.sortBy(n -> n, true, 3).collect()).isEmpty();
        assertThat(nothing.repartition(3).collect()).isEmpty();
        assertThat(nothing.zipWithIndex().collect()).isEmpty();
        assertThat(nothing.groupBy(n -> n).collect()).isEmpty();
        assertThat(pairs.reduceByKey(Integer::sum).collect()).isEmpty();
        assertThat(pairs.sortByKey().collect()).isEmpty();
        assertThat(pairs.join(pairs).collect()).isEmpty();
    }

    @Test
    void filesWithoutSplitsAreEmptyDatasets() {
        MemoryFiles.put("empty");
        Rdd<String> lines = context.textFile("empty");
        assertThat(lines.getNumPartitions()).isZero();
        assertThat(lines.collect()).isEmpty();
        assertThat(lines.isEmpty()).isTrue();
        assertThat(lines.mapToPair(line -> Pair.of(line, 1))
                        .reduceByKey(Integer::sum)
                        .collect())
                .isEmpty();
        assertThat(lines.mapToPair(line -> Pair.of(line, 1)).sortByKey().collect())
                .isEmpty();
        assertThat(lines.coalesce(3).collect()).isEmpty();
    }

    private static int count(Iterator<?> records) {
        int count = 0;
        while (records.hasNext()) {
            records.next();
            count++;
        }
        return count;
    }
}
