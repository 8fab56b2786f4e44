package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.api.DoubleRdd;
import org.lisle.api.HashPartitioner;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.api.StorageLevel;

/** What is computed once, and what is not computed at all. Tasks run in this JVM, so they can count in a static field. */
class CachingTest {
    private static final AtomicInteger COMPUTED = new AtomicInteger();
    private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

    private static LisleContext context;

    @BeforeAll
    static void open() {
        context = LisleContext.builder().appName("caching").master("local[2]").build();
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @BeforeEach
    void forget() {
        COMPUTED.set(0);
    }

    /** Counts each record that is computed. */
    private static Rdd<Integer> counted(int partitions) {
        return context.parallelize(NUMBERS, partitions).map(n -> {
            COMPUTED.incrementAndGet();
            return n;
        });
    }

    static Stream<StorageLevel> levels() {
        return Stream.of(
                StorageLevel.MEMORY_ONLY,
                StorageLevel.MEMORY_ONLY_2,
                StorageLevel.MEMORY_ONLY_SER,
                StorageLevel.MEMORY_ONLY_SER_2,
                StorageLevel.MEMORY_AND_DISK,
                StorageLevel.MEMORY_AND_DISK_2,
                StorageLevel.MEMORY_AND_DISK_SER,
                StorageLevel.MEMORY_AND_DISK_SER_2,
                StorageLevel.DISK_ONLY,
                StorageLevel.DISK_ONLY_2,
                StorageLevel.DISK_ONLY_3,
                StorageLevel.OFF_HEAP);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void isComputedOnceAtEveryLevelAndAgainAfterItWasDropped(StorageLevel level) {
        Rdd<Integer> kept = counted(4).persist(level);
        assertThat(kept.collect()).isEqualTo(NUMBERS);
        assertThat(kept.map(n -> -n).collect())
                .isEqualTo(NUMBERS.stream().map(n -> -n).toList());
        assertThat(kept.keyBy(n -> n % 3).countByKey()).containsEntry(0, 34L);
        assertThat(COMPUTED).hasValue(100);
        kept.unpersist();
        Awaitility.await().untilAsserted(() -> {
            COMPUTED.set(0);
            assertThat(kept.count()).isEqualTo(100);
            assertThat(COMPUTED).hasValue(100);
        });
    }

    @ParameterizedTest
    @MethodSource("levels")
    void nullsAndEmptyPartitionsAreKeptToo(StorageLevel level) {
        Rdd<Integer> kept =
                context.parallelize(Collections.nCopies(2, (Integer) null), 4).persist(level);
        for (int time = 0; time < 2; time++) {
            assertThat(kept.collect()).containsExactly(null, null);
        }
        kept.unpersist();
    }

    /** Counts how often it is made. */
    record Made(long number) {
        static final AtomicInteger TIMES = new AtomicInteger();

        Made {
            TIMES.incrementAndGet();
        }
    }

    @Test
    void whatAnActionDoesNotNeedOfABlockOfColumnsIsNotMade() {
        PairRdd<Made, Integer> kept = context.parallelize(NUMBERS, 4)
                .mapToPair(n -> Pair.of(new Made(n), n))
                .persist(StorageLevel.MEMORY_ONLY_SER);
        kept.count();
        Made.TIMES.set(0);

        assertThat(kept.count()).isEqualTo(100);
        assertThat(kept.keys().count()).isEqualTo(100);
        assertThat(kept.values().collect()).isEqualTo(NUMBERS);
        assertThat(kept.values().map(n -> n + 1).reduce(Integer::sum)).isEqualTo(5050);
        assertThat(kept.union(kept).count()).isEqualTo(200);
        assertThat(Made.TIMES).as("made").hasValue(0);

        assertThat(kept.keys().map(Made::number).reduce(Long::sum)).isEqualTo(4950);
        assertThat(Made.TIMES.get()).isBetween(100, 110);
        kept.unpersist();
    }

    @ParameterizedTest
    @MethodSource("levels")
    void doublesGiveTheSameFiguresKeptOrNot(StorageLevel level) {
        DoubleRdd doubles = context.parallelize(NUMBERS, 4).mapToDouble(n -> n == 50 ? -0.0 : 1 / (n + 1.0));
        DoubleRdd kept = context.parallelize(NUMBERS, 4)
                .mapToDouble(n -> n == 50 ? -0.0 : 1 / (n + 1.0))
                .persist(level);
        for (int time = 0; time < 2; time++) {
            assertThat(kept.sum()).isEqualTo(doubles.sum());
            assertThat(kept.stats()).hasToString(doubles.stats().toString());
            assertThat(kept.mean()).isEqualTo(doubles.mean());
            assertThat(kept.min()).isEqualTo(-0.0);
            assertThat(kept.max()).isEqualTo(1);
        }
        kept.unpersist();
        DoubleRdd none =
                context.parallelize(List.<Integer>of(), 2).mapToDouble(n -> n).persist(level);
        assertThatThrownBy(none::max).hasMessageContaining("found no records");
        assertThat(none.sum()).isZero();
        none.unpersist();
    }

    @Test
    void onlyWhatAnActionNeededIsKept() {
        Rdd<Integer> kept = counted(10).cache();
        assertThat(kept.take(5)).containsExactly(0, 1, 2, 3, 4);
        int first = COMPUTED.get();
        assertThat(first).as("computed for a take").isBetween(5, 10);
        kept.count();
        kept.count();
        assertThat(COMPUTED.get()).isBetween(100, 100 + first);
        kept.unpersist();
    }

    @Test
    void groupsAreKeptWithAllTheirValues() {
        PairRdd<Integer, Iterable<Integer>> groups =
                counted(4).groupBy(n -> n % 10).persist(StorageLevel.MEMORY_ONLY);
        for (int time = 0; time < 3; time++) {
            assertThat(groups.mapValues(values ->
                                    RecordPrograms.list(values.iterator()).size())
                            .values()
                            .collect())
                    .hasSize(10)
                    .containsOnly(10);
        }
        assertThat(COMPUTED).hasValue(100);
        groups.unpersist();
    }

    @Test
    void aShuffleThatWasWrittenIsNotWrittenAgain() {
        PairRdd<Integer, Integer> sums =
                counted(4).mapToPair(n -> Pair.of(n % 7, n)).reduceByKey(Integer::sum);
        assertThat(sums.count()).isEqualTo(7);
        assertThat(sums.mapValues(n -> n + 1).filter(pair -> true).count()).isEqualTo(7);
        assertThat(COMPUTED).hasValue(100);
    }

    @Test
    void takesTouchFewPartitions() {
        assertThat(counted(50).first()).isZero();
        assertThat(COMPUTED).as("first").hasValueLessThanOrEqualTo(2);
        COMPUTED.set(0);
        assertThat(counted(50).isEmpty()).isFalse();
        assertThat(COMPUTED).as("isEmpty").hasValueLessThanOrEqualTo(2);
        COMPUTED.set(0);
        assertThat(counted(50).take(10)).isEqualTo(NUMBERS.subList(0, 10));
        assertThat(COMPUTED).as("take").hasValueLessThanOrEqualTo(25);
        COMPUTED.set(0);
        assertThat(counted(1).take(3)).containsExactly(0, 1, 2);
        assertThat(COMPUTED).as("take within a partition").hasValueLessThanOrEqualTo(10);
    }

    @Test
    void lookupTouchesThePartitionOfItsKeyOnly() {
        PairRdd<Integer, Integer> placed = context.parallelize(NUMBERS, 4)
                .mapToPair(n -> Pair.of(n, n))
                .partitionBy(new HashPartitioner(20))
                .mapValues(n -> {
                    COMPUTED.incrementAndGet();
                    return -n;
                });
        assertThat(placed.lookup(42)).containsExactly(-42);
        assertThat(COMPUTED).hasValue(5);
    }

    @Test
    void aLocalIteratorComputesAPartitionWhenItComesToIt() {
        var records = counted(10).toLocalIterator();
        assertThat(records.next()).isZero();
        assertThat(COMPUTED.get()).isLessThanOrEqualTo(20);
        assertThat(RecordPrograms.list(records)).hasSize(99);
        assertThat(COMPUTED).hasValue(100);
    }
}
