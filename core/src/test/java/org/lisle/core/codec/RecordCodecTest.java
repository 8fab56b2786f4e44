package org.lisle.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.codec.RandomValues.Box;
import org.lisle.core.codec.RandomValues.Point;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class RecordCodecTest {
    private static final ClassLoader LOADER = RecordCodecTest.class.getClassLoader();

    private final RecordCodec codec = RecordCodecs.forJob(LOADER);
    private final RecordCodec reader = RecordCodecs.forJob(LOADER);
    private final RecordOutput out = new RecordOutput(16);

    private @Nullable Object roundTrip(@Nullable Object value) {
        out.reset();
        codec.write(value, out);
        var in = new RecordInput();
        in.reset(out.toByteArray(), 0, out.position());
        Object read = reader.read(in);
        assertThat(in.atEnd()).as("all bytes of %s are read", value).isTrue();
        return read;
    }

    private <T> T roundTrip(T value, Class<T> type) {
        return type.cast(Objects.requireNonNull(roundTrip(value)));
    }

    @Test
    void randomValuesComeBackEqual() {
        for (long seed = 0; seed < 3000; seed++) {
            Object value = new RandomValues(seed).next(5);
            assertThat(roundTrip(value)).as("seed %d", seed).isEqualTo(value);
        }
    }

    @Test
    void eachRecordCanBeReadWithoutTheOthersInAnyOrder() {
        List<Integer> starts = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (long seed = 0; seed < 300; seed++) {
            starts.add(out.position());
            values.add(new RandomValues(seed).next(4));
            codec.write(values.get((int) seed), out);
        }
        var in = new RecordInput();
        for (int i = values.size() - 1; i >= 0; i -= 3) {
            in.reset(out.buffer(), starts.get(i), out.position());
            assertThat(codec.read(in)).as("seed %d", i).isEqualTo(values.get(i));
        }
    }

    @Test
    void recordsComeBackFromAStreamThatGivesFewBytesAtATime() {
        List<@Nullable Object> values = new ArrayList<>();
        for (long seed = 5000; seed < 5300; seed++) {
            values.add(new RandomValues(seed).next(4));
            codec.write(values.get(values.size() - 1), out);
        }
        var in = new RecordInput(trickling(out.toByteArray()), 16);
        for (int i = 0; i < values.size(); i++) {
            assertThat(in.atEnd()).isFalse();
            assertThat(codec.read(in)).as("seed %d", 5000 + i).isEqualTo(values.get(i));
        }
        assertThat(in.atEnd()).isTrue();
        assertThat(in.bytesRead()).isEqualTo(out.position());
    }

    private static InputStream trickling(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 3));
            }
        };
    }

    @Test
    void arraysComeBackWithTheirType() {
        Object[] arrays = {
            new boolean[] {true, false},
            new byte[] {1, -1},
            new short[] {1, -1},
            new char[] {'a', '\uffff'},
            new int[] {Integer.MIN_VALUE, 7},
            new long[] {Long.MIN_VALUE, 7},
            new float[] {Float.NaN, 1f},
            new double[] {-0.0, Double.MIN_VALUE},
            new String[] {"a", null},
            new Object[] {1, "b", null, new int[] {3}},
            new Integer[] {1, null},
            new int[][] {{1}, {}, {2, 3}},
            new Point[] {new Point(1, "x", 2)}
        };
        for (Object array : arrays) {
            Object read = roundTrip(array);
            assertThat(read).isEqualTo(array);
            assertThat(read).hasSameClassAs(array);
        }
    }

    @Test
    void listsOfTheJdkComeBackAsArrayList() {
        List<List<?>> lists = List.of(
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Arrays.asList(1, null),
                Collections.emptyList(),
                Collections.singletonList("x"),
                Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
                new ArrayList<>(List.of(1, 2, 3)).subList(1, 2));
        for (List<?> list : lists) {
            assertThat(roundTrip(list)).isEqualTo(list).isInstanceOf(ArrayList.class);
        }
    }

    @Test
    void otherCollectionsComeBackEqual() {
        var map = new EnumMap<TimeUnit, String>(Map.of(TimeUnit.DAYS, "d"));
        var reversed = new TreeMap<String, Integer>(
                SerializableComparator.<String>naturalOrder().reversed());
        reversed.putAll(Map.of("a", 1, "b", 2));
        var ordered = new LinkedHashSet<>(List.of(3, 1, 2));
        var linked = new LinkedList<>(List.of(1, 2));
        for (Object value : List.of(
                map,
                ordered,
                linked,
                Map.of(1, 2),
                Map.of(1, 2, 3, 4),
                Set.of(1, 2),
                Collections.unmodifiableMap(new TreeMap<>(Map.of("k", 1))),
                new ConcurrentHashMap<>(Map.of(1, 2)),
                Map.entry("k", 1),
                new TreeMap<String, Integer>(Comparator.reverseOrder()),
                Optional.of(Optional.empty()))) {
            assertThat(roundTrip(value)).isEqualTo(value);
        }
        assertThat(iterable(ordered)).containsExactly(3, 1, 2);
        assertThat(iterable(new ArrayDeque<>(List.of(1, 2)))).containsExactly(1, 2);
    }

    @SuppressWarnings("unchecked")
    private Iterable<Integer> iterable(Object value) {
        return (Iterable<Integer>) roundTrip(value, Object.class);
    }

    @Test
    void reversedSortedMapKeepsItsOrder() {
        var reversed = new TreeMap<String, Integer>(Comparator.reverseOrder());
        reversed.putAll(Map.of("a", 1, "b", 2));
        assertThat(((TreeMap<?, ?>) roundTrip(reversed, Object.class)).firstKey())
                .isEqualTo("b");
    }

    @Test
    void iterableThatCanOnlyBeGoneThroughComesBackAsList() {
        Iterable<Integer> values = () -> List.of(1, 2, 3).iterator();
        assertThat(roundTrip(Pair.of("k", values))).isEqualTo(Pair.of("k", List.of(1, 2, 3)));
    }

    @Test
    void valuesOfTheJdkWithoutATagComeBackEqual() {
        for (Object value : List.of(
                new Date(7),
                new java.sql.Timestamp(7),
                Locale.GERMANY,
                Currency.getInstance("EUR"),
                BitSet.valueOf(new long[] {5}),
                java.net.URI.create("hdfs:///a"),
                java.time.ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"),
                java.time.LocalTime.NOON,
                String.class)) {
            assertThat(roundTrip(value)).isEqualTo(value);
        }
    }

    private static final class Node {
        final String name;

        @Nullable
        Node next;

        final List<String> fixed;
        final Function<Integer, Integer> function;

        Node(String name, Function<Integer, Integer> function) {
            this.name = name;
            this.fixed = Collections.unmodifiableList(new ArrayList<>(List.of(name)));
            this.function = function;
        }
    }

    @Test
    void objectGraphWithCycleAndLambdaComesBack() throws Exception {
        int captured = 40;
        var first = new Node("first", x -> x + captured);
        first.next = new Node("second", x -> x);
        first.next.next = first;
        Node node = roundTrip(first, Node.class);
        assertThat(node.function.call(2)).isEqualTo(42);
        assertThat(node.fixed).containsExactly("first");
        assertThat(Objects.requireNonNull(node.next).next).isSameAs(node);
    }

    /** Says itself how it is serialised: a copy of its fields would hold the wrong process. */
    private static final class Celsius implements Serializable {
        private static final long serialVersionUID = 1L;
        private transient double kelvin;

        Celsius(double degrees) {
            this.kelvin = degrees + 273.15;
        }

        private Object writeReplace() {
            return new Written(kelvin - 273.15);
        }

        private record Written(double degrees) implements Serializable {
            private Object readResolve() {
                return new Celsius(degrees);
            }
        }
    }

    @Test
    void classThatSaysItsOwnFormIsHeard() {
        assertThat(roundTrip(new Celsius(20), Celsius.class).kelvin).isEqualTo(293.15);
    }

    @Test
    void exceptionComesBackWithItsMessage() {
        Object read = roundTrip(new IllegalStateException("broken"));
        assertThat(read).isInstanceOf(IllegalStateException.class);
        assertThat((IllegalStateException) read).hasMessage("broken");
    }

    private record Item(String name, Object owner) {}

    private static final class Holder {
        @Nullable
        Object inside;
    }

    @Test
    void unwritableObjectIsNamedWithTheWayToIt() {
        var value = Pair.of("k", List.of("a", new Item("b", Thread.currentThread())));
        out.writeByte(1);
        assertThatThrownBy(() -> codec.write(value, out))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_NOT_SERIALIZABLE))
                .hasMessageContaining("Pair.value -> [1] -> Item.owner")
                .hasMessageContaining("java.lang.Thread");
        assertThat(out.position()).isEqualTo(1);
    }

    @Test
    void unwritableFieldInsideOfKryoIsNamed() {
        var holder = new Holder();
        var inner = new Holder();
        holder.inside = inner;
        inner.inside = Thread.currentThread();
        assertThatThrownBy(() -> codec.write(Map.of("k", holder), out))
                .hasMessageContaining("value of Map")
                .hasMessageContaining("Holder.inside -> Holder.inside")
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void listThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatThrownBy(() -> codec.write(list, out))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_NOT_SERIALIZABLE))
                .hasMessageContaining("contains itself");
        assertThat(out.position()).isZero();
    }

    @Test
    void classThatIsNotThereIsNamed() {
        for (Object value : List.of(new Point(1, null, 2), new Box("x", 1))) {
            out.reset();
            codec.write(value, out);
            String bytes = new String(out.toByteArray(), StandardCharsets.ISO_8859_1);
            byte[] changed = bytes.replace("RandomValues", "RandomValuez").getBytes(StandardCharsets.ISO_8859_1);
            var in = new RecordInput();
            in.reset(changed, 0, changed.length);
            assertThatThrownBy(() -> codec.read(in))
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLASS_NOT_FOUND))
                    .hasMessageContaining("org.lisle.core.codec.RandomValuez$"
                            + value.getClass().getSimpleName())
                    .hasMessageContaining("--jars");
        }
    }

    @Test
    void truncatedRecordIsCorrupt() {
        codec.write(Pair.of("key", new long[] {1, 2, 3}), out);
        for (int length = 0; length < out.position(); length++) {
            var in = new RecordInput();
            in.reset(out.buffer(), 0, length);
            assertThatThrownBy(() -> codec.read(in))
                    .as("cut off at %d", length)
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BLOCK_CORRUPT));
        }
    }

    @Test
    void recordLargerThanTheLimitIsRefusedAndNothingOfItStays() {
        var small = new RecordOutput(16, 1000);
        codec.write("first", small);
        int before = small.position();
        assertThatThrownBy(() -> codec.write(Pair.of("k", new byte[1000]), small))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE));
        assertThat(small.position()).isEqualTo(before);
    }

    @Test
    void classIsNamedOnceInARecord() {
        codec.write(List.of(new Point(1, null, 1)), out);
        int one = out.position();
        out.reset();
        codec.write(Collections.nCopies(100, new Point(1, null, 1)), out);
        assertThat(out.position()).isLessThan(one + 100 * 20);
    }

    @Test
    void smallPairsAreSmall() {
        codec.write(Pair.of("lisle", 5L), out);
        assertThat(out.position()).isEqualTo(10);
    }

    @Test
    void keyOfKryoKeepsItsIdentityInsideOnly() {
        var box = new Box("x", 1);
        Map<String, Box> map = new HashMap<>();
        map.put("a", box);
        map.put("b", box);
        assertThat(roundTrip(map)).isEqualTo(map);
    }

    private record Line(String name, int count, long sum, double mean, boolean open, char mark, Suit suit) {}

    private record Primitives(
            boolean a,
            byte b,
            short c,
            char d,
            int e,
            long f,
            float g,
            double h,
            @Nullable Object i) {}

    private record Nothing() {}

    private enum Suit {
        HEARTS,
        SPADES
    }

    private static Line line(int i) {
        return new Line(
                "line " + i, i - 3, (long) i << 40, i / 7.0, i % 2 == 0, (char) ('a' + i), Suit.values()[i % 2]);
    }

    @Test
    void recordsComeBackWithEveryKindOfComponent() {
        RecordCodec codec = RecordCodecs.forJob(getClass().getClassLoader());
        for (Object value : new Object[] {
            line(5),
            new Nothing(),
            new Primitives(
                    true,
                    (byte) -1,
                    Short.MIN_VALUE,
                    '\uffff',
                    Integer.MIN_VALUE,
                    Long.MAX_VALUE,
                    -0f,
                    Double.NaN,
                    null),
            new Primitives(
                    false, (byte) 7, (short) 8, 'x', 0, -1, 1e30f, Double.MIN_VALUE, new Pair<>(line(1), line(2)))
        }) {
            RecordOutput out = new RecordOutput(0);
            codec.write(value, out);
            RecordInput in = new RecordInput();
            in.reset(out.buffer(), 0, out.position());
            assertThat(codec.read(in)).isEqualTo(value);
            assertThat(in.atEnd()).isTrue();
        }
    }

    @Test
    void aStreamNamesEachClassOnce() {
        RecordCodec codec = RecordCodecs.forJob(getClass().getClassLoader());
        RecordOutput out = new RecordOutput(0);
        out.shareClasses(ClassTable.inOrder());
        codec.write(line(0), out);
        int first = out.position();
        codec.write(line(1), out);
        assertThat(out.position() - first).isLessThan(40).isLessThan(first - 70);
        codec.write(new Nothing(), out);
        codec.write(new Line[] {line(3)}, out);
        RecordInput in = new RecordInput();
        in.reset(out.buffer(), 0, out.position());
        assertThat(codec.read(in)).isEqualTo(line(0));
        assertThat(codec.read(in)).isEqualTo(line(1));
        assertThat(codec.read(in)).isEqualTo(new Nothing());
        assertThat((Line[]) codec.read(in)).containsExactly(line(3));
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void recordsInAnotherOrderAreReadBehindTheNamesOfTheirClasses() {
        RecordCodec codec = RecordCodecs.forJob(getClass().getClassLoader());
        ClassTable classes = ClassTable.apart();
        RecordOutput out = new RecordOutput(0);
        out.shareClasses(classes);
        codec.write(line(0), out);
        int second = out.position();
        codec.write(new Nothing(), out);
        RecordOutput piece = new RecordOutput(0);
        for (int copy = 0; copy < 2; copy++) {
            codec.writeClasses(classes, piece);
            piece.writeBytes(out.buffer(), second, out.position() - second);
            piece.writeBytes(out.buffer(), 0, second);
            codec.write("a value that stands alone", piece);
        }
        RecordCodec reading = RecordCodecs.forJob(getClass().getClassLoader());
        RecordInput in = new RecordInput(new java.io.ByteArrayInputStream(piece.toByteArray()), 16);
        for (int copy = 0; copy < 2; copy++) {
            assertThat(reading.read(in)).isEqualTo(new Nothing());
            assertThat(reading.read(in)).isEqualTo(line(0));
            assertThat(reading.read(in)).isEqualTo("a value that stands alone");
        }
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesNoClassBehind() {
        RecordCodec codec = RecordCodecs.forJob(getClass().getClassLoader());
        RecordOutput out = new RecordOutput(0);
        out.shareClasses(ClassTable.inOrder());
        Object unwritable = new Primitives(true, (byte) 0, (short) 0, 'x', 0, 0, 0, 0, new Thread());
        assertThatThrownBy(() -> codec.write(unwritable, out)).hasMessageContaining("Primitives.i");
        assertThat(out.position()).isZero();
        Object good = new Primitives(true, (byte) 0, (short) 0, 'x', 0, 0, 0, 0, "good");
        codec.write(good, out);
        RecordInput in = new RecordInput();
        in.reset(out.buffer(), 0, out.position());
        assertThat(codec.read(in)).isEqualTo(good);
    }
}
