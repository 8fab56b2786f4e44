package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.dag.plan.PlannedStage;

/** Where a task of {@code repartition} sends its records when it runs again and they come in another order. */
class RepartitionTest extends OnReference {
    private static final int PARTITIONS = 7;

    /** The partition that each record is sent to, by the last stage that writes a shuffle. */
    @SuppressWarnings("unchecked")
    private List<Integer> places(Rdd<?> repartitioned, List<?> records) throws Exception {
        repartitioned.count();
        var jobs = runner().jobs();
        PlannedStage writer =
                jobs.get(jobs.size() - 1).result().parents().get(0).stage();
        var deal = (Function2<Integer, Iterator<Object>, Iterator<Pair<Integer, Object>>>)
                ((Operator.MapPartitions) writer.program().root()).function();
        ShuffleSpec shuffle = Objects.requireNonNull(writer.shuffle());
        List<Integer> places = new ArrayList<>();
        deal.call(3, (Iterator<Object>) records.iterator())
                .forEachRemaining(dealt -> places.add(shuffle.partitioner().getPartition(dealt.key())));
        assertThat(places).hasSameSizeAs(records);
        return places;
    }

    private PairRdd<Integer, Integer> pairs() {
        return context.parallelize(numbers(0, 20), 2).mapToPair(n -> Pair.of(n, n));
    }

    private static List<Pair<Integer, Integer>> records() {
        List<Pair<Integer, Integer>> records = new ArrayList<>();
        numbers(0, 7_000).forEach(n -> records.add(Pair.of(n, n * n)));
        return records;
    }

    private static <T> Map<T, Integer> byRecord(List<T> records, List<Integer> places) {
        Map<T, Integer> placed = new java.util.HashMap<>();
        for (int i = 0; i < places.size(); i++) {
            placed.put(records.get(i), places.get(i));
        }
        return placed;
    }

    private void dealsAlikeInAnyOrder(Rdd<?> repartitioned) throws Exception {
        List<Pair<Integer, Integer>> records = records();
        List<Pair<Integer, Integer>> inAnotherOrder = new ArrayList<>(records);
        Collections.shuffle(inAnotherOrder, new Random(11));

        List<Integer> places = places(repartitioned, records);

        assertThat(byRecord(inAnotherOrder, places(repartitioned, inAnotherOrder)))
                .isEqualTo(byRecord(records, places));
        Map<Integer, Integer> sizes = new TreeMap<>();
        places.forEach(place -> sizes.merge(place, 1, Integer::sum));
        assertThat(sizes).hasSize(PARTITIONS);
        assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isBetween(850, 1150));
    }

    @Test
    void recordsOfHashTablesGoWhereTheyWentBeforeInWhateverOrderTheyCome() throws Exception {
        dealsAlikeInAnyOrder(pairs().reduceByKey(Integer::sum).repartition(PARTITIONS));
        dealsAlikeInAnyOrder(pairs().groupByKey().repartition(PARTITIONS));
        dealsAlikeInAnyOrder(pairs().distinct().repartition(PARTITIONS));
        dealsAlikeInAnyOrder(pairs().join(pairs()).coalesce(PARTITIONS, true));
        dealsAlikeInAnyOrder(pairs().reduceByKey(Integer::sum)
                .map(pair -> pair)
                .union(pairs().map(pair -> pair))
                .repartition(PARTITIONS));
    }

    @Test
    void recordsInAFixedOrderAreDealtInTurn() throws Exception {
        List<Rdd<?>> ordered = List.of(
                pairs().filter(pair -> true).repartition(PARTITIONS),
                pairs().sortByKey().repartition(PARTITIONS),
                pairs().partitionBy(new HashPartitioner(3)).mapValues(n -> n).repartition(PARTITIONS));
        for (Rdd<?> rdd : ordered) {
            List<Integer> places = places(rdd, records());
            for (int i = 1; i < places.size(); i++) {
                assertThat(places.get(i)).isEqualTo((places.get(i - 1) + 1) % PARTITIONS);
            }
        }
    }

    @Test
    void aCombinedValueThatDiffersInItsLastBitsStaysWhereItsKeyGoes() throws Exception {
        Rdd<?> sums = pairs().mapValues(n -> n / 10.0)
                .reduceByKey(Double::sum)
                .mapValues(sum -> sum)
                .repartition(PARTITIONS);

        assertThat(places(sums, List.of(Pair.of(1, 0.1 + 0.2 + 0.3), Pair.of(2, 1.0))))
                .isEqualTo(places(sums, List.of(Pair.of(1, 0.3 + 0.2 + 0.1), Pair.of(2, 1.0))));
    }

    @Test
    void valuesGoWhereTheyWentBeforeWhetherTheyWereInMemoryOrOnDisk() throws Exception {
        Rdd<?> values = pairs().groupByKey().values().repartition(PARTITIONS);
        List<Integer> inMemory = new ArrayList<>(numbers(0, 100));
        Iterable<Integer> onDisk = inMemory::iterator;
        Set<Integer> small = new HashSet<>(List.of(1, 1 << 17, 3));
        Set<Integer> large = new HashSet<>(1 << 20);
        large.addAll(List.of(3, 1 << 17, 1));
        assertThat(List.copyOf(small)).as("the set that was read").isNotEqualTo(List.copyOf(large));

        assertThat(places(values, List.of(inMemory, small))).isEqualTo(places(values, List.of(onDisk, large)));
    }

    @Test
    void losesNothingBehindAHashTable() {
        assertThat(pairs().reduceByKey(Integer::sum).repartition(PARTITIONS).collect())
                .containsExactlyInAnyOrderElementsOf(pairs().collect());
    }
}
