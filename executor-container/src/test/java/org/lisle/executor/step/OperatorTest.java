package org.lisle.executor.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.Pair;
import org.lisle.api.StorageLevel;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.Predicate;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.Operator;
import org.lisle.executor.scope.TaskKilledException;

/** Every operator against plain Java, with a large pool and with one that is a tenth of the data. */
@SuppressWarnings("NullAway") // null is a key like any other
class OperatorTest {
    private static final long TINY = 128 << 10;
    private static final long LARGE = 256 << 20;

    @TempDir
    Path directory;

    private OperatorHarness harness;

    @BeforeEach
    void open() {
        harness = new OperatorHarness(directory);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static List<Pair<String, Long>> randomPairs(long seed, int count, int keys) {
        Random random = new Random(seed);
        List<Pair<String, Long>> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(new Pair<>("key" + random.nextInt(keys), (long) i));
        }
        return pairs;
    }

    private Operator chain(Operator source) {
        Operator doubled = new Operator.MapRecords(harness.id(), source, (Function<Long, Long>) x -> x * 2);
        Operator few = new Operator.FilterRecords(harness.id(), doubled, (Predicate<Long>) x -> x % 3 != 0);
        Operator many = new Operator.FlatMapRecords(harness.id(), few, (FlatMapFunction<Long, Pair<Long, Long>>)
                x -> List.of(new Pair<>(x, x), new Pair<>(-x, x)).iterator());
        Operator values = new Operator.MapValues(harness.id(), many, (Function<Long, Long>) x -> x + 1);
        return new Operator.FlatMapValues(harness.id(), values, (FlatMapFunction<Long, Long>)
                x -> List.of(x, -x).iterator());
    }

    private static List<Object> expectedOfChain(List<Long> source) {
        List<Object> expected = new ArrayList<>();
        for (long value : source) {
            long x = value * 2;
            if (x % 3 != 0) {
                for (long key : new long[] {x, -x}) {
                    expected.add(new Pair<>(key, x + 1));
                    expected.add(new Pair<>(key, -x - 1));
                }
            }
        }
        return expected;
    }

    @Test
    void stepsPushedAndPulledGiveWhatPlainJavaGives() throws Exception {
        List<Long> source = IntStream.range(0, 1000).mapToObj(i -> (long) i).toList();
        Operator operator = chain(harness.values(source, List.of()));
        assertThat(harness.push(operator, 0)).isEqualTo(expectedOfChain(source));
        assertThat(harness.pull(operator, 0)).isEqualTo(expectedOfChain(source));
        assertThat(harness.push(operator, 1)).isEmpty();
        assertThat(harness.pull(operator, 1)).isEmpty();
    }

    @Test
    void aSourceStopsWhenNoMoreIsWanted() throws Exception {
        List<Integer> seen = new ArrayList<>();
        Operator counted = new Operator.MapRecords(
                harness.id(), harness.values(IntStream.range(0, 1000).boxed().toList()), (Function<Integer, Integer>)
                        x -> {
                            seen.add(x);
                            return x;
                        });
        assertThat(harness.push(counted, 0, 3)).isEqualTo(List.of(0, 1, 2));
        assertThat(seen).hasSize(3);
    }

    @Test
    void anEndlessFlatMapStopsWhenNoMoreIsWantedAndWhenKilled() throws Exception {
        Operator endless = new Operator.FlatMapRecords(
                harness.id(), harness.values(List.of(1)), (FlatMapFunction<Integer, Integer>)
                        x -> java.util.stream.Stream.iterate(x, y -> y + 1).iterator());
        assertThat(harness.push(endless, 0, 5)).hasSize(5);
        harness.killSwitch().kill("enough");
        assertThatThrownBy(() -> harness.forEach(endless, 0, record -> {}))
                .isInstanceOf(TaskKilledException.class)
                .hasMessage("enough");
    }

    @Test
    void functionsOverIteratorsSeeTheirPartition() throws Exception {
        Operator source = chain(harness.values(List.of(1L, 2L), List.of(4L)));
        Operator counted = new Operator.MapPartitions(
                harness.id(), source, (Function2<Integer, Iterator<Object>, Iterator<String>>) (partition, records) -> {
                    int count = 0;
                    while (records.hasNext()) {
                        records.next();
                        count++;
                    }
                    return List.of(partition + ":" + count).iterator();
                });
        assertThat(harness.push(counted, 0)).isEqualTo(List.of("0:8"));
        assertThat(harness.push(counted, 1)).isEqualTo(List.of("1:4"));
        Operator zipped = new Operator.ZipPartitions(harness.id(), counted, counted, (Function2<
                        Iterator<String>, Iterator<String>, Iterator<String>>)
                (left, right) -> List.of(left.next() + "/" + right.next()).iterator());
        assertThat(harness.push(zipped, 1)).isEqualTo(List.of("1:4/1:4"));
    }

