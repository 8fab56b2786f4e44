package org.lisle.core.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lisle.api.Pair;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.PairPart;

class ColumnBatchTest {
    private static final ClassLoader LOADER = ColumnBatchTest.class.getClassLoader();

    private final RecordCodec codec = RecordCodecs.forJob(LOADER);

    record Visit(
            long time,
            @Nullable String page,
            double seconds,
            @Nullable Integer status) {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    record Nested(
            Visit visit, byte @Nullable [] body, @Nullable Pair<String, Long> tag) {}

    record Any(Object content) {}

    record Refusing(String text, long length) {
        static volatile boolean refuses;

        Refusing {
            if (refuses) {
                throw new IllegalArgumentException("not today");
            }
        }
    }

    // ---------------------------------------------------------------- what comes back

    @Test
    void recordsOfAnyShapeComeBackAsTheRowFormGivesThem() {
        for (long seed = 0; seed < 80; seed++) {
            var random = new Random(seed);
            Supplier<@Nullable Object> records = records(random, 2);
            List<@Nullable Object> values = take(records, random.nextInt(random.nextInt(20) == 0 ? 6000 : 300));
            assertComesBack(values, "seed " + seed);
        }
    }

    @Test
    void recordsOfSeveralShapesComeBackInTheirOrder() {
        for (long seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            List<@Nullable Object> values = new ArrayList<>();
            for (int run = random.nextInt(12); run >= 0; run--) {
                values.addAll(take(records(random, 2), random.nextInt(random.nextBoolean() ? 4 : 1500)));
                if (random.nextInt(4) == 0) {
                    values.add(List.of(1L, "no column"));
                }
            }
            assertComesBack(values, "seed " + seed);
        }
    }

    @Test
    void nothingIsNoBytes() {
        assertThat(encode(List.of())).isEmpty();
    }

    @Test
    void batchesArePutWhereFewValuesDoNotFit() {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            values.add(i % 5000 == 17 ? (Object) "x".repeat(100_000) : (Object) (long) i);
        }
        assertComesBack(values, "a long text now and then");
        assertThat(valuesInBatches(values)).isGreaterThan(19_900);
    }

