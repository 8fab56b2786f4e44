package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.LisleException;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.reference.ReferenceRunner.Task;

/** How little is run: shuffles saved, stages found again, persisted datasets read, few partitions touched. */
class PlanningTest extends OnReference {
    private PairRdd<Integer, Integer> pairs(int partitions) {
        return context.parallelize(numbers(0, 20), partitions).keyBy(n -> n % 5);
    }

    @Test
    void nothingRunsUntilAnAction() {
        pairs(3).reduceByKey(Integer::sum).sortByKey().zipWithIndex().join(pairs(2).mapToPair(p -> Pair.of(p, 1L)));
        assertThat(runner().jobs()).isEmpty();
    }

    @Test
    void aReduceAfterAReduceDoesNotShuffleAgain() {
        PairRdd<Integer, Integer> once = pairs(3).reduceByKey(Integer::sum, 4);
        once.mapValues(n -> n + 1)
                .filter(p -> p.key() > 0)
                .reduceByKey(Integer::sum)
                .groupByKey()
                .collect();
        assertThat(runner().shufflesWritten()).isEqualTo(1);
    }

    @Test
    void joinsOfDatasetsPartitionedAlikeDoNotShuffleAgain() {
        PairRdd<Integer, Integer> left = pairs(3).partitionBy(new HashPartitioner(4));
        PairRdd<Integer, Integer> right = pairs(2).reduceByKey(Integer::sum, 4);
        assertThat(left.join(right).count()).isEqualTo(20);
        assertThat(runner().shufflesWritten())
                .as("one for each side, none for the join")
                .isEqualTo(2);
        left.cogroup(right, pairs(2)).count();
        assertThat(runner().shufflesWritten())
                .as("and one for the side that lies elsewhere")
                .isEqualTo(3);
    }

    @Test
    void aSortIsUsedByAJoinThatFollows() {
        PairRdd<Integer, Integer> sorted = pairs(3).sortByKey(true, 4);
        assertThat(sorted.join(sorted.mapValues(n -> -n)).count()).isEqualTo(80);
        assertThat(runner().shufflesWritten()).isEqualTo(1);
        assertThat(runner().jobs()).as("a sample and the job").hasSize(2);
    }

    @Test
    void bucketsAreSampledOnceForAllActions() {
        PairRdd<Integer, Integer> sorted = pairs(3).sortByKey();
        sorted.count();
        sorted.collect();
        sorted.map(p -> p).count();
        assertThat(runner().jobs()).hasSize(4);
        assertThat(runner().shufflesWritten()).isEqualTo(1);
    }

    @Test
    void partitioningIsLostWhereKeysMayChange() {
        PairRdd<Integer, Integer> placed = pairs(3).partitionBy(new HashPartitioner(4));
        assertThat(placed.mapValues(n -> n).partitioner()).isPresent();
        assertThat(placed.mapToPair(p -> p).partitioner()).isEmpty();
        assertThat(placed.mapPartitions(records -> records, true).partitioner()).isPresent();
        assertThat(placed.mapPartitions(records -> records).partitioner()).isEmpty();
        assertThat(placed.sample(false, 0.5).partitioner()).isPresent();
        assertThat(placed.distinct().partitioner()).isPresent();
        assertThat(placed.distinct(3).partitioner()).isEmpty();
        assertThat(placed.coalesce(2).partitioner()).isEmpty();
    }

    @Test
    void distinctPairsThatLieByKeyStayWhereTheyAre() {
        PairRdd<Integer, Integer> placed = pairs(3).union(pairs(2)).partitionBy(new HashPartitioner(4));
        assertThat(placed.distinct().count()).isEqualTo(20);
        assertThat(runner().shufflesWritten()).isEqualTo(1);
    }

    @Test
    void theDefaultPartitionerIsTheLargestThereIsIfLargeEnough() {
        PairRdd<Integer, Integer> small = pairs(3).partitionBy(new HashPartitioner(2));
        PairRdd<Integer, Integer> large = pairs(3).partitionBy(new HashPartitioner(6));
        assertThat(small.join(large).getNumPartitions()).isEqualTo(6);
        assertThat(small.join(pairs(19)).getNumPartitions()).isEqualTo(2);
        assertThat(small.join(pairs(20)).getNumPartitions())
                .as("ten times fewer is too few")
                .isEqualTo(20);
        assertThat(pairs(3).join(pairs(7)).getNumPartitions()).isEqualTo(7);
    }

    @Test
    void theConfiguredParallelismDecidesWhereNothingIsPartitioned() {
        context.close();
        try (LisleContext configured = LisleContext.builder()
                .master("reference[2]")
                .config("lisle.default.parallelism", "9")
                .build()) {
            PairRdd<Integer, Integer> rdd =
                    configured.parallelize(numbers(0, 20), 3).keyBy(n -> n);
            assertThat(rdd.reduceByKey(Integer::sum).getNumPartitions()).isEqualTo(9);
            assertThat(configured.parallelize(numbers(0, 20)).getNumPartitions())
                    .isEqualTo(9);
            assertThat(rdd.partitionBy(new HashPartitioner(3))
                            .reduceByKey(Integer::sum)
                            .getNumPartitions())
                    .as("not large enough against the default, but within a factor of ten of its parents")
                    .isEqualTo(3);
        }
    }