    @Test
    void unionAndCoalesceJoinPartitionsInTheirOrder() throws Exception {
        Operator left = harness.values(List.of(1), List.of(2));
        Operator right = harness.values(List.of(3), List.of(4));
        Operator union = new Operator.Union(harness.id(), List.of(left, right));
        Operator coalesced = new Operator.Coalesce(harness.id(), union, List.of(new int[] {3, 0}, new int[] {1, 2}));
        assertThat(harness.push(union, 2)).isEqualTo(List.of(3));
        assertThat(harness.push(coalesced, 0)).isEqualTo(List.of(4, 1));
        assertThat(harness.pull(coalesced, 1)).isEqualTo(List.of(2, 3));
    }

    @Test
    void aPersistedPartitionIsComputedOnceAndOnlyStoredWhole() throws Exception {
        List<Integer> computed = new ArrayList<>();
        Operator mapped = new Operator.MapRecords(
                harness.id(), harness.values(List.of(1, 2, 3)), (Function<Integer, Integer>) x -> {
                    computed.add(x);
                    return x * 10;
                });
        Operator cached = new Operator.Cached(50, mapped, StorageLevel.MEMORY_ONLY);
        assertThat(harness.push(cached, 0, 1)).isEqualTo(List.of(10));
        assertThat(harness.blocks().kept).isEmpty();
        assertThat(harness.pull(cached, 0)).isEqualTo(List.of(10, 20, 30));
        assertThat(harness.push(cached, 0)).isEqualTo(List.of(10, 20, 30));
        assertThat(harness.blocks().kept).containsOnlyKeys("rdd_50_0");
        assertThat(computed).isEqualTo(List.of(1, 1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void combinesByKey(long pool) throws Exception {
        List<Pair<String, Long>> pairs = randomPairs(11, 60_000, 20_000);
        pairs.add(new Pair<>(null, 5L));
        pairs.add(new Pair<>(null, 6L));
        Aggregator<Long, Long> sum = new Aggregator<>(x -> x, Long::sum, Long::sum);
        Operator combine = new Operator.CombineByKey(harness.id(), harness.values(pairs), sum, false);
        Map<Object, Long> expected = new HashMap<>();
        pairs.forEach(pair -> expected.merge(String.valueOf(pair.key()), pair.value(), Long::sum));
        List<Object> records = harness.pool(pool).push(combine, 0);
        Map<Object, Long> found = new HashMap<>();
        for (Object record : records) {
            Pair<?, ?> pair = (Pair<?, ?>) record;
            assertThat(found.put(String.valueOf(pair.key()), (Long) pair.value()))
                    .isNull();
        }
        assertThat(found).as("seed 11").isEqualTo(expected);
        assertSpilled(pool);
    }

    @Test
    void combinersThatChangeAndCannotBeSerialisedAreFineWhileTheyFit() throws Exception {
        Aggregator<Long, StringBuilder[]> text = new Aggregator<>(
                x -> new StringBuilder[] {new StringBuilder().append(x)},
                (builder, x) -> {
                    builder[0].append(',').append(x);
                    return builder;
                },
                (left, right) -> left);
        Operator combine = new Operator.CombineByKey(
                harness.id(), harness.values(List.of(new Pair<>("a", 1L), new Pair<>("a", 2L))), text, false);
        Operator shown = new Operator.MapValues(
                harness.id(), combine, (Function<StringBuilder[], String>) builder -> builder[0].toString());
        assertThat(harness.push(shown, 0)).isEqualTo(List.of(new Pair<>("a", "1,2")));
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void combinersThatGrowAreCounted(long pool) throws Exception {
        List<Pair<String, Long>> pairs = randomPairs(12, 40_000, 3);
        Aggregator<Long, ArrayList<Long>> list = new Aggregator<>(
                x -> new ArrayList<>(List.of(x)),
                (values, x) -> {
                    values.add(x);
                    return values;
                },
                (left, right) -> {
                    left.addAll(right);
                    return left;
                });
        Operator combine = new Operator.CombineByKey(harness.id(), harness.values(pairs), list, false);
        Map<Object, Object> found = new HashMap<>();
        for (Object record : harness.pool(pool).push(combine, 0)) {
            found.put(((Pair<?, ?>) record).key(), ((Pair<?, ?>) record).value());
        }
        assertThat(found).isEqualTo(listsOf(pairs));
        assertSpilled(pool);
    }

    private static Map<Object, List<Long>> listsOf(List<Pair<String, Long>> pairs) {
        Map<Object, List<Long>> lists = new HashMap<>();
        pairs.forEach(pair ->
                lists.computeIfAbsent(pair.key(), key -> new ArrayList<>()).add(pair.value()));
        return lists;
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void groupsByKeyInTheOrderOfTheValues(long pool) throws Exception {
        List<Pair<String, Long>> pairs = randomPairs(13, 60_000, 5_000);
        Operator group = new Operator.GroupByKey(harness.id(), harness.values(pairs));
        Map<Object, Object> found = new HashMap<>();
        for (Object record : harness.pool(pool).push(group, 0)) {
            Pair<?, ?> pair = (Pair<?, ?>) record;
            assertThat(found.put(pair.key(), pair.value())).isNull();
        }
        assertThat(found).as("seed 13").isEqualTo(listsOf(pairs));
        assertSpilled(pool);
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void oneGiantKeyCanBeReadAgainAndAgain(long pool) throws Exception {
        List<Pair<String, Long>> pairs = randomPairs(14, 60_000, 1);
        Operator group = new Operator.GroupByKey(harness.id(), harness.values(pairs));
        List<Long> sums = new ArrayList<>();
        harness.pool(pool).forEach(group, 0, record -> {
            Iterable<?> values = (Iterable<?>) ((Pair<?, ?>) record).value();
            for (int i = 0; i < 2; i++) {
                sums.add(StreamSupport.stream(values.spliterator(), false)
                        .mapToLong(value -> (Long) value)
                        .sum());
            }
        });
        long sum = 60_000L * 59_999 / 2;
        assertThat(sums).isEqualTo(List.of(sum, sum));
        assertSpilled(pool);
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void cogroupsThreeInputsWithKeysThatSomeLack(long pool) throws Exception {
        List<List<Pair<String, Long>>> inputs =
                List.of(randomPairs(15, 20_000, 4_000), randomPairs(16, 20_000, 6_000), List.of());
        Operator cogroup = new Operator.CoGroup(
                harness.id(), inputs.stream().map(harness::values).toList());
        Map<Object, List<List<Long>>> expected = new HashMap<>();
        for (int input = 0; input < inputs.size(); input++) {
            int at = input;
            inputs.get(input).forEach(pair -> expected.computeIfAbsent(
                            pair.key(), key -> List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
                    .get(at)
                    .add(pair.value()));
        }
        Map<Object, Object> found = new HashMap<>();
        for (Object record : harness.pool(pool).push(cogroup, 0)) {
            found.put(((Pair<?, ?>) record).key(), ((Pair<?, ?>) record).value());
        }
        assertThat(found).as("seeds 15, 16").isEqualTo(expected);
        assertSpilled(pool);
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void sortsStablyByAnyOrder(long pool) throws Exception {
        List<Pair<String, Long>> pairs = randomPairs(17, 60_000, 2_000);
        pairs.add(new Pair<>(null, -1L));
        SerializableComparator<String> order = (left, right) ->
                left == null || right == null ? Boolean.compare(left != null, right != null) : right.compareTo(left);
        Operator sort = new Operator.SortByKey(harness.id(), harness.values(pairs), order);
        List<Pair<String, Long>> expected = new ArrayList<>(pairs);
        expected.sort(Comparator.comparing(Pair::key, order));
        assertThat(harness.pool(pool).push(sort, 0)).as("seed 17").isEqualTo(expected);
        assertThat(harness.pull(sort, 0)).isEqualTo(expected);
        assertSpilled(pool);
    }

    @Test
    void operatorsOnEachOtherShareATinyPool() throws Exception {
        List<Pair<String, Long>> pairs = randomPairs(18, 40_000, 8_000);
        Operator sorted = new Operator.SortByKey(
                harness.id(), harness.values(pairs), SerializableComparator.<String>naturalOrder());
        Operator grouped = new Operator.GroupByKey(harness.id(), sorted);
        Operator counted = new Operator.MapValues(
                harness.id(), grouped, (Function<Collection<?>, Long>) values -> (long) values.size());
        Operator summed = new Operator.CombineByKey(
                harness.id(), counted, new Aggregator<Long, Long>(x -> x, Long::sum, Long::sum), true);
        Operator resorted = new Operator.SortByKey(harness.id(), summed, SerializableComparator.<String>naturalOrder());
        Map<Object, Long> expected = new TreeMap<>();
        pairs.forEach(pair -> expected.merge(pair.key(), 1L, Long::sum));
        List<Object> wanted = new ArrayList<>();
        expected.forEach((key, count) -> wanted.add(new Pair<>(key, count)));
        assertThat(harness.pool(TINY).push(resorted, 0)).as("seed 18").isEqualTo(wanted);
        assertSpilled(TINY);
    }

    private void assertSpilled(long pool) {
        if (pool == TINY) {
            assertThat(harness.spilledBytes()).isPositive();
        } else {
            assertThat(harness.spilledBytes()).isZero();
        }
    }
}
