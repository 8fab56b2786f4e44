package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.api.HashPartitioner;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.api.StorageLevel;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.local.WatchedLocal;

/** Data many times the memory pool: everything that holds records spills them, and nothing is lost or doubled. */
class SpillingTest {
    private static final long POOL_BYTES = 4 << 20;
    private static final int RECORDS = 150_000;
    private static final int KEYS = 50_000;
    private static final int LARGE_VALUES = 100;
    private static final AtomicInteger COMPUTED = new AtomicInteger();

    private LisleContext context;

    @BeforeEach
    void open() {
        context = LisleContext.builder()
                .appName("spilling")
                .master(WatchedLocal.master(2, POOL_BYTES))
                .build();
    }

    @AfterEach
    void close() {
        context.close();
    }

    /** Keys in no order, each with three values; made in the tasks, some 20 MB as objects. */
    private static PairRdd<String, Integer> pairs(LisleContext context) {
        List<Integer> starts = IntStream.range(0, 4).boxed().toList();
        return context.parallelize(starts, 4).flatMapToPair(start -> IntStream.range(0, RECORDS / 4)
                .map(n -> n * 4 + start)
                .mapToObj(n -> Pair.of(key(scattered(n)), n))
                .iterator());
    }

    private static int scattered(int n) {
        return (int) (n * 7919L % KEYS);
    }

    private static String key(int number) {
        return "a key of some length, number " + (1_000_000 + number);
    }

    private static List<Integer> valuesOf(int key, Iterable<Integer> values) {
        List<Integer> all = new ArrayList<>();
        values.forEach(value -> {
            if (scattered(value) != key) {
                throw new AssertionError(value + " is in the group of " + key);
            }
            all.add(value);
        });
        return all;
    }

    private static int number(String key) {
        return Integer.parseInt(key.substring(key.length() - 6));
    }

