package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lisle.programs.PlainJava.bag;
import static org.lisle.programs.PlainJava.joined;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.LisleContext;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.StorageLevel;
import org.lisle.api.function.SerializableComparator;
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

    // ---------------------------------------------------------------- a join that is the last step

    private PairRdd<String, Pair<Integer, Integer>> join() {
        return dataset(large).join(dataset(small), PARTITIONS);
    }

    /** An action and what it gives for the joined pairs. */
    record LastStep(
            String name, Action action, Function<Map<Pair<String, Pair<Integer, Integer>>, Integer>, Object> expected) {
        interface Action {
            Object of(PairRdd<String, Pair<Integer, Integer>> join, Path folder) throws Exception;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static long sum(Map<Pair<String, Pair<Integer, Integer>>, Integer> joined) {
        return joined.entrySet().stream()
                .mapToLong(each -> (long) each.getKey().value().key() * each.getValue())
                .sum();
    }

    static Stream<LastStep> lastSteps() {
        return Stream.of(
                new LastStep("count", (join, folder) -> join.count(), joined -> joined.values().stream()
                        .mapToLong(Integer::longValue)
                        .sum()),
                new LastStep("collect", (join, folder) -> bag(join.collect()), joined -> joined),
                new LastStep(
                        "reduce",
                        (join, folder) ->
                                join.map(pair -> (long) pair.value().key()).reduce(Long::sum),
                        SkewedJoinTest::sum),
                new LastStep(
                        "max",
                        (join, folder) ->
                                join.map(pair -> pair.value().key()).max(SerializableComparator.naturalOrder()),
                        joined -> joined.keySet().stream()
                                .map(pair -> pair.value().key())
                                .max(Comparator.naturalOrder())
                                .orElseThrow()),
                new LastStep(
                        "stats",
                        (join, folder) ->
                                (long) join.mapToDouble(pair -> pair.value().key())
                                        .stats()
                                        .sum(),
                        SkewedJoinTest::sum),
                new LastStep(
                        "foreach",
                        (join, folder) -> {
                            LongAccumulator seen = join.context().longAccumulator("seen");
                            join.foreach(pair -> seen.add(pair.value().key()));
                            return seen.value();
                        },
                        SkewedJoinTest::sum),
                new LastStep(
                        "saveAsTextFile",
                        (join, folder) -> {
                            Path out = folder.resolve("out");
                            join.map(Object::toString).saveAsTextFile(out.toString());
                            return bag(lines(out));
                        },
                        joined -> bag(joined.entrySet().stream()
                                .flatMap(
                                        each -> Collections.nCopies(
                                                each.getValue(), each.getKey().toString())
                                                .stream())
                                .toList())));
    }

    /** Of all files, of which there is one for each task. */
    private static List<String> lines(Path out) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(out)) {
            List<Path> parts = files.filter(
                            file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
            assertThat(parts).hasSizeGreaterThan(PARTITIONS);
            for (Path part : parts) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("lastSteps")
    void anActionGetsTheResultsOfAllSlices(LastStep last, @TempDir Path folder) throws Exception {
        Object result = last.action().of(join(), folder);

        assertThat(result).isEqualTo(last.expected().apply(joined(large, small, false, false, Pair::new)));
        assertThat(split()).singleElement().satisfies(stage -> {
            assertThat(stage.tasks()).isGreaterThan(PARTITIONS);
            assertThat(stage.done()).isEqualTo(stage.tasks());
        });
    }

    /** Their results are a partition's, or the zero counts once for each. */
    @Test
    void actionsThatSeePartitionsAreNotSplit() {
        LongAccumulator partitions = context.longAccumulator("partitions");
        join().foreachPartition(pairs -> partitions.add(1));
        assertThat(partitions.value()).isEqualTo(PARTITIONS);
        assertThat(join().glom().count()).isEqualTo(PARTITIONS);
        assertThat(join().map(pair -> 0).aggregate(1, Integer::sum, Integer::sum))
                .isEqualTo(PARTITIONS + 1);
        assertThat(join().collectPartitions(new int[] {0, 1, 2, 3, 4})).hasSize(PARTITIONS);
        assertThat(bag(join().zipWithIndex().values().collect()).values()).containsOnly(1);
        assertThat(join().persist(StorageLevel.MEMORY_ONLY).count()).isPositive();

        assertThat(split()).isEmpty();
    }

    /** The way to have as many files as partitions without one task for the large key. */
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
        assertThat(join.explain()).doesNotContain(line);
    }

    /** What `lisle submit` shows once, above the progress. */
    @Test
    void isNoticedWhenItHappens() {
        join().count();

        assertThat(WatchedLocal.status().notices())
                .extracting(ApplicationStatus.Notice::text)
                .singleElement()
                .asString()
                .matches("(?s)stage \\d+ \\(.*SkewedJoinTest.java:\\d+\\): partition \\d .* is split over \\d tasks.*");
    }

    @Test
    void isToldOfAJoinThatIsTheLastStep() {
        assertThat(join().explain())
                .containsOnlyOnce("the result, skewed partitions are split where the action allows it");
    }
}
