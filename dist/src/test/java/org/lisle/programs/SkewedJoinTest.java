package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lisle.programs.PlainJava.bag;
import static org.lisle.programs.PlainJava.joined;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.LisleContext;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.local.WatchedLocal;

/** Joins in which most records of a side have one key, in a pool that is too small for them, compared with plain Java. */
@ParameterizedClass(name = "{0} slots")
@ValueSource(ints = {1, 2, 5})
class SkewedJoinTest {
    private static final long POOL_BYTES = 64 << 10;
    private static final int PARTITIONS = 5;

    @Parameter
    int slots;

    private final List<Pair<String, Integer>> large = skewed(1_500, 1, slots + 1);
    private final List<Pair<String, Integer>> small = even(200, 2);

    @SuppressWarnings("NullAway.Init")
    private LisleContext context;

    @BeforeEach
    void open() {
        context = open(true);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private LisleContext open(boolean splits) {
        return LisleContext.builder()
                .appName("skewed joins")
                .master(WatchedLocal.master(slots, POOL_BYTES))
                .config("lisle.skewJoin.enabled", Boolean.toString(splits))
                .config("lisle.skewJoin.skewedPartitionThreshold", "1k")
                .config("lisle.skewJoin.skewedPartitionFactor", "3")
                .build();
    }

    private static String key(int number) {
        return "a key of some length, number " + number;
    }

    /** Two of three records have the same key. */
    private static List<Pair<String, Integer>> skewed(int records, int seed, int hot) {
        Random random = new Random(seed);
        List<Pair<String, Integer>> pairs = new ArrayList<>();
        for (int record = 0; record < records; record++) {
            pairs.add(Pair.of(key(record % 3 == 0 ? random.nextInt(150) : hot), random.nextInt(1_000_000)));
        }
        Collections.shuffle(pairs, random);
        return pairs;
    }

    private static List<Pair<String, Integer>> even(int records, int seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> Pair.of(key(random.nextInt(100)), random.nextInt(1_000)))
                .limit(records)
                .toList();
    }

    private PairRdd<String, Integer> dataset(List<Pair<String, Integer>> pairs) {
        return context.parallelizePairs(pairs, 7);
    }

    /**
     * A join and what follows it in its stage.
     *
     * @param largeIsLeft on which side most records have one key
     * @param splits whether it may be split by that side
     */
    record Join(String name, boolean largeIsLeft, boolean splits, Run run, Expected expected) {
        interface Run {
            PairRdd<String, ?> of(PairRdd<String, Integer> left, PairRdd<String, Integer> right);
        }

        interface Expected {
            Map<?, Integer> of(List<Pair<String, Integer>> left, List<Pair<String, Integer>> right);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Join> joins() {
        return Stream.of(
                new Join(
                        "join, skewed on the left",
                        true,
                        true,
                        (left, right) -> left.join(right, PARTITIONS),
                        (left, right) -> joined(left, right, false, false, Pair::new)),
                new Join(
                        "join, skewed on the right",
                        false,
                        true,
                        (left, right) -> left.join(right, PARTITIONS),
                        (left, right) -> joined(left, right, false, false, Pair::new)),
                new Join(
                        "join with steps behind it",
                        true,
                        true,
                        (left, right) -> left.join(right, PARTITIONS)
                                .filter(pair -> pair.value().key() % 2 == 0)
                                .mapValues(pair -> pair.key() + pair.value())
                                .flatMapValues(sum -> List.of(sum, -sum).iterator()),
                        (left, right) -> {
                            List<Pair<String, Integer>> all = new ArrayList<>();
                            joined(left, right, false, false, Pair::new).forEach((pair, times) -> {
                                int sum = pair.value().key() + pair.value().value();
                                for (int time = 0; time < times && pair.value().key() % 2 == 0; time++) {
                                    all.add(Pair.of(pair.key(), sum));
                                    all.add(Pair.of(pair.key(), -sum));
                                }
                            });
                            return bag(all);
                        }),
                new Join(
                        "leftOuterJoin, skewed on the left",
                        true,
                        true,
                        (left, right) -> left.leftOuterJoin(right, PARTITIONS),
                        (left, right) ->
                                joined(left, right, true, false, (v, w) -> new Pair<>(v, Optional.ofNullable(w)))),
                new Join(
                        "leftOuterJoin, skewed on the right",
                        false,
                        false,
                        (left, right) -> left.leftOuterJoin(right, PARTITIONS),
                        (left, right) ->
                                joined(left, right, true, false, (v, w) -> new Pair<>(v, Optional.ofNullable(w)))),
                new Join(
                        "rightOuterJoin, skewed on the right",
                        false,
                        true,
                        (left, right) -> left.rightOuterJoin(right, PARTITIONS),
                        (left, right) ->
                                joined(left, right, false, true, (v, w) -> new Pair<>(Optional.ofNullable(v), w))),
                new Join(
                        "fullOuterJoin",
                        true,
                        false,
                        (left, right) -> left.fullOuterJoin(right, PARTITIONS),
                        (left, right) -> joined(
                                left,
                                right,
                                true,
                                true,
                                (v, w) -> Pair.of(Optional.ofNullable(v), Optional.ofNullable(w)))),
                new Join(
                        "subtractByKey, skewed on the left",
                        true,
                        true,
                        (left, right) -> left.subtractByKey(right, PARTITIONS),
                        (left, right) -> {
                            Set<String> keys = right.stream().map(Pair::key).collect(Collectors.toSet());
                            return bag(left.stream()
                                    .filter(pair -> !keys.contains(pair.key()))
                                    .toList());
                        }));
    }