    /** A program over {@link #pairs}; it checks its own result. */
    record Program(String name, Check check) {
        interface Check {
            void on(PairRdd<String, Integer> pairs);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Program> programs() {
        return Stream.of(
                new Program("reduceByKey", pairs -> assertThat(
                                pairs.reduceByKey(Integer::sum, 3).collectAsMap())
                        .isEqualTo(sums())),
                new Program("combineByKey without combining before the shuffle", pairs -> assertThat(
                                pairs.combineByKey(n -> n, Integer::sum, Integer::sum, new HashPartitioner(3), false)
                                        .collectAsMap())
                        .isEqualTo(sums())),
                new Program("groupByKey", pairs -> assertThat(pairs.groupByKey(3)
                                .map(group -> valuesOf(number(group.key()), group.value())
                                        .size())
                                .countByValue())
                        .isEqualTo(Map.of(RECORDS / KEYS, (long) KEYS))),
                new Program("groupByKey with a single key", pairs -> assertThat(
                                pairs.mapToPair(pair -> Pair.of(1, pair.key()))
                                        .groupByKey(2)
                                        .map(group -> {
                                            long records = 0;
                                            for (int time = 0; time < 2; time++) {
                                                for (String key : group.value()) {
                                                    records += key.length() > 10 ? 1 : 0;
                                                }
                                            }
                                            return records;
                                        })
                                        .collect())
                        .containsExactly(2L * RECORDS)),
                new Program("cogroup", pairs -> assertThat(pairs.cogroup(
                                        pairs.filter(pair -> number(pair.key()) < 5000), 3)
                                .map(group -> valuesOf(
                                                        number(group.key()),
                                                        group.value().key())
                                                .size()
                                        + 10
                                                * valuesOf(
                                                                number(group.key()),
                                                                group.value().value())
                                                        .size())
                                .countByValue())
                        .isEqualTo(Map.of(3, KEYS - 5000L, 33, 5000L))),
                new Program("join", pairs -> assertThat(pairs.join(pairs, 3).count())
                        .isEqualTo(9L * KEYS)),
                new Program("join of one key's large group with a single value", pairs -> assertThat(oneKey(pairs)
                                .join(single(pairs), 2)
                                .filter(pair -> pair.value().value() == 7
                                        && pair.value().key().length() > 10)
                                .count())
                        .isEqualTo(RECORDS)),
                new Program(
                        "rightOuterJoin of a single value with one key's large group", pairs -> assertThat(single(pairs)
                                        .rightOuterJoin(oneKey(pairs), 2)
                                        .filter(pair -> pair.value().key().orElse(0) == 7)
                                        .count())
                                .isEqualTo(RECORDS)),
                new Program("leftOuterJoin of a large group that meets nothing", pairs -> assertThat(oneKey(pairs)
                                .leftOuterJoin(single(pairs).filter(pair -> false), 2)
                                .filter(pair -> pair.value().value().isEmpty())
                                .count())
                        .isEqualTo(RECORDS)),
                new Program("subtractByKey of a large group", pairs -> assertThat(List.of(
                                oneKey(pairs).subtractByKey(single(pairs), 2).count(),
                                oneKey(pairs)
                                        .subtractByKey(single(pairs).filter(pair -> false), 2)
                                        .count()))
                        .containsExactly(0L, (long) RECORDS)),
                new Program("join of one key whose groups are large on both sides", pairs -> assertThat(large(pairs, 0)
                                .join(large(pairs, 1), 2)
                                .map(SpillingTest::heads)
                                .countByValue())
                        .isEqualTo(everyTwo())),
                new Program("fullOuterJoin of one key whose groups are large on both sides", pairs -> assertThat(
                                large(pairs, 0)
                                        .fullOuterJoin(large(pairs, 1), 2)
                                        .map(pair -> heads(Pair.of(
                                                pair.key(),
                                                Pair.of(
                                                        pair.value().key().orElseThrow(),
                                                        pair.value().value().orElseThrow()))))
                                        .countByValue())
                        .isEqualTo(everyTwo())),
                new Program("cogroup of four with one key's large groups, read twice", pairs -> {
                    PairRdd<Integer, String> one = oneKey(pairs);
                    List<Long> counts = one.cogroup(one, single(pairs), one)
                            .map(group -> {
                                long records = 0;
                                for (int time = 0; time < 2; time++) {
                                    for (Iterable<?> side : List.of(
                                            group.value().first(),
                                            group.value().second(),
                                            group.value().third(),
                                            group.value().fourth())) {
                                        for (Object value : side) {
                                            records += value == null ? 0 : 1;
                                        }
                                    }
                                }
                                return records;
                            })
                            .collect();
                    assertThat(counts).containsExactly(2L * (3 * RECORDS + 1));
                }),
                new Program("sortByKey", pairs -> {
                    List<String> keys = pairs.sortByKey(true, 3).keys().collect();
                    assertThat(keys).hasSize(RECORDS).isSorted();
                    assertThat(keys.stream().distinct().count()).isEqualTo(KEYS);
                }),
                new Program(
                        "distinct",
                        pairs -> assertThat(pairs.keys().distinct(3).count()).isEqualTo(KEYS)),
                new Program("repartition", pairs -> assertThat(
                                pairs.repartition(3).distinct(3).count())
                        .isEqualTo(RECORDS)),
                new Program("repartitionAndSortWithinPartitions", pairs -> {
                    List<List<String>> partitions = pairs.repartitionAndSortWithinPartitions(new HashPartitioner(2))
                            .keys()
                            .mapPartitions(
                                    keys -> List.of(RecordPrograms.list(keys)).iterator())
                            .collect();
                    assertThat(partitions).hasSize(2).allSatisfy(keys -> assertThat(keys)
                            .isSorted());
                    assertThat(partitions.get(0).size() + partitions.get(1).size())
                            .isEqualTo(RECORDS);
                }));
    }

    private static PairRdd<Integer, String> oneKey(PairRdd<String, Integer> pairs) {
        return pairs.mapToPair(pair -> Pair.of(1, pair.key()));
    }

