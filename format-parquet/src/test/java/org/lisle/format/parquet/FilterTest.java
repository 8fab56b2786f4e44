package org.lisle.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.DecimalSize;
import org.lisle.api.FileCompression;
import org.lisle.api.LisleContext;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.split.FilePiece;

@SuppressWarnings("NullAway") // components of records may be null
class FilterTest {
    enum Side {
        BUY,
        SELL
    }

    record Inner(Integer x, List<Integer> list) {}

    record Row(
            long id,
            Integer i,
            Long l,
            Float f,
            Double d,
            String s,
            @DecimalSize(precision = 9, scale = 2) BigDecimal p,
            @DecimalSize(precision = 20, scale = 1) BigDecimal q,
            LocalDate day,
            LocalTime time,
            LocalDateTime local,
            Instant at,
            Boolean b,
            Side e,
            UUID u,
            byte[] bytes,
            Inner inner) {}

    record Id(long id) {}

    @TempDir
    Path directory;

    private LisleContext context;

    @BeforeEach
    void begin() {
        context = LisleContext.builder().master("local[2]").appName("filters").build();
    }

    @AfterEach
    void end() {
        context.close();
    }

    /** A filter, and what it says of a record: true, false, or null when it is neither. */
    private record Wanted(Filter filter, Function<Row, Boolean> reference) {
        Wanted not() {
            return new Wanted(filter.not(), row -> {
                Boolean is = reference.apply(row);
                return is == null ? null : !is;
            });
        }

        Wanted and(Wanted other) {
            return new Wanted(filter.and(other.filter), row -> {
                Boolean left = reference.apply(row);
                Boolean right = other.reference.apply(row);
                if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
                    return false;
                }
                return (left == null || right == null) ? null : true;
            });
        }

