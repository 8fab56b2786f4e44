package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.reference.MemoryFiles;

/** What the actions mean, and how much they run. */
class ActionTest extends OnReference {
    private Rdd<Integer> numbers(int partitions) {
        return context.parallelize(numbers(0, 10), partitions);
    }

    @Test
    void countsReducesFoldsAndAggregates() {
        for (int partitions : PARTITIONS) {
            Rdd<Integer> rdd = numbers(partitions);
            assertThat(rdd.count()).isEqualTo(10);
            assertThat(rdd.reduce(Integer::sum)).isEqualTo(45);
            assertThat(rdd.treeReduce(Integer::sum)).isEqualTo(45);
            assertThat(rdd.treeReduce(Integer::sum, 3)).isEqualTo(45);
            assertThat(rdd.fold(0, Integer::sum)).isEqualTo(45);
            assertThat(rdd.aggregate("", (text, n) -> text + n, String::concat)).isEqualTo("0123456789");
            assertThat(rdd.min(SerializableComparator.naturalOrder())).isZero();
            assertThat(rdd.max(SerializableComparator.naturalOrder())).isEqualTo(9);
        }
    }

    @Test
    void foldStartsFromZeroInEachPartitionAndOnceMore() {
        assertThat(numbers(3).fold(100, Integer::sum)).isEqualTo(45 + 4 * 100);
    }

    @Test
    void aZeroThatIsChangedIsCopiedForEachPartition() {
        List<Integer> zero = new ArrayList<>();
        List<Integer> all = numbers(3)
                .aggregate(
                        zero,
                        (list, n) -> {
                            list.add(n);
                            return list;
                        },
                        (one, other) -> {
                            one.addAll(other);
                            return one;
                        });
        assertThat(all).isEqualTo(numbers(0, 10));
        assertThat(zero).isEmpty();
    }

    @Test
    void treeReduceMergesOnTheExecutorsFirst() {
        Rdd<Integer> rdd = context.parallelize(numbers(0, 100), 50);
        assertThat(rdd.treeReduce(Integer::sum, 2)).isEqualTo(4950);
        PlannedJob job = runner().jobs().get(0);
        assertThat(job.partitions()).hasSize(6);
        assertThat(job.result().parents()).hasSize(1);
    }