    private static PairRdd<Integer, Integer> single(PairRdd<String, Integer> pairs) {
        return pairs.filter(pair -> pair.value() == 0).mapToPair(pair -> Pair.of(1, 7));
    }

    /** A hundred values of 50,000 characters under one key. */
    private static PairRdd<Integer, String> large(PairRdd<String, Integer> pairs, int side) {
        return pairs.filter(pair -> pair.value() < LARGE_VALUES)
                .mapToPair(pair -> Pair.of(1, side + " " + pair.value() + " " + "x".repeat(50_000)));
    }

    private static String heads(Pair<Integer, Pair<String, String>> joined) {
        String left = joined.value().key();
        String right = joined.value().value();
        return left.substring(0, left.indexOf('x')) + right.substring(0, right.indexOf('x'));
    }

    private static Map<String, Long> everyTwo() {
        Map<String, Long> counts = new TreeMap<>();
        for (int left = 0; left < LARGE_VALUES; left++) {
            for (int right = 0; right < LARGE_VALUES; right++) {
                counts.put("0 " + left + " 1 " + right + " ", 1L);
            }
        }
        return counts;
    }

    private static Map<String, Integer> sums() {
        Map<String, Integer> sums = new TreeMap<>();
        for (int n = 0; n < RECORDS; n++) {
            sums.merge(key(scattered(n)), n, Integer::sum);
        }
        return sums;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void givesTheSameWhenItSpills(Program program) {
        program.check().on(pairs(context));
        assertThat(spilled()).as("bytes spilled").isPositive();
    }

    private static long spilled() {
        return WatchedLocal.status().stages().stream()
                .map(ApplicationStatus.Stage::metrics)
                .mapToLong(metrics -> metrics.getBytesSpilled())
                .sum();
    }

    @Test
    void whatHasNoRoomInMemoryIsKeptOnDisk() {
        COMPUTED.set(0);
        for (StorageLevel level : List.of(StorageLevel.MEMORY_AND_DISK, StorageLevel.MEMORY_AND_DISK_SER)) {
            Rdd<List<String>> kept = counted().map(List::of).persist(level);
            for (int time = 0; time < 3; time++) {
                assertThat(kept.count()).isEqualTo(RECORDS);
            }
            assertThat(COMPUTED.getAndSet(0))
                    .as("records computed at %s", level)
                    .isEqualTo(RECORDS);
            if (level.deserialized()) {
                assertThat(WatchedLocal.status().storage())
                        .anySatisfy(stored -> assertThat(stored.diskBytes()).isPositive());
            }
            kept.unpersist();
        }
    }

    @Test
    void stringsThatHaveNoRoomAsObjectsAreKeptInColumns() {
        COMPUTED.set(0);
        // In one task: two that store at the same time may take the memory from each other.
        Rdd<String> kept = counted().coalesce(1).cache();
        for (int time = 0; time < 2; time++) {
            assertThat(kept.filter(key -> number(key) < 500).count()).isEqualTo(1500);
        }
        assertThat(COMPUTED).hasValue(RECORDS);
    }

    @Test
    void whatHasNoRoomInMemoryOnlyIsComputedAgain() {
        COMPUTED.set(0);
        Rdd<List<String>> kept = counted().map(List::of).cache();
        for (int time = 0; time < 2; time++) {
            assertThat(kept.count()).isEqualTo(RECORDS);
        }
        assertThat(COMPUTED.get()).isGreaterThan(RECORDS);
    }

    @Test
    void aCachedDatasetGivesWayToAShuffle() {
        Rdd<String> kept = counted().filter(key -> number(key) < 500).persist(StorageLevel.MEMORY_AND_DISK);
        assertThat(kept.count()).isEqualTo(1500);
        assertThat(pairs(context).groupByKey(3).count()).isEqualTo(KEYS);
        assertThat(kept.distinct().count()).isEqualTo(500);
    }

    private Rdd<String> counted() {
        return pairs(context).keys().map(key -> {
            COMPUTED.incrementAndGet();
            return key;
        });
    }
}