    private List<Pair<String, Integer>> left(Join join) {
        return join.largeIsLeft() ? large : small;
    }

    private List<Pair<String, Integer>> right(Join join) {
        return join.largeIsLeft() ? small : large;
    }

    /** The records with how often they occur, counted behind a shuffle. */
    private static Map<?, Integer> counted(PairRdd<String, ?> records) {
        return records.mapToPair(record -> new Pair<>((Object) record, 1))
                .reduceByKey(Integer::sum, 4)
                .collectAsMap();
    }

    private static List<ApplicationStatus.Stage> split() {
        return WatchedLocal.status().stages().stream()
                .filter(stage -> !stage.skewed().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("joins")
    void givesWhatPlainJavaGives(Join join) {
        Map<?, Integer> result = counted(join.run().of(dataset(left(join)), dataset(right(join))));

        assertThat((Object) result).isEqualTo(join.expected().of(left(join), right(join)));
        if (join.splits()) {
            assertThat(split()).singleElement().satisfies(stage -> {
                assertThat(stage.tasks()).isGreaterThan(PARTITIONS);
                assertThat(stage.done()).isEqualTo(stage.tasks());
                assertThat(stage.skewed()).allSatisfy(line -> assertThat(line)
                        .matches("partition \\d \\(.*iB, median .*B\\) is split over \\d tasks"));
            });
        } else {
            assertThat(split()).isEmpty();
        }
    }

    @Test
    void spills() {
        counted(dataset(large).join(dataset(small), PARTITIONS));

        assertThat(split()).singleElement().satisfies(stage -> assertThat(
                        stage.metrics().getBytesSpilled())
                .isPositive());
    }

    @Test
    void aJoinOfWhatASplitJoinMadeReadsAllOfItAndIsSplitItself() {
        PairRdd<String, Integer> once = dataset(large)
                .join(dataset(small), PARTITIONS)
                .mapToPair(pair -> otherKey(pair.value().key()));
        Map<?, Integer> result = counted(once.join(dataset(small).mapValues(n -> -n), PARTITIONS));

        List<Pair<String, Integer>> expectedOnce = new ArrayList<>();
        joined(large, small, false, false, (left, right) -> left)
                .forEach((pair, times) -> expectedOnce.addAll(Collections.nCopies(times, otherKey(pair.value()))));
        assertThat((Object) result)
                .isEqualTo(joined(expectedOnce, small, false, false, (left, right) -> Pair.of(left, -right)));
        assertThat(split()).hasSize(2);
    }

    /** Of numbers from all partitions most get one key. */
    private static Pair<String, Integer> otherKey(int number) {
        return Pair.of(key(number % 10 < 8 ? 5 : number % 100), number);
    }

    @Test
    void eachRecordIsCountedOnceByAccumulators() {
        LongAccumulator seen = context.longAccumulator("seen");
        PairRdd<String, Integer> made = dataset(large)
                .join(dataset(small), PARTITIONS)
                .mapValues(pair -> {
                    seen.add(1);
                    return pair.key();
                });
        counted(made);

        assertThat(split()).hasSize(1);
        assertThat(seen.value())
                .isEqualTo(joined(large, small, false, false, Pair::new).values().stream()
                        .mapToLong(times -> times)
                        .sum());
    }

    /** The way to have the result of a join in files without one task for the large key. */
    @Test
    void repartitionBehindAJoinLetsItBeSplit() {
        List<Pair<String, Pair<Integer, Integer>>> result =
                dataset(large).join(dataset(small), PARTITIONS).repartition(4).collect();

        assertThat(bag(result)).isEqualTo(joined(large, small, false, false, Pair::new));
        assertThat(split()).hasSize(1);
    }

    @Test
    void whatSeesPartitionsIsNotSplit() {
        PairRdd<String, Pair<Integer, Integer>> join = dataset(large).join(dataset(small), PARTITIONS);
        Map<Object, Integer> partitions = join.mapPartitionsWithIndex(
                        (partition, pairs) -> List.of(partition).iterator())
                .mapToPair(partition -> new Pair<>((Object) partition, 1))
                .reduceByKey(Integer::sum, 4)
                .collectAsMap();

        assertThat(partitions).isEqualTo(Map.of(0, 1, 1, 1, 2, 1, 3, 1, 4, 1));
        assertThat(split()).isEmpty();
    }

    @Test
    void isToldBeforeItRunsAndCanBeSwitchedOff() {
        String line = "skewed partitions are split";
        PairRdd<Object, Integer> counts =
                dataset(large).join(dataset(small), PARTITIONS).mapToPair(pair -> new Pair<>(pair, 1));
        assertThat(counts.reduceByKey(Integer::sum, 4).explain()).containsOnlyOnce(line);
        context.close();

        context = open(false);
        PairRdd<String, Pair<Integer, Integer>> join = dataset(large).join(dataset(small), PARTITIONS);
        assertThat((Object) counted(join)).isEqualTo(joined(large, small, false, false, Pair::new));
        assertThat(split()).isEmpty();
        assertThat(join.mapToPair(pair -> new Pair<>(pair, 1))
                        .reduceByKey(Integer::sum, 4)
                        .explain())
                .doesNotContain(line);
    }
}
