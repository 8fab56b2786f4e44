package org.lisle.executor.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.HashPartitioner;
import org.lisle.api.Pair;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;

/** Sorting and grouping of what comes out of shuffles, as bytes, against plain Java, with a large pool and with tiny ones. */
@SuppressWarnings("NullAway") // null is a key like any other
class EncodedOperatorTest {
    private static final long TINY = 128 << 10;
    private static final long LARGE = 256 << 20;

    @TempDir
    Path directory;

    private OperatorHarness harness;

    record Point(int x, int y) {}

    @BeforeEach
    void open() {
        harness = new OperatorHarness(directory);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private Operator shuffled(List<? extends Pair<?, ?>> pairs) {
        int shuffle = harness.shuffle(pairs);
        return new Operator.ShuffleRead(harness.id(), new ShuffleSpec(shuffle, 1, new HashPartitioner(1), null));
    }

    private List<Object> sorted(List<? extends Pair<?, ?>> pairs, SerializableComparator<?> order) throws Exception {
        return harness.push(new Operator.SortByKey(harness.id(), shuffled(pairs), order), 0);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> expected(List<? extends Pair<?, ?>> pairs, Comparator<?> order) {
        List<Pair<?, ?>> sorted = new ArrayList<>(pairs);
        sorted.sort((left, right) -> ((Comparator<Object>) order).compare(left.key(), right.key()));
        return List.copyOf(sorted);
    }

    private interface Keys {
        Object next(Random random);
    }

    private static final Map<String, Keys> KEYS = Map.of(
            "texts", random -> text(random, "ab\u0000yz"),
            "texts of all planes",
                    random -> text(random, "a\u007f\u0080\u00e9\u07ff\u0800\ud7ff\ue000\uffff\ud83d\ude00"),
            "texts with half pairs", random -> text(random, "a\ud83d\ude00\uffff"),
            "longs", random -> random.nextBoolean() ? random.nextLong() : (Long) (long) random.nextInt(50) - 25,
            "integers", random -> random.nextInt(200) - 100,
            "doubles",
                    random -> switch (random.nextInt(8)) {
                        case 0 -> Double.NaN;
                        case 1 -> -0.0;
                        case 2 -> 0.0;
                        case 3 -> Double.NEGATIVE_INFINITY;
                        default -> random.nextGaussian();
                    },
            "booleans", Random::nextBoolean);

    /** Whole pairs of surrogates, except where the alphabet has their halves in another order. */
    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder("the same start".substring(0, random.nextInt(3) * 7));
        int[] points = alphabet.codePoints().toArray();
        for (int length = random.nextInt(14); length > 0; length--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        if (alphabet.startsWith("a\ud83d") && random.nextInt(20) == 0) {
            text.append('\ud83d');
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void keysOfEveryClassAreSortedStablyBothWays(long pool) throws Exception {
        harness.pool(pool);
        for (Map.Entry<String, Keys> keys : KEYS.entrySet()) {
            Random random = new Random(77);
            List<Pair<?, ?>> pairs = new ArrayList<>();
            for (long i = 0; i < 20_000; i++) {
                pairs.add(new Pair<>(keys.getValue().next(random), i % 97 == 0 ? null : i));
            }
            SerializableComparator<Object> natural = SerializableComparator.naturalOrder();
            assertThat(sorted(pairs, natural)).as(keys.getKey()).isEqualTo(expected(pairs, natural));
            assertThat(pool == LARGE || harness.spilledBytes() > 0)
                    .as(keys.getKey() + " spilled")
                    .isTrue();
            SerializableComparator<Object> reverse = SerializableComparator.reverse(natural);
            assertThat(sorted(pairs, reverse)).as(keys.getKey() + ", reverse").isEqualTo(expected(pairs, reverse));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void aTextWithoutAnOrderInBytesLateInTheStreamIsSortedToo(long pool) throws Exception {
        harness.pool(pool);
        Random random = new Random(5);
        List<Pair<String, Long>> pairs = new ArrayList<>();
        for (long i = 0; i < 10_000; i++) {
            pairs.add(new Pair<>(i == 9_000 ? "m\udbff" : text(random, "mnop\ud800\udc00"), i));
        }
        SerializableComparator<Object> natural = SerializableComparator.naturalOrder();
        assertThat(sorted(pairs, natural)).isEqualTo(expected(pairs, natural));
    }

    @Test
    void keysOfTwoClassesHaveNoOrderAsInJava() {
        List<Pair<?, ?>> pairs = List.of(new Pair<>("a", 1), new Pair<>(2L, 2), new Pair<>("c", 3));
        assertThatThrownBy(() -> sorted(pairs, SerializableComparator.naturalOrder()))
                .isInstanceOf(ClassCastException.class);
    }

    @Test
    void ownComparatorsAndNullKeysKeepTheirOrder() throws Exception {
        List<Pair<?, ?>> pairs = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            pairs.add(new Pair<>(i % 10 == 0 ? null : "k" + random.nextInt(50), i));
        }
        SerializableComparator<String> nullsLast =
                (a, b) -> a == null || b == null ? Boolean.compare(a == null, b == null) : b.compareTo(a);
        assertThat(sorted(pairs, nullsLast)).isEqualTo(expected(pairs, nullsLast));
    }

    /** Keys whose bytes decide, and keys whose objects do, of which a float and a double zero or a NaN are the odd ones. */
    private static Object groupKey(Random random, int keys) {
        int key = random.nextInt(keys);
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> (long) key;
            case 2 -> key;
            case 3 -> new Pair<>("p" + key % 10, (long) key);
            case 4 -> new Point(key, 1);
            case 5 -> key % 3 == 0 ? Double.NaN : key % 3 == 1 ? -0.0 : 0.0;
            case 6 -> List.of(key, "list");
            default -> "key" + key;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void groupsHoldTheValuesOfEachInputInTheirOrder(long pool) throws Exception {
        harness.pool(pool);
        Random random = new Random(11);
        List<List<Pair<?, ?>>> inputs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<Object, List<List<Object>>> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int input = random.nextInt(3);
            Object key = groupKey(random, 300);
            Object value = i % 50 == 0 ? new Point(i, i) : i % 7 == 0 ? null : "value " + i;
            inputs.get(input).add(new Pair<>(key, value));
            expected.computeIfAbsent(key, absent -> List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
                    .get(input)
                    .add(value);
        }
        List<Operator> reads = new ArrayList<>();
        for (List<Pair<?, ?>> input : inputs) {
            reads.add(shuffled(input));
        }
        Map<Object, Object> groups = asMap(harness.push(new Operator.CoGroup(harness.id(), reads), 0));
        assertThat(groups).isEqualTo(expected);
        assertThat(harness.spilledBytes() > 0).isEqualTo(pool == TINY);
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE, TINY})
    void aGroupLargerThanMemoryIsGatheredWhole(long pool) throws Exception {
        harness.pool(pool);
        List<Pair<String, String>> pairs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            pairs.add(new Pair<>(i % 10 == 0 ? "small" + i : "large", "value " + i));
            if (i % 10 != 0) {
                expected.add("value " + i);
            }
        }
        List<Object> groups = harness.push(new Operator.GroupByKey(harness.id(), shuffled(pairs)), 0);
        assertThat(groups).hasSize(3001);
        assertThat(asMap(groups).get("large")).isEqualTo(expected);
    }

    @Test
    void fewLargeValuesAskForTheMemoryOfTheirObjects() throws Exception {
        List<Pair<String, String>> pairs = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            pairs.add(new Pair<>("key", i + "-".repeat(10_000)));
        }
        Operator group = new Operator.GroupByKey(harness.id(), shuffled(pairs));
        List<Object> groups = harness.pool(8 << 20).push(group, 0);
        assertThat(asMap(groups).get("key"))
                .isEqualTo(pairs.stream().map(Pair::value).toList());
        assertThat(harness.spilledBytes())
                .as("their bytes fit, their objects do not")
                .isPositive();
    }

    /** A join reads the values on the right once for each on the left. */
    @ParameterizedTest
    @ValueSource(longs = {TINY, 3 << 20})
    void theSmallSideOfALargeGroupStaysInMemory(long pool) throws Exception {
        List<Pair<String, String>> left = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            left.add(new Pair<>("key", "value " + i));
        }
        Operator cogroup = new Operator.CoGroup(
                harness.id(), List.of(shuffled(left), shuffled(List.of(new Pair<>("key", "the only one")))));
        List<String> sides = new ArrayList<>();
        harness.pool(pool).forEach(cogroup, 0, record -> ((List<?>) ((Pair<?, ?>) record).value())
                .forEach(side -> sides.add(
                        side instanceof List ? side.toString() : side.getClass().getSimpleName())));
        assertThat(sides).containsExactly("DiskValues", "[the only one]");
    }

    @Test
    void keysOfOneHashAreToldApart() throws Exception {
        List<Pair<Long, Integer>> pairs = new ArrayList<>();
        Map<Object, Object> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            pairs.add(new Pair<>((long) i / 2, i));
        }
        for (int i = 0; i < 100_000; i++) {
            expected.put((long) i, List.of(2 * i, 2 * i + 1));
        }
        List<Object> groups = harness.push(new Operator.GroupByKey(harness.id(), shuffled(pairs)), 0);
        assertThat(groups).hasSize(100_000);
        assertThat(asMap(groups)).isEqualTo(expected);
    }

    private static Map<Object, Object> asMap(List<Object> groups) {
        Map<Object, Object> map = new HashMap<>();
        for (Object group : groups) {
            Pair<?, ?> pair = (Pair<?, ?>) group;
            assertThat(map.put(pair.key(), pair.value()))
                    .as(Objects.toString(pair.key()))
                    .isNull();
        }
        return map;
    }
}