    @Test
    void classesInTurnsAreLeftToTheCodec() {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            values.add(i % 2 == 0 ? (Object) ("text " + i) : (Object) (long) i);
        }
        assertComesBack(values, "in turns");
        assertThat(valuesInBatches(values)).isLessThan(10);
    }

    @Test
    void aColumnThatBeginsWithNullsTakesWhatComesAfterThem() {
        List<@Nullable Object> values = new ArrayList<>(Collections.nCopies(100, null));
        values.addAll(take(() -> Pair.of("key", 1L), 100));
        assertComesBack(values, "nulls, then pairs");
        assertThat(valuesInBatches(values)).isEqualTo(200);

        List<@Nullable Object> visits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            visits.add(new Visit(i, i < 100 ? null : "page", i, i < 150 ? null : i));
        }
        assertComesBack(visits, "components that are null at first");
        assertThat(valuesInBatches(visits)).isEqualTo(200);
    }

    @Test
    void anArrayThatTheProgramChangesAfterwardsIsKeptAsItWas() {
        byte[] array = {1, 2, 3};
        var writer = new BatchWriter(codec);
        var out = new RecordOutput(16);
        writer.write(array, out);
        array[0] = 9;
        writer.flush(out);

        assertThat((byte[])
                        Objects.requireNonNull(decode(out.toByteArray(), null).get(0)))
                .containsExactly(1, 2, 3);
    }

    @Test
    void theBytesAreThoseOfEqualRecordsAlways() {
        for (long seed = 0; seed < 20; seed++) {
            List<@Nullable Object> first = take(records(new Random(seed), 2), 1000);
            List<@Nullable Object> second = take(records(new Random(seed), 2), 1000);
            assertThat(encode(first)).as("seed %d", seed).isEqualTo(encode(second));
        }
    }

    // ---------------------------------------------------------------- how large

    @Test
    void numbersTakeTheBytesThatTheyNeed() {
        assertThat(bytesForEach(numbers(i -> 7L))).isLessThan(0.1);
        assertThat(bytesForEach(numbers(i -> 1_600_000_000_000L + i % 200))).isBetween(1.0, 1.1);
        assertThat(bytesForEach(numbers(i -> 1_600_000_000_000L - i % 60_000))).isBetween(2.0, 2.1);
        assertThat(bytesForEach(numbers(i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE)))
                .isBetween(8.0, 8.1);
        assertThat(bytesForEach(numbers(i -> (double) (i % 1000)))).isBetween(2.0, 3.1);
    }

    @Test
    void stringsOfWhichThereAreFewTakeAByte() {
        assertThat(bytesForEach(numbers(i -> "a rather long name " + i % 200))).isBetween(1.0, 2.3);
        assertThat(bytesForEach(numbers(i -> "12345678" + (10_000 + i)))).isBetween(13.0, 13.2);
    }

    @Test
    void equalStringsOfABatchAreOneObject() {
        List<@Nullable Object> read = decode(encode(numbers(i -> "name " + i % 10)), null);

        assertThat(read.get(3)).isSameAs(read.get(13));
    }

    // ---------------------------------------------------------------- parts

    @Test
    void keysOrValuesAreReadAlone() {
        for (long seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            Supplier<@Nullable Object> keys = records(random, 1);
            Supplier<@Nullable Object> values = records(random, 1);
            List<Pair<@Nullable Object, @Nullable Object>> pairs = new ArrayList<>();
            for (int left = random.nextInt(1000); left > 0; left--) {
                pairs.add(new Pair<>(keys.get(), values.get()));
            }
            byte[] bytes = encode(new ArrayList<>(pairs));
            assertThat(rows(decode(bytes, new PairPart.Key())))
                    .as("seed %d", seed)
                    .isEqualTo(rows(pairs.stream().map(Pair::key).toList()));
            assertThat(rows(decode(bytes, new PairPart.Value())))
                    .as("seed %d", seed)
                    .isEqualTo(rows(pairs.stream().map(Pair::value).toList()));
        }
    }

    @Test
    void thePartOfAPairThatIsNullFailsAsInAnyFunction() {
        byte[] bytes = encode(Arrays.asList(Pair.of(1L, 2L), null));

        assertThatThrownBy(() -> decode(bytes, new PairPart.Key())).isInstanceOf(NullPointerException.class);
    }

    @Test
    void doublesComeWithoutBoxesWhereAllAreDoubles() {
        assertThat(doublesOf(numbers(i -> i == 5 ? Double.NaN : i == 6 ? -0.0 : i / 3.0)))
                .isEqualTo(numbers(i -> i == 5 ? Double.NaN : i == 6 ? -0.0 : i / 3.0));
        assertThat(doublesOf(numbers(i -> (long) i))).isNull();
        assertThat(doublesOf(numbers(i -> i == 5 ? null : i / 3.0))).isNull();
    }

    private @Nullable List<@Nullable Object> doublesOf(List<@Nullable Object> values) {
        var in = new RecordInput(new ByteArrayInputStream(encode(values)), 16);
        var batch = new BatchReader(codec);
        assertThat(batch.next(in)).isTrue();
        double[] doubles = batch.doubles();
        return doubles == null
                ? null
                : new ArrayList<>(
                        Arrays.stream(doubles).limit(batch.rows()).boxed().toList());
    }

    // ---------------------------------------------------------------- errors

    @Test
    void aConstructorThatRefusesWhatWasWrittenIsNamed() {
        byte[] bytes = encode(List.of(new Refusing("text", 4)));
        Refusing.refuses = true;
        try {
            assertThatThrownBy(() -> decode(bytes, null)).isInstanceOfSatisfying(LisleException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.RECORD_NOT_SERIALIZABLE);
                assertThat(e).hasMessageContaining("Refusing").hasMessageContaining("not today");
            });
        } finally {
            Refusing.refuses = false;
        }
    }

    @Test
    void bytesThatAreNoBatchAreCorrupt() {
        byte[] whole = encode(take(records(new Random(3), 2), 300));
        for (int length = 1; length < whole.length; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(cut, null))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BLOCK_CORRUPT));
        }
    }

    // ---------------------------------------------------------------- how

    private void assertComesBack(List<@Nullable Object> values, String what) {
        List<@Nullable Object> read = decode(encode(values), null);
        assertThat(rows(read)).as(what).isEqualTo(rows(values));
    }

    /** Each value as the codec writes it alone: equal only for equal bits. */
    private List<String> rows(List<@Nullable Object> values) {
        var out = new RecordOutput(16);
        List<String> rows = new ArrayList<>();
        for (Object value : values) {
            out.reset();
            codec.write(value, out);
            rows.add(new String(out.buffer(), 0, out.position(), StandardCharsets.ISO_8859_1));
        }
        return rows;
    }

    private byte[] encode(List<@Nullable Object> values) {
        var writer = new BatchWriter(codec);
        var out = new RecordOutput(16);
        for (Object value : values) {
            writer.write(value, out);
            if (writer.isFull()) {
                writer.flush(out);
            }
        }
        writer.flush(out);
        return out.toByteArray();
    }

    private List<@Nullable Object> decode(byte[] bytes, @Nullable PairPart part) {
        RecordCodec reader = RecordCodecs.forJob(LOADER);
        var in = new RecordInput(new ByteArrayInputStream(bytes), 16);
        var batch = new BatchReader(reader);
        if (part != null) {
            batch.select(part);
        }
        List<@Nullable Object> values = new ArrayList<>();
        var slice = new @Nullable Object[100];
        while (!in.atEnd()) {
            if (batch.next(in)) {
                for (int row = 0; row < batch.rows(); row += slice.length) {
                    int count = Math.min(slice.length, batch.rows() - row);
                    batch.read(slice, row, count);
                    values.addAll(Arrays.asList(slice).subList(0, count));
                }
            } else {
                Object value = reader.read(in);
                values.add(part == null ? value : part.of(value));
            }
        }
        return values;
    }

    private long valuesInBatches(List<@Nullable Object> values) {
        var in = new RecordInput(new ByteArrayInputStream(encode(values)), 16);
        var batch = new BatchReader(codec);
        long count = 0;
        while (!in.atEnd()) {
            if (batch.next(in)) {
                count += batch.rows();
            } else {
                codec.read(in);
            }
        }
        return count;
    }

    private double bytesForEach(List<@Nullable Object> values) {
        return (double) encode(values).length / values.size();
    }

    private static List<@Nullable Object> numbers(java.util.function.IntFunction<@Nullable Object> value) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 4096; i++) {
            values.add(value.apply(i));
        }
        return values;
    }

    private static List<@Nullable Object> take(Supplier<@Nullable Object> records, int count) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            values.add(records.get());
        }
        return values;
    }

    // ---------------------------------------------------------------- random records

    /** Records of one random shape; sometimes null, and sometimes with a part that is of no column or of another class. */
    @SuppressWarnings("NullAway") // a pair may hold nulls
    private static Supplier<@Nullable Object> records(Random random, int depth) {
        int nulls = random.nextBoolean() ? 0 : 1 + random.nextInt(50);
        Supplier<@Nullable Object> records = notNull(random, depth);
        return () -> nulls > 0 && random.nextInt(nulls) == 0 ? null : records.get();
    }

    @SuppressWarnings("NullAway") // a pair may hold nulls
    private static Supplier<@Nullable Object> notNull(Random random, int depth) {
        int bits = random.nextInt(64);
        int texts = 1 + random.nextInt(random.nextBoolean() ? 5 : 5000);
        long base = random.nextBoolean() ? 0 : random.nextLong();
        boolean wide = random.nextInt(3) == 0;
        Supplier<@Nullable Object> first = depth == 0 ? () -> null : records(random, depth - 1);
        Supplier<@Nullable Object> second = depth == 0 ? () -> null : records(random, depth - 1);
        return switch (random.nextInt(depth == 0 ? 10 : 15)) {
            case 0 -> random::nextBoolean;
            case 1 -> () -> (byte) (random.nextInt() >> bits);
            case 2 -> () -> (short) (random.nextInt() >> bits);
            case 3 -> () -> (char) (random.nextInt() >>> bits);
            case 4 -> () -> random.nextInt() >> bits;
            case 5 -> () -> base + (random.nextLong() >> bits);
            case 6 -> () -> Float.intBitsToFloat(random.nextInt() >> bits << bits);
            case 7 -> () -> random.nextInt(9) == 0 ? oddDouble(random) : Double.longBitsToDouble(random.nextLong());
            case 8 -> () -> text(random.nextInt(texts), wide);
            case 9 -> () -> bytes(random);
            case 10, 11 -> () -> Pair.of(first.get(), second.get());
            case 12 -> () -> visit(random, wide);
            case 13 ->
                () -> new Nested(visit(random, wide), random.nextBoolean() ? null : bytes(random), Pair.of("t", base));
            default ->
                random.nextBoolean()
                        ? () -> new Any(first.get())
                        : () -> new Primitives(
                                random.nextBoolean(),
                                (byte) random.nextInt(),
                                (short) random.nextInt(),
                                (char) random.nextInt(),
                                random.nextInt(),
                                random.nextLong(),
                                random.nextFloat(),
                                oddDouble(random));
        };
    }

    private static Visit visit(Random random, boolean wide) {
        return new Visit(
                random.nextInt(1000),
                random.nextInt(7) == 0 ? null : text(random.nextInt(300), wide),
                random.nextInt(10) / 4.0,
                random.nextInt(5) == 0 ? null : random.nextInt(600));
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(50) == 0 ? 70_000 : 20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static double oddDouble(Random random) {
        double[] odd = {Double.NaN, -0.0, 0.0, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.MAX_VALUE, 1, 1.5};
        return random.nextInt(9) == 0 ? Double.longBitsToDouble(0x7ff8000000000123L) : odd[random.nextInt(odd.length)];
    }

    /** Also empty, with Latin-1 letters and, when wide, with others, with surrogate pairs and halves of them. */
    private static String text(int number, boolean wide) {
        String[] parts = {"", "a", "Übermaß", "name " + number, "x".repeat(number % 200)};
        String[] wideParts = {"\u0411", "\uD83D\uDE00", "\uD83D", "\uDE00!", "\uFFFD?"};
        return parts[number % parts.length] + (wide ? wideParts[number % wideParts.length] : "");
    }
}