    @Test
    void aShuffleIsPlannedOnceForAllJobs() {
        PairRdd<Integer, Integer> sums = pairs(3).reduceByKey(Integer::sum);
        sums.count();
        sums.mapValues(n -> n).collect();
        PlannedStage first = runner().jobs().get(0).result().parents().get(0).stage();
        PlannedStage second = runner().jobs().get(1).result().parents().get(0).stage();
        assertThat(second).isSameAs(first);
        assertThat(runner().tasks().stream().filter(task -> task.stage() == first.id()))
                .hasSize(3);
    }

    @Test
    void aDiamondReadsItsShuffleOnceInAStage() {
        PairRdd<Integer, Integer> sums = pairs(3).reduceByKey(Integer::sum);
        sums.mapValues(n -> n + 1).join(sums).count();
        assertThat(runner().jobs().get(0).result().parents()).hasSize(1);
        assertThat(runner().shufflesWritten()).isEqualTo(1);
    }

    @Test
    void persistedDatasetsAreComputedOnceAndSaveWhatLiesBefore() {
        LongAccumulator calls = context.longAccumulator();
        PairRdd<Integer, Integer> counted = pairs(3).groupByKey(4).mapValues(values -> {
            calls.add(1);
            return list(values).size();
        });
        PairRdd<Integer, Integer> kept = counted.cache();
        assertThat(kept.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY);
        kept.count();
        kept.count();
        assertThat(calls.value()).isEqualTo(5);
        PlannedStage result = runner().jobs().get(1).result();
        assertThat(result.parents().get(0).unlessCached()).containsExactly(kept.id());
        assertThat(backend().services().persistedBlocks()).hasSize(4);
        kept.unpersist();
        assertThat(backend().services().persistedBlocks()).isEmpty();
        kept.count();
        assertThat(calls.value()).isEqualTo(10);
    }

    @Test
    void aPersistedDatasetOnOneOfTwoWaysDoesNotSaveTheShuffle() {
        PairRdd<Integer, Integer> sums = pairs(3).reduceByKey(Integer::sum);
        PairRdd<Integer, Integer> kept = sums.mapValues(n -> n + 1).cache();
        kept.join(sums).count();
        assertThat(runner().jobs().get(0).result().parents().get(0).unlessCached())
                .isEmpty();
        kept.count();
        assertThat(runner().jobs().get(1).result().parents().get(0).unlessCached())
                .containsExactly(kept.id());
    }

    @Test
    void anotherStorageLevelIsRefused() {
        Rdd<Integer> kept = context.parallelize(numbers(0, 3), 1).cache();
        kept.persist(StorageLevel.MEMORY_ONLY);
        assertThatThrownBy(() -> kept.persist(StorageLevel.DISK_ONLY))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("unpersist");
        assertThat(kept.unpersist().persist(StorageLevel.DISK_ONLY).getStorageLevel())
                .isEqualTo(StorageLevel.DISK_ONLY);
    }

    @Test
    void lookupTouchesTheKeysPartitionOnly() {
        PairRdd<Integer, Integer> placed = pairs(3).partitionBy(new HashPartitioner(4));
        placed.count();
        runner().forget();
        assertThat(placed.lookup(3)).containsExactly(3, 8, 13, 18);
        assertThat(runner().tasks()).extracting(Task::partition).containsExactly(3);
    }

    @Test
    void narrowChainsAreOneStage() {
        context.parallelize(numbers(0, 10), 2)
                .map(n -> n)
                .filter(n -> true)
                .keyBy(n -> n)
                .values()
                .collect();
        assertThat(runner().jobs().get(0).result().parents()).isEmpty();
        assertThat(runner().tasks()).hasSize(2);
    }

    @Test
    void longLineagesArePlannedWithoutDeepRecursionThroughShuffles() {
        PairRdd<Integer, Integer> rdd = pairs(1);
        for (int round = 0; round < 2000; round++) {
            rdd = rdd.mapToPair(p -> p).reduceByKey(Integer::sum, 1);
        }
        assertThat(rdd.explain().lines().filter(line -> line.startsWith("Stage")))
                .hasSize(2001);
        PairRdd<Integer, Integer> last = rdd;
        int stages = IntStream.of(1).map(n -> last.getNumPartitions()).sum();
        assertThat(stages).isEqualTo(1);
    }

    @Test
    void explainRunsNothing() {
        pairs(3).sortByKey().zipWithIndex().explain();
        assertThat(runner().jobs()).isEmpty();
    }

    @Test
    void leavesAreDescribedForTheSchedulerAsSplits() {
        org.lisle.dag.reference.MemoryFiles.put("in", "a", "b");
        Rdd<String> lines = context.textFile("in");
        lines.count();
        PlannedStage stage = runner().jobs().get(0).result();
        var leaf = org.lisle.core.operator.Partitions.leaves(stage.program().root(), 1)
                .get(0);
        assertThat(stage.leaves().hosts(leaf)).isEqualTo(List.of("host"));
        assertThat(stage.leaves().describe(leaf)).isEqualTo("b");
    }
}
