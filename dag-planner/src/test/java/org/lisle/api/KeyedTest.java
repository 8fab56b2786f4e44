package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What the operations by key mean. */
class KeyedTest extends OnReference {
    private static final List<Pair<String, Integer>> LEFT =
            pairs(Pair.of("a", 1), Pair.of("b", 2), Pair.of("a", 3), Pair.of("c", 4));
    private static final List<Pair<String, Integer>> RIGHT =
            pairs(Pair.of("a", 10), Pair.of("d", 20), Pair.of("a", 30), Pair.of("b", 40));

    private PairRdd<String, Integer> left(int partitions) {
        return context.parallelizePairs(LEFT, partitions);
    }

    private PairRdd<String, Integer> right(int partitions) {
        return context.parallelizePairs(RIGHT, partitions);
    }

    @Test
    void valuesAreMappedUnderTheirKeys() {
        assertThat(left(2).mapValues(n -> n * 2).values().collect()).containsExactly(2, 4, 6, 8);
        assertThat(left(2).flatMapValues(n -> List.of(n, -n).iterator()).collect())
                .startsWith(Pair.of("a", 1), Pair.of("a", -1));
        assertThat(left(2).keys().collect()).containsExactly("a", "b", "a", "c");
    }

    @Test
    void valuesOfAKeyAreReducedFoldedAggregatedAndCombined() {
        Map<String, Integer> sums = Map.of("a", 4, "b", 2, "c", 4);
        for (int partitions : PARTITIONS) {
            PairRdd<String, Integer> left = left(partitions);
            assertThat(left.reduceByKey(Integer::sum).collectAsMap()).isEqualTo(sums);
            assertThat(left.reduceByKey(Integer::sum, 2).collectAsMap()).isEqualTo(sums);
            assertThat(left.reduceByKey(new HashPartitioner(5), Integer::sum).collectAsMap())
                    .isEqualTo(sums);
            assertThat(left.foldByKey(0, Integer::sum).collectAsMap()).isEqualTo(sums);
            assertThat(left.foldByKey(0, 2, Integer::sum).collectAsMap()).isEqualTo(sums);
            assertThat(left.foldByKey(0, new HashPartitioner(2), Integer::sum).collectAsMap())
                    .isEqualTo(sums);
            assertThat(left.aggregateByKey("", (text, n) -> text + n, (one, other) -> sorted(one + other))
                            .collectAsMap())
                    .isEqualTo(Map.of("a", "13", "b", "2", "c", "4"));
            assertThat(left.combineByKey(n -> n, Integer::sum, Integer::sum).collectAsMap())
                    .isEqualTo(sums);
            assertThat(left.combineByKey(n -> n, Integer::sum, Integer::sum, new HashPartitioner(2), false)
                            .collectAsMap())
                    .isEqualTo(sums);
        }
    }

    @Test
    void aZeroThatIsChangedIsCopiedForEachKey() {
        Map<String, TreeSet<Integer>> sets = left(2).aggregateByKey(
                        new TreeSet<Integer>(),
                        (set, n) -> {
                            set.add(n);
                            return set;
                        },
                        (one, other) -> {
                            one.addAll(other);
                            return one;
                        })
                .collectAsMap();
        assertThat(sets)
                .isEqualTo(Map.of(
                        "a",
                        new TreeSet<>(List.of(1, 3)),
                        "b",
                        new TreeSet<>(List.of(2)),
                        "c",
                        new TreeSet<>(List.of(4))));
    }

    @Test
    void groupByKeyHasAllValues() {
        for (int partitions : PARTITIONS) {
            assertThat(groups(left(partitions).groupByKey()))
                    .isEqualTo(Map.of("a", List.of(1, 3), "b", List.of(2), "c", List.of(4)));
            assertThat(left(partitions).groupByKey(7).getNumPartitions()).isEqualTo(7);
        }
    }

    @Test
    void cogroupHasTheValuesOfAllSides() {
        for (int partitions : PARTITIONS) {
            Map<String, String> groups = new TreeMap<>();
            left(partitions)
                    .cogroup(right(2))
                    .collect()
                    .forEach(group -> groups.put(
                            group.key(),
                            list(group.value().key()) + "" + list(group.value().value())));
            assertThat(groups).isEqualTo(Map.of("a", "[1, 3][10, 30]", "b", "[2][40]", "c", "[4][]", "d", "[][20]"));
        }
    }

    @Test
    void cogroupTakesUpToThreeOthers() {
        Map<String, String> three = new TreeMap<>();
        left(2).cogroup(right(3), left(1))
                .collect()
                .forEach(group -> three.put(
                        group.key(),
                        list(group.value().first()) + "" + list(group.value().second())
                                + list(group.value().third())));
        assertThat(three).containsEntry("a", "[1, 3][10, 30][1, 3]").containsEntry("d", "[][20][]");
        Map<String, String> four = new TreeMap<>();
        left(2).cogroup(right(3), left(1), right(1), 2)
                .collect()
                .forEach(group -> four.put(
                        group.key(),
                        list(group.value().first()) + "" + list(group.value().fourth())));
        assertThat(four).containsEntry("a", "[1, 3][10, 30]").containsEntry("c", "[4][]");
    }