    @Test
    void nothingHasNoFirstRecordAndNoReduction() {
        Rdd<Integer> nothing = context.parallelize(List.of(), 3);
        for (Runnable action : List.<Runnable>of(
                () -> nothing.first(),
                () -> nothing.reduce(Integer::sum),
                () -> nothing.treeReduce(Integer::sum),
                () -> nothing.max(SerializableComparator.naturalOrder()))) {
            assertThatThrownBy(action::run)
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EMPTY_COLLECTION))
                    .hasMessageContaining("ActionTest.java:");
        }
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.count()).isZero();
        assertThat(nothing.fold(5, Integer::sum)).isEqualTo(20);
        assertThat(nothing.take(3)).isEmpty();
        assertThat(nothing.top(3)).isEmpty();
    }

    @Test
    void takeLooksAtFewPartitions() {
        Rdd<Integer> rdd = context.parallelize(numbers(0, 1000), 100);
        assertThat(rdd.take(5)).containsExactly(0, 1, 2, 3, 4);
        assertThat(runner().tasks()).hasSize(1);
        runner().forget();
        assertThat(rdd.take(25)).isEqualTo(numbers(0, 25));
        assertThat(runner().tasks())
                .as("one partition, then three: half as many again as needed")
                .hasSize(4);
        runner().forget();
        assertThat(rdd.filter(n -> n >= 990).first()).isEqualTo(990);
        assertThat(runner().jobs()).extracting(job -> job.partitions().size()).containsExactly(1, 4, 20, 75);
        runner().forget();
        assertThat(rdd.take(0)).isEmpty();
        assertThat(runner().jobs()).isEmpty();
    }

    @Test
    void topAndTakeOrderedAreInOrder() {
        for (int partitions : PARTITIONS) {
            Rdd<Integer> rdd = context.parallelize(List.of(5, 3, 9, 1, 9, 7), partitions);
            assertThat(rdd.top(3)).containsExactly(9, 9, 7);
            assertThat(rdd.takeOrdered(3)).containsExactly(1, 3, 5);
            assertThat(rdd.takeOrdered(20)).containsExactly(1, 3, 5, 7, 9, 9);
            SerializableComparator<Integer> byDistance = (a, b) -> Integer.compare(Math.abs(a - 6), Math.abs(b - 6));
            assertThat(rdd.takeOrdered(2, byDistance)).containsExactlyInAnyOrder(5, 7);
            assertThat(rdd.top(1, byDistance)).containsExactly(1);
            assertThat(rdd.top(0)).isEmpty();
        }
    }

    @Test
    void countByValueCounts() {
        assertThat(context.parallelize(List.of("a", "b", "a"), 2).countByValue())
                .isEqualTo(Map.of("a", 2L, "b", 1L));
    }

    @Test
    void toLocalIteratorRunsAPartitionAtATime() {
        Iterator<Integer> iterator = numbers(5).toLocalIterator();
        assertThat(runner().jobs()).isEmpty();
        assertThat(iterator.next()).isZero();
        assertThat(runner().tasks()).hasSize(1);
        List<Integer> rest = new ArrayList<>();
        iterator.forEachRemaining(rest::add);
        assertThat(rest).isEqualTo(numbers(1, 10));
        assertThat(runner().jobs()).hasSize(5);
    }

    @Test
    void foreachReachesEveryRecordAndCountsOnce() {
        LongAccumulator sum = context.longAccumulator("sum");
        CollectionAccumulator<Integer> sizes = context.collectionAccumulator();
        DoubleAccumulator half = context.doubleAccumulator();
        numbers(3).foreach(n -> {
            sum.add(n);
            half.add(n / 2.0);
        });
        numbers(3).foreachPartition(records -> {
            int size = 0;
            while (records.hasNext()) {
                records.next();
                size++;
            }
            sizes.add(size);
        });
        assertThat(sum.value()).isEqualTo(45);
        assertThat(half.value()).isEqualTo(22.5);
        assertThat(sizes.value()).containsExactlyInAnyOrder(3, 3, 4);
    }

    @Test
    void broadcastsReachTasksInPieces() {
        byte[] large = new byte[9 << 20];
        new java.util.Random(1).nextBytes(large);
        Broadcast<byte[]> broadcast = context.broadcast(large);
        assertThat(backend().services().blockNames()).hasSize(3);
        assertThat(numbers(2).map(n -> broadcast.value()[n]).collect())
                .isEqualTo(numbers(0, 10).stream().map(n -> large[n]).toList());
        broadcast.unpersist();
        assertThat(numbers(2).map(n -> broadcast.value().length).first()).isEqualTo(large.length);
        broadcast.destroy();
        assertThat(backend().services().blockNames()).isEmpty();
        assertThatThrownBy(broadcast::value).isInstanceOf(LisleException.class);
    }

    @Test
    void doublesHaveSumsAndMeans() {
        DoubleRdd doubles = context.parallelizeDoubles(List.of(1.0, 2.0, 6.0), 2);
        assertThat(doubles.sum()).isEqualTo(9.0);
        assertThat(doubles.mean()).isEqualTo(3.0);
        assertThat(doubles.min()).isEqualTo(1.0);
        assertThat(doubles.filter(d -> d < 0).mean()).isZero();
        assertThat(doubles.sortBy(d -> d, false, 1).collect()).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void leastAndGreatestDoublesAreInTheirNaturalOrder() {
        for (int partitions : PARTITIONS) {
            DoubleRdd doubles = context.parallelizeDoubles(List.of(2.0, Double.NaN, 0.0, -0.0, 5.0), partitions);
            assertThat(doubles.min()).isEqualTo(-0.0);
            assertThat(doubles.max()).isNaN();
            assertThat(doubles.filter(d -> Double.isNaN(d)).min()).isNaN();
            assertThat(doubles.filter(d -> !Double.isNaN(d)).max()).isEqualTo(5.0);
            DoubleRdd none = doubles.filter(d -> d > 9);
            for (Runnable action : List.<Runnable>of(none::min, none::max, () -> none.histogram(2))) {
                assertThatThrownBy(action::run).isInstanceOfSatisfying(LisleException.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.EMPTY_COLLECTION));
            }
        }
    }

    @Test
    void bucketsAreClosedBelowAndTheLastOneAbove() {
        DoubleRdd doubles = context.parallelizeDoubles(
                List.of(-1.0, -0.0, 0.0, 1.0, 9.9, 10.0, 20.0, 20.1, Double.NaN, Double.POSITIVE_INFINITY), 3);
        assertThat(doubles.histogram(new double[] {0, 10, 20})).containsExactly(4, 2);
        assertThat(doubles.histogram(new Double[] {0.0, 10.0, 20.0}, true)).containsExactly(4, 2);
        assertThat(doubles.histogram(new double[] {-0.0, 0.5})).containsExactly(2);
        assertThat(doubles.histogram(new double[] {0, 10, Double.NaN}))
                .as("NaN is above all, also above infinity")
                .containsExactly(4, 5);
        assertThat(doubles.histogram(new double[] {10, 10})).as("of one value").containsExactly(1);
        assertThat(doubles.histogram(new Double[] {10.0, 10.0}, true)).containsExactly(1);
    }

    @Test
    void bucketsOfEqualWidthReachFromTheLeastToTheGreatest() {
        DoubleRdd doubles = context.parallelizeDoubles(List.of(1.0, 2.0, 3.0, 5.0), 2);
        Pair<double[], long[]> histogram = doubles.histogram(2);
        assertThat(histogram.key()).containsExactly(1, 3, 5);
        assertThat(histogram.value()).containsExactly(2, 2);
        Pair<double[], long[]> equal = doubles.filter(d -> d == 2).histogram(4);
        assertThat(equal.key()).containsExactly(2, 2);
        assertThat(equal.value()).containsExactly(1);
        assertThat(doubles.histogram(equal.key())).as("its bounds are bounds").containsExactly(1);
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertRefused(
                    () -> context.parallelizeDoubles(List.of(1.0, value), 2).histogram(2));
        }
    }

    @Test
    void boundsThatMakeNoBucketsAreRefused() {
        DoubleRdd doubles = context.parallelizeDoubles(List.of(1.0), 1);
        for (double[] bounds : List.of(
                new double[] {},
                new double[] {1},
                new double[] {2, 1},
                new double[] {1, 1, 2},
                new double[] {-0.0, 0.0, 1},
                new double[] {Double.NaN, 1},
                new double[] {1, Double.NaN, Double.NaN})) {
            assertRefused(() -> doubles.histogram(bounds));
        }
        assertRefused(() -> doubles.histogram(new Double[] {1.0, Double.NaN}, true));
        assertRefused(() -> doubles.histogram(new Double[] {-Double.MAX_VALUE, Double.MAX_VALUE}, true));
        assertRefused(() -> doubles.histogram(0));
    }

    private static void assertRefused(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(LisleException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void savingFollowsTheCommitProtocol() {
        numbers(2).map(n -> n + 1).saveAsTextFile("out");
        assertThat(MemoryFiles.lines("out")).containsExactly("1\n2\n3\n4\n5\n", "6\n7\n8\n9\n10\n");
        assertThat(MemoryFiles.calls()).containsExactly("check", "setup 0", "commit 0");
    }

    @Test
    void anOutputThatExistsIsRefusedBeforeAnythingRuns() {
        MemoryFiles.put("out", "old");
        assertThatThrownBy(() -> numbers(2).saveAsTextFile("out"))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT_EXISTS));
        assertThat(runner().jobs()).isEmpty();
    }

    @Test
    void aFailedSaveIsAborted() {
        assertThatThrownBy(() -> numbers(2).map(n -> 1 / (n - 7)).saveAsTextFile("out"))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.getCause()).isInstanceOf(ArithmeticException.class));
        assertThat(MemoryFiles.calls()).containsExactly("check", "setup 0", "abort 0");
        assertThat(MemoryFiles.lines("out")).isNull();
    }

    @Test
    void hadoopSettingsReachTheSink() {
        Map<String, String> settings = Map.of("a.b", "c");
        numbers(1).keyBy(n -> n).saveAsNewAPIHadoopFile("x", String.class, String.class, String.class, settings);
        numbers(1).keyBy(n -> n).saveAsHadoopFile("y", String.class, String.class, String.class, settings.entrySet());
        assertThat(MemoryFiles.lines("x?{a.b=c}")).isNotNull();
        assertThat(MemoryFiles.lines("y?{a.b=c}")).isNotNull();
    }

    @Test
    void aTasksFailureHasTheUsersLineAndTheUsersException() {
        assertThatThrownBy(() -> numbers(2).map(n -> 1 / n).collect())
                .isInstanceOf(LisleException.class)
                .hasCauseInstanceOf(ArithmeticException.class)
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(ActionTest.class.getName())));
    }
}