        Wanted or(Wanted other) {
            return not().and(other.not()).not();
        }
    }

    /** A column and how its values are made and compared. */
    private record Kind<V>(Column<V> column, Function<Row, V> of, Comparator<? super V> order, boolean isOrdered) {
        Wanted random(Random random, Function<Random, V> constants) {
            V constant = constants.apply(random);
            return switch (random.nextInt(isOrdered ? 9 : 5)) {
                case 0 -> wanted(column.equalTo(constant), constant, order -> order == 0);
                case 1 -> wanted(column.notEqual(constant), constant, order -> order != 0);
                case 2 -> new Wanted(column.isNull(), row -> of.apply(row) == null);
                case 3 -> new Wanted(column.isNotNull(), row -> of.apply(row) != null);
                case 4 -> {
                    V other = constants.apply(random);
                    yield new Wanted(
                            column.isin(constant, other),
                            row -> isMissing(of.apply(row))
                                    ? null
                                    : order.compare(of.apply(row), constant) == 0
                                            || order.compare(of.apply(row), other) == 0);
                }
                case 5 -> wanted(column.lt(constant), constant, order -> order < 0);
                case 6 -> wanted(column.leq(constant), constant, order -> order <= 0);
                case 7 -> wanted(column.gt(constant), constant, order -> order > 0);
                default -> wanted(column.geq(constant), constant, order -> order >= 0);
            };
        }

        private Wanted wanted(Filter filter, V constant, Predicate<Integer> is) {
            return new Wanted(filter, row -> {
                V value = of.apply(row);
                return isMissing(value) ? null : is.test(order.compare(value, constant));
            });
        }

        private static boolean isMissing(Object value) {
            return value == null
                    || (value instanceof Double number && number.isNaN())
                    || (value instanceof Float narrow && narrow.isNaN());
        }
    }

    private static int compare(double left, double right) {
        return left < right ? -1 : left > right ? 1 : 0;
    }

    private static final Comparator<String> CODE_POINTS = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private static <V> V orNull(Random random, V value) {
        return random.nextInt(6) == 0 ? null : value;
    }

    private static Double real(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0.0;
            case 1 -> -0.0;
            case 2 -> Double.POSITIVE_INFINITY;
            case 3 -> Double.NEGATIVE_INFINITY;
            default -> (random.nextInt(41) - 20) / 4.0;
        };
    }

    private static String text(Random random) {
        return List.of("", "a", "ab", "b", "\uE000", "\uD83D\uDE00", "z").get(random.nextInt(7));
    }

    private static BigDecimal decimal(Random random, int scale) {
        return BigDecimal.valueOf(random.nextInt(2001) - 1000, scale);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(3)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Row row(Random random, int id, int spread) {
        int base = id / spread;
        return new Row(
                id,
                orNull(random, base + random.nextInt(10)),
                orNull(random, (long) base + random.nextInt(10)),
                orNull(random, random.nextInt(9) == 0 ? Float.NaN : real(random).floatValue()),
                orNull(random, random.nextInt(9) == 0 ? Double.NaN : real(random)),
                orNull(random, text(random)),
                orNull(random, decimal(random, 2)),
                orNull(random, decimal(random, 1)),
                orNull(random, LocalDate.ofEpochDay(base - 5 + random.nextInt(5))),
                orNull(random, LocalTime.ofNanoOfDay(random.nextInt(9) * 1000L)),
                orNull(random, LocalDateTime.of(1970, 1, 1, 0, 0, 0, random.nextInt(9) * 1000)),
                orNull(random, Instant.EPOCH.plusNanos((base + random.nextInt(9) - 4) * 1000L)),
                orNull(random, random.nextBoolean()),
                orNull(random, Side.values()[random.nextInt(2)]),
                orNull(random, new UUID(random.nextInt(3) - 1, random.nextInt(3) - 1)),
                orNull(random, bytes(random)),
                orNull(random, new Inner(orNull(random, random.nextInt(10)), List.of(1))));
    }

    private static Wanted leaf(Random random) {
        Comparator<UUID> unsigned = Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
                .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);
        return switch (random.nextInt(16)) {
            case 0 ->
                new Kind<>(Column.of("i", int.class), Row::i, Comparator.naturalOrder(), true)
                        .random(random, r -> r.nextInt(50) - 2);
            case 1 ->
                new Kind<>(Column.of("l", long.class), Row::l, Comparator.naturalOrder(), true)
                        .random(random, r -> (long) r.nextInt(50));
            case 2 ->
                new Kind<>(Column.of("f", float.class), Row::f, (a, b) -> compare(a, b), true)
                        .random(random, r -> real(r).floatValue());
            case 3 ->
                new Kind<>(Column.of("d", double.class), Row::d, (a, b) -> compare(a, b), true)
                        .random(random, FilterTest::real);
            case 4 ->
                new Kind<>(Column.of("s", String.class), Row::s, CODE_POINTS, true).random(random, FilterTest::text);
            case 5 ->
                new Kind<>(Column.of("p", BigDecimal.class), Row::p, Comparator.naturalOrder(), true)
                        .random(random, r -> decimal(r, 1 + r.nextInt(3)));
            case 6 ->
                new Kind<>(Column.of("q", BigDecimal.class), Row::q, Comparator.naturalOrder(), true)
                        .random(random, r -> decimal(r, r.nextInt(3)));
            case 7 ->
                new Kind<>(Column.of("day", LocalDate.class), Row::day, Comparator.naturalOrder(), true)
                        .random(random, r -> LocalDate.ofEpochDay(r.nextInt(40)));
            case 8 ->
                new Kind<>(Column.of("time", LocalTime.class), Row::time, Comparator.naturalOrder(), true)
                        .random(random, r -> LocalTime.ofNanoOfDay(r.nextInt(20) * 500L));
            case 9 ->
                new Kind<>(Column.of("local", LocalDateTime.class), Row::local, Comparator.naturalOrder(), true)
                        .random(random, r -> LocalDateTime.of(1970, 1, 1, 0, 0, 0, r.nextInt(20) * 500));
            case 10 ->
                new Kind<>(Column.of("at", Instant.class), Row::at, Comparator.naturalOrder(), true)
                        .random(random, r -> Instant.EPOCH.plusNanos((r.nextInt(80) - 20) * 500L));
            case 11 ->
                new Kind<>(Column.of("b", boolean.class), Row::b, Comparator.naturalOrder(), false)
                        .random(random, Random::nextBoolean);
            case 12 ->
                new Kind<>(Column.of("e", Side.class), Row::e, Comparator.naturalOrder(), false)
                        .random(random, r -> Side.values()[r.nextInt(2)]);
            case 13 ->
                new Kind<>(Column.of("u", UUID.class), Row::u, unsigned, true)
                        .random(random, r -> new UUID(r.nextInt(3) - 1, r.nextInt(3) - 1));
            case 14 ->
                new Kind<>(Column.of("bytes", byte[].class), Row::bytes, Arrays::compareUnsigned, true)
                        .random(random, FilterTest::bytes);
            default ->
                new Kind<Integer>(
                                Column.of("inner.x", int.class),
                                row -> row.inner() == null ? null : row.inner().x(),
                                Comparator.naturalOrder(),
                                true)
                        .random(random, r -> r.nextInt(10));
        };
    }

    private static Wanted tree(Random random, int depth) {
        if (depth == 0) {
            return leaf(random);
        }
        return switch (random.nextInt(4)) {
            case 0 -> tree(random, depth - 1).not();
            case 1 -> tree(random, depth - 1).or(tree(random, depth - 1));
            case 2 -> tree(random, depth - 1).and(tree(random, depth - 1));
            default -> leaf(random);
        };
    }

    @Test
    void aFilterIsExactWhateverStatisticsExclude() {
        int excluded = 0;
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            List<Row> rows = new ArrayList<>();
            int spread = 5 + random.nextInt(200);
            for (int id = 0; id < 500; id++) {
                rows.add(row(random, id, spread));
            }
            context.hadoopConfiguration().set("parquet.block.size", Integer.toString(10_000 + random.nextInt(30_000)));
            context.hadoopConfiguration().set("parquet.page.row.count.limit", Integer.toString(5 + random.nextInt(40)));
            context.hadoopConfiguration().set("parquet.enable.dictionary", Boolean.toString(random.nextBoolean()));
            Parquet.of(Row.class).write(context.parallelize(rows, 1), path("out-" + seed));
            List<FilePiece> pieces = Pieces.of(path("out-" + seed), 1);
            long all = Pieces.read(Parquet.of(Id.class), pieces).bytes();
            for (int i = 0; i < 40; i++) {
                Wanted wanted = tree(random, random.nextInt(4));
                List<Long> expected = rows.stream()
                        .filter(row -> Boolean.TRUE.equals(wanted.reference().apply(row)))
                        .map(Row::id)
                        .toList();
                Pieces<Id> found = Pieces.read(Parquet.of(Id.class).where(wanted.filter()), pieces);
                assertThat(found.all())
                        .as("seed %s, filter %s", seed, wanted.filter())
                        .extracting(Id::id)
                        .isEqualTo(expected);
                excluded += found.bytes() < all ? 1 : 0;
                if (i % 10 == 0) {
                    assertThat(Pieces.read(Parquet.of(Row.class).where(wanted.filter()), pieces)
                                    .all())
                            .as("seed %s, filter %s", seed, wanted.filter())
                            .extracting(Row::id)
                            .isEqualTo(expected);
                }
            }
        }
        assertThat(excluded).as("filters that let less be read than without").isGreaterThan(8);
    }

    record Sorted(long id, String text, double value) {}

    record Value(double value) {}

    /** Several row groups, many pages; uncompressed, so that bytes tell what is read. */
    private void writeSorted(long rowGroupBytes) {
        context.hadoopConfiguration().set("parquet.block.size", Long.toString(rowGroupBytes));
        context.hadoopConfiguration().set("parquet.page.row.count.limit", "500");
        List<Sorted> rows = LongStream.range(0, 50_000)
                .mapToObj(id -> new Sorted(id, "text " + id * 7919 % 50_000, id / 3.0))
                .toList();
        Parquet.of(Sorted.class).compression(FileCompression.NONE).write(context.parallelize(rows, 1), path("out"));
    }

    private static final Column<Long> ID = Column.of("id", long.class);

    @Test
    void rowGroupsThatStatisticsExcludeAreNotRead() {
        writeSorted(200_000);
        Pieces<Sorted> all = Pieces.read(Parquet.of(Sorted.class), path("out"), 1);
        Pieces<Sorted> some =
                Pieces.read(Parquet.of(Sorted.class).where(ID.geq(20_000L).and(ID.lt(20_010L))), path("out"), 1);
        assertThat(some.all()).hasSize(10);
        assertThat(some.bytes()).isLessThan(all.bytes() / 8);
        Pieces<Sorted> none = Pieces.read(Parquet.of(Sorted.class).where(ID.gt(1_000_000L)), path("out"), 1);
        assertThat(none.all()).isEmpty();
        assertThat(none.bytes()).as("the footer").isLessThan(10_000);
    }

    @Test
    void pagesThatTheColumnIndexExcludesAreNotRead() {
        writeSorted(64 << 20);
        Pieces<Value> all = Pieces.read(Parquet.of(Value.class), path("out"), 1);
        Pieces<Value> some = Pieces.read(Parquet.of(Value.class).where(ID.equalTo(20_000L)), path("out"), 1);
        assertThat(some.all()).containsExactly(new Value(20_000 / 3.0));
        assertThat(all.bytes()).isGreaterThan(400_000);
        assertThat(some.bytes())
                .as("two pages of 500 values, footer and indexes")
                .isLessThan(25_000);
    }

    @Test
    void valuesThatADictionaryLacksExcludeTheRowGroup() {
        record Coded(String code, double value) {}
        List<Coded> rows = LongStream.range(0, 20_000)
                .mapToObj(id -> new Coded("c" + id % 100 * 2, id / 3.0))
                .toList();
        Parquet.of(Coded.class).write(context.parallelize(rows, 1), path("out"));
        Column<String> code = Column.of("code", String.class);
        Pieces<Coded> found = Pieces.read(Parquet.of(Coded.class).where(code.equalTo("c100")), path("out"), 1);
        Pieces<Coded> lacked = Pieces.read(Parquet.of(Coded.class).where(code.equalTo("c101")), path("out"), 1);
        assertThat(found.all()).hasSize(200);
        assertThat(lacked.all()).isEmpty();
        assertThat(lacked.bytes()).isLessThan(found.bytes() / 10);
    }

    @Test
    void filtersApplyOnEveryPartitionOfAJob() {
        writeSorted(200_000);
        Parquet<Sorted> wanted = Parquet.of(Sorted.class)
                .where(ID.geq(20_000L))
                .where(Column.of("text", String.class)
                        .isin("text 1", "text 7919", "text 22")
                        .not());
        assertThat(wanted.read(context, path("out"), 7).count()).isEqualTo(30_000 - 1);
    }

    record Bounded(long id) {
        Bounded {
            if (id < 10) {
                throw new IllegalArgumentException("too small");
            }
        }
    }

    @Test
    void recordsThatAreNotWantedAreNotMade() {
        Parquet.of(Id.class)
                .write(
                        context.parallelize(
                                LongStream.range(0, 20).mapToObj(Id::new).toList(), 1),
                        path("out"));
        assertThat(Pieces.read(Parquet.of(Bounded.class).where(ID.gt(15L)), path("out"), 1)
                        .all())
                .extracting(Bounded::id)
                .containsExactly(16L, 17L, 18L, 19L);
    }

    record Added(long id, Optional<String> added) {}

    @Test
    void aColumnThatAFileLacksIsNullIfTheRecordHasIt() {
        Parquet.of(Id.class).write(context.parallelize(List.of(new Id(1)), 1), path("out"));
        Column<String> added = Column.of("added", String.class);
        assertThat(read(added.isNull())).hasSize(1);
        for (Filter filter : List.of(
                added.isNotNull(),
                added.equalTo("x"),
                added.notEqual("x"),
                added.isin("x").not(),
                added.lt("x"))) {
            assertThat(read(filter)).as("%s", filter).isEmpty();
        }
        assertThat(read(added.equalTo("x").or(ID.equalTo(1L)))).hasSize(1);
        assertFails(() -> read(Column.of("aded", String.class).isNull()), "has no column aded", "the file has id");
    }

    private List<Added> read(Filter filter) {
        return Parquet.of(Added.class).where(filter).read(context, path("out")).collect();
    }

    @Test
    void filtersThatCannotBeAreRefused() {
        List<Row> rows = List.of(row(new Random(1), 1, 1));
        Parquet.of(Row.class).write(context.parallelize(rows, 1), path("out"));
        assertFails(
                () -> id(Column.of("l", String.class).equalTo("x")),
                "the column l of the Parquet file ",
                "is of type int64, and the filter compares it with a String");
        assertFails(() -> id(Column.of("inner.list", int.class).isNull()), "inner.list", "is a group of columns");
        assertFails(() -> id(Column.of("inner.list.list.element", int.class).gt(1)), "lies in a list or map");
        assertThatThrownBy(() -> Column.of("x", List.class)).hasMessageContaining("cannot be compared");
        assertThatThrownBy(() -> Column.of("e", Side.class).lt(Side.SELL)).hasMessageContaining("have no order");
        assertThatThrownBy(() -> Column.of("d", double.class).lt(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> ID.equalTo(null)).hasMessageContaining("use isNull()");
        assertThatThrownBy(() -> Parquet.of(Id.class)
                        .where(ID.gt(1L))
                        .write(context.parallelize(List.of(new Id(1)), 1), path("out2")))
                .hasMessageContaining("has a filter: id > 1");
    }

    private void id(Filter filter) {
        Parquet.of(Id.class).where(filter).read(context, path("out")).collect();
    }

    private static void assertFails(Runnable work, String... parts) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(failure.what() + "; " + failure.nextStep()).contains(parts);
        });
    }

    @Test
    void columnsOfOtherWritersCompareByTheirValues() throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("""
                message other {
                  required int64 id;
                  required int96 old;
                  required int32 unsigned (INTEGER(32,false));
                  required binary price (DECIMAL(18,2));
                  required int64 millis (TIMESTAMP(MILLIS,true));
                }""");
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(directory.resolve("a.parquet").toUri());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(file, new Configuration()))
                .withType(schema)
                .build()) {
            for (int id = 0; id < 100; id++) {
                byte[] digits = BigInteger.valueOf(id - 50).toByteArray();
                byte sign = (byte) (id < 50 ? -1 : 0);
                byte[] padded = id % 2 == 0 ? digits : new byte[] {sign, sign, digits[0]};
                writer.write(new SimpleGroupFactory(schema)
                        .newGroup()
                        .append("id", (long) id)
                        .append(
                                "old",
                                Binary.fromConstantByteArray(ByteBuffer.allocate(12)
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .putLong(id % 2)
                                        .putInt(2_440_588 + id / 2)
                                        .array()))
                        .append("unsigned", Integer.MAX_VALUE - 50 + id)
                        .append("price", Binary.fromConstantByteArray(padded))
                        .append("millis", (long) id));
            }
        }
        Column<Instant> old = Column.of("old", Instant.class);
        assertThat(ids(old.gt(Instant.parse("1970-02-19T00:00:00Z")))).containsExactly(99L);
        assertThat(ids(old.isin(Instant.EPOCH, Instant.EPOCH.plusNanos(1)))).containsExactly(0L, 1L);
        assertThat(ids(old.geq(Instant.EPOCH.plusNanos(2)).not())).containsExactly(0L, 1L);
        Column<Long> unsigned = Column.of("unsigned", long.class);
        assertThat(ids(unsigned.gt(Integer.MAX_VALUE + 47L))).containsExactly(98L, 99L);
        assertThat(ids(unsigned.lt(-1L))).isEmpty();
        assertThat(ids(unsigned.equalTo(Integer.MAX_VALUE + 1L))).containsExactly(51L);
        Column<BigDecimal> price = Column.of("price", BigDecimal.class);
        assertThat(ids(price.equalTo(new BigDecimal("-0.01")))).containsExactly(49L);
        assertThat(ids(price.isin(new BigDecimal("0.1"), new BigDecimal("0.485"))))
                .containsExactly(60L);
        assertThat(ids(price.gt(new BigDecimal("0.475")))).containsExactly(98L, 99L);
        assertThat(ids(price.lt(new BigDecimal("-0.485")))).containsExactly(0L, 1L);
        assertThat(ids(price.lt(new BigDecimal("-1e30")))).isEmpty();
        assertThat(ids(price.notEqual(new BigDecimal("0.3")))).hasSize(99);
        Column<Instant> millis = Column.of("millis", Instant.class);
        assertThat(ids(millis.lt(Instant.EPOCH.plusNanos(1_000_001)))).containsExactly(0L, 1L);
        assertThat(ids(millis.equalTo(Instant.EPOCH.plusNanos(1_000_001)))).isEmpty();
        assertThat(ids(millis.lt(Instant.MAX))).hasSize(100);
    }

    private List<Long> ids(Filter filter) {
        return Pieces.read(Parquet.of(Id.class).where(filter), path("a.parquet"), 1).all().stream()
                .map(Id::id)
                .toList();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