    @Test
    void joinsPairEachValueWithEach() {
        for (int partitions : PARTITIONS) {
            assertThat(left(partitions).join(right(2)).collect())
                    .containsExactlyInAnyOrder(
                            Pair.of("a", Pair.of(1, 10)),
                            Pair.of("a", Pair.of(1, 30)),
                            Pair.of("a", Pair.of(3, 10)),
                            Pair.of("a", Pair.of(3, 30)),
                            Pair.of("b", Pair.of(2, 40)));
            assertThat(left(partitions).leftOuterJoin(right(2), 3).collect())
                    .hasSize(6)
                    .contains(Pair.of("c", Pair.of(4, Optional.empty())), Pair.of("b", Pair.of(2, Optional.of(40))));
            assertThat(left(partitions).rightOuterJoin(right(2)).collect())
                    .hasSize(6)
                    .contains(Pair.of("d", Pair.of(Optional.empty(), 20)), Pair.of("b", Pair.of(Optional.of(2), 40)));
            assertThat(left(partitions)
                            .fullOuterJoin(right(2), new HashPartitioner(3))
                            .collect())
                    .hasSize(7)
                    .contains(
                            Pair.of("c", Pair.of(Optional.of(4), Optional.empty())),
                            Pair.of("d", Pair.of(Optional.empty(), Optional.of(20))));
        }
    }

    @Test
    void subtractByKeyKeepsWhatTheOtherHasNot() {
        for (int partitions : PARTITIONS) {
            assertThat(left(partitions).subtractByKey(right(2)).collect()).containsExactly(Pair.of("c", 4));
            assertThat(left(partitions).subtractByKey(right(2)).getNumPartitions())
                    .isEqualTo(partitions);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null keys are meant
    void nullKeysMeetEachOther() {
        List<Pair<String, Integer>> pairs = List.of(new Pair<>(null, 1), Pair.of("a", 2), new Pair<>(null, 3));
        PairRdd<String, Integer> rdd = context.parallelizePairs(pairs, 3);
        assertThat(rdd.reduceByKey(Integer::sum).collectAsMap()).containsEntry(null, 4);
        assertThat(rdd.join(rdd).count()).isEqualTo(5);
        assertThat(rdd.lookup(null)).containsExactly(1, 3);
    }

    @Test
    void partitionByPlacesKeysAndKeepsThem() {
        PairRdd<String, Integer> placed = left(2).partitionBy(new HashPartitioner(3));
        assertThat(placed.collect()).containsExactlyInAnyOrderElementsOf(LEFT);
        assertThat(placed.mapPartitionsWithIndex((partition, records) -> {
                            List<Boolean> right = new ArrayList<>();
                            records.forEachRemaining(
                                    pair -> right.add(new HashPartitioner(3).getPartition(pair.key()) == partition));
                            return right.iterator();
                        })
                        .collect())
                .hasSize(4)
                .containsOnly(true);
    }

    @Test
    void sortByKeySortsBothWaysAndByOrdersOfTheProgram() {
        List<Pair<Integer, String>> pairs = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            pairs.add(Pair.of((n * 37) % 100, "v" + n));
        }
        for (int partitions : PARTITIONS) {
            PairRdd<Integer, String> rdd = context.parallelizePairs(pairs, partitions);
            assertThat(rdd.sortByKey().keys().collect()).isSorted().hasSize(200);
            assertThat(rdd.sortByKey().getNumPartitions()).isEqualTo(partitions);
            assertThat(rdd.sortByKey(false).keys().collect()).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(rdd.sortByKey(true, 6).getNumPartitions()).isEqualTo(6);
            SerializableComparator<Integer> byLastDigit = (a, b) -> Integer.compare(a % 10, b % 10);
            assertThat(rdd.sortByKey(byLastDigit, false, 3).keys().collect())
                    .isSortedAccordingTo(byLastDigit.reversed());
        }
    }

    @Test
    void fewDifferentKeysLeaveTheLastRangesEmpty() {
        List<Pair<Integer, Integer>> same = java.util.Collections.nCopies(50, Pair.of(7, 1));
        PairRdd<Integer, Integer> sorted = context.parallelizePairs(same, 3).sortByKey(true, 5);
        assertThat(sorted.getNumPartitions()).isEqualTo(5);
        assertThat(sorted.count()).isEqualTo(50);
    }

    @Test
    void aRangePartitionerOfADatasetPlacesAnotherOne() {
        List<Pair<Integer, Integer>> pairs = new ArrayList<>();
        numbers(0, 1000).forEach(n -> pairs.add(Pair.of(n * 7 % 1000, n)));
        PairRdd<Integer, Integer> sampled = context.parallelizePairs(pairs, 4);
        for (boolean ascending : List.of(true, false)) {
            RangePartitioner<Integer> ranges = sampled.rangePartitioner(5, ascending);
            List<Integer> keys = new ArrayList<>(numbers(-10, 1010));
            keys.sort(ascending ? Comparator.naturalOrder() : Comparator.reverseOrder());
            List<Integer> places = keys.stream().map(ranges::getPartition).toList();
            assertThat(places).isSorted().contains(0, 1, 2, 3, 4);
            for (int place = 0; place < 5; place++) {
                assertThat(java.util.Collections.frequency(places, place))
                        .as("keys in partition %s", place)
                        .isBetween(100, 320);
            }
            PairRdd<Integer, Integer> placed = context.parallelizePairs(List.of(Pair.of(999, 1), Pair.of(1, 1)), 2)
                    .partitionBy(ranges);
            assertThat(placed.getNumPartitions()).isEqualTo(5);
            assertThat(placed.keys().collect()).isEqualTo(ascending ? List.of(1, 999) : List.of(999, 1));
            assertThat(sampled.partitionBy(ranges).join(placed).getNumPartitions())
                    .as("both lie so already")
                    .isEqualTo(5);
        }
    }

    @Test
    void aRangePartitionerByAnOrderOfTheProgramKeepsItsOrder() {
        PairRdd<Integer, Integer> sampled =
                context.parallelize(numbers(0, 100), 3).keyBy(n -> n);
        SerializableComparator<Integer> byLastDigit = (a, b) -> Integer.compare(a % 10, b % 10);
        RangePartitioner<Integer> ranges = sampled.rangePartitioner(3, true, byLastDigit);
        assertThat(ranges.numPartitions()).isEqualTo(3);
        assertThat(ranges.getPartition(90)).isZero();
        assertThat(ranges.getPartition(9)).isEqualTo(2);
        assertThat(ranges.getPartition(19)).isEqualTo(2);
    }

    @Test
    void aRangePartitionerOfNothingHasItsPartitionsAndKeysWithoutAnOrderAreNamed() {
        assertThat(context.<Integer, Integer>parallelizePairs(List.of(), 2)
                        .rangePartitioner(4)
                        .numPartitions())
                .isEqualTo(4);
        PairRdd<Object, Integer> unordered =
                context.parallelizePairs(List.of(Pair.of((Object) List.of(1), 1), Pair.of(List.of(2), 2)), 2);
        assertThatThrownBy(() -> unordered.rangePartitioner(2))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("cannot be compared");
        assertThatThrownBy(() -> unordered.rangePartitioner(0)).isInstanceOf(LisleException.class);
    }

    @Test
    void skewedPartitionsAreSampledAgain() {
        List<Pair<Integer, Integer>> pairs = new ArrayList<>();
        numbers(0, 3000).forEach(n -> pairs.add(Pair.of(n, n)));
        PairRdd<Integer, Integer> skewed = context.parallelizePairs(pairs, 10)
                .mapPartitionsToPair(records -> records)
                .filter(pair -> pair.key() >= 2700 || pair.key() % 300 == 0);
        PairRdd<Integer, Integer> sorted = skewed.sortByKey(true, 3);
        assertThat(sorted.keys().collect()).isSorted().hasSize(309);
        assertThat(runner().jobs())
                .as("a sample, a second of the large partition, the job itself")
                .hasSize(3);
        assertThat(runner().jobs().get(1).partitions()).containsExactly(9);
    }

    @Test
    void repartitionAndSortWithinPartitionsSortsEachPartition() {
        PairRdd<Integer, Integer> rdd = context.parallelize(numbers(0, 20), 3)
                .keyBy(n -> (n * 7) % 20)
                .repartitionAndSortWithinPartitions(new HashPartitioner(2));
        assertThat(rdd.keys().collect())
                .containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19);
    }

    @Test
    void mapsAndCountsByKey() {
        assertThat(left(3).collectAsMap()).isEqualTo(Map.of("a", 3, "b", 2, "c", 4));
        assertThat(left(3).countByKey()).isEqualTo(Map.of("a", 2L, "b", 1L, "c", 1L));
        assertThat(left(3).lookup("a")).containsExactly(1, 3);
        assertThat(left(3).lookup("z")).isEmpty();
    }

    @Test
    void keysThatAreArraysAreRefusedWhenTheJobRuns() {
        PairRdd<int[], Integer> arrays = context.parallelize(numbers(0, 3), 2).keyBy(n -> new int[] {n});
        assertThatThrownBy(() -> arrays.reduceByKey(Integer::sum).collect())
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("int[]");
    }

    private static Map<String, List<Integer>> groups(PairRdd<String, Iterable<Integer>> rdd) {
        Map<String, List<Integer>> groups = new TreeMap<>();
        rdd.collect().forEach(group -> {
            List<Integer> values = new ArrayList<>(list(group.value()));
            values.sort(null);
            groups.put(group.key(), values);
        });
        return groups;
    }

    private static String sorted(String text) {
        char[] letters = text.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }
}
