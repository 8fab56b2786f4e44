package org.lisle.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.api.DecimalSize;
import org.lisle.api.FieldName;
import org.lisle.api.FileCompression;
import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

@SuppressWarnings("NullAway") // components of records may be null
class ParquetTest {
    private static final String MOST_BYTES = "mapreduce.input.fileinputformat.split.maxsize";
    private static final String ROW_GROUP_BYTES = "parquet.block.size";

    enum Side {
        BUY,
        SELL
    }

    record Item(String name, int count) {}

    record Everything(
            boolean yes,
            byte tiny,
            short small,
            int number,
            long large,
            float ratio,
            double exact,
            @DecimalSize(precision = 9, scale = 2) BigDecimal least,
            @DecimalSize(precision = 18, scale = 2) BigDecimal middle,
            @DecimalSize(precision = 20, scale = 4) BigDecimal price,
            BigDecimal most,
            String text,
            LocalDate day,
            LocalTime time,
            LocalDateTime local,
            Instant instant,
            UUID id,
            Side side,
            List<Item> items,
            Set<Long> set,
            Map<String, List<Double>> map,
            List<Map<String, Item>> maps,
            Item item,
            @FieldName("may be") Optional<Item> maybe) {}

    record Small(long id, String text) {}

    @TempDir
    Path directory;

    private LisleContext context;

    @BeforeEach
    void begin() {
        context = LisleContext.builder().master("local[2]").appName("parquet").build();
    }

    @AfterEach
    void end() {
        context.close();
    }

    private static List<Everything> everything() {
        Map<String, List<Double>> map = new HashMap<>();
        map.put("a", Arrays.asList(1.0, null, Double.NaN));
        map.put("", null);
        Map<String, Item> items = new HashMap<>();
        items.put("k", new Item("v", 3));
        items.put("n", null);
        return List.of(
                new Everything(
                        true,
                        Byte.MIN_VALUE,
                        Short.MAX_VALUE,
                        Integer.MIN_VALUE,
                        Long.MAX_VALUE,
                        0.1f,
                        1e300,
                        new BigDecimal("-9999999.99"),
                        new BigDecimal("9999999999999999.99"),
                        new BigDecimal("-1234567890123456.1200"),
                        new BigDecimal("99999999999999999999.999999999999999999"),
                        "\uD83D\uDE00",
                        LocalDate.of(1969, 2, 28),
                        LocalTime.of(23, 59, 59, 999_999_000),
                        LocalDateTime.of(1969, 1, 2, 3, 4, 5, 6000),
                        Instant.parse("1969-12-31T23:59:59.999999Z"),
                        new UUID(-3, 4),
                        Side.SELL,
                        Arrays.asList(new Item("x", 1), null, new Item(null, 2)),
                        Set.of(1L, 2L),
                        map,
                        Arrays.asList(items, null, Map.of()),
                        new Item("", 0),
                        Optional.of(new Item("m", 9))),
                new Everything(
                        false,
                        (byte) 0,
                        (short) 0,
                        0,
                        0,
                        0,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        Map.of(),
                        null,
                        null,
                        Optional.empty()));
    }

    @Test
    void everyTypeComesBackAsItWasWritten() {
        Parquet<Everything> parquet = Parquet.of(Everything.class);
        parquet.write(context.parallelize(everything(), 2), path("out"));
        assertThat(parquet.read(context, path("out")).collect()).isEqualTo(everything());
    }

    @Test
    void bytesOfARecordAreItsOwn() {
        record Bytes(byte[] bytes) {}
        byte[] given = {1, 2};
        Parquet<Bytes> parquet = Parquet.of(Bytes.class);
        parquet.write(
                context.parallelize(List.of(new Bytes(given), new Bytes(given), new Bytes(null)), 1), path("out"));
        List<Bytes> read = Pieces.read(parquet, path("out"), 1).all();
        read.get(0).bytes()[0] = 9;
        assertThat(read.get(1).bytes()).containsExactly(1, 2);
        assertThat(read.get(2).bytes()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = FileCompression.class,
            names = {"NONE", "SNAPPY", "GZIP", "ZSTD", "LZ4"})
    void eachRecordIsReadOnceWhereverTheSplitsLie(FileCompression compression) throws IOException {
        for (int seed = 0; seed < 2; seed++) {
            Random random = new Random(seed);
            List<Small> rows = rows(random, 10_000);
            context.hadoopConfiguration().set(ROW_GROUP_BYTES, Integer.toString(15_000 + random.nextInt(30_000)));
            Parquet<Small> parquet = Parquet.of(Small.class).compression(compression);
            parquet.write(context.parallelize(rows, 1), path("out-" + seed));
            int size = 5_000 + random.nextInt(100_000);
            context.hadoopConfiguration().set(MOST_BYTES, Integer.toString(size));
            assertThat(parquet.read(context, path("out-" + seed), 3).collect())
                    .as("seed %s, splits of %s bytes", seed, size)
                    .isEqualTo(rows);
            context.hadoopConfiguration().unset(MOST_BYTES);
            ParquetMetadata footer = footer(onlyFile("out-" + seed));
            assertThat(footer.getBlocks()).hasSizeGreaterThan(2);
            String codec = compression == FileCompression.NONE
                    ? "UNCOMPRESSED"
                    : compression == FileCompression.LZ4 ? "LZ4_RAW" : compression.name();
            assertThat(footer.getBlocks().get(0).getColumns().get(0).getCodec().name())
                    .isEqualTo(codec);
        }
    }

    @Test
    void eachRowGroupIsReadByOnePartition() throws IOException {
        writeRowGroups("out", 20_000, 30_000);
        int groups = footer(onlyFile("out")).getBlocks().size();
        Pieces<Small> pieces = Pieces.read(Parquet.of(Small.class), path("out"), groups * 2);
        assertThat(pieces.records()).hasSizeGreaterThan(groups);
        assertThat(pieces.all()).extracting(Small::id).doesNotHaveDuplicates().hasSize(20_000);
        assertThat(pieces.records()).filteredOn(records -> !records.isEmpty()).hasSize(groups);
    }

    @Test
    void otherCompressionIsRefused() {
        assertThatThrownBy(() -> Parquet.of(Small.class).compression(FileCompression.BZIP2))
                .hasMessageContaining("use none, snappy, gzip, zstd or lz4");
    }

    record Foreign(
            long id,
            BigDecimal price,
            BigDecimal large,
            Instant at,
            Instant old,
            LocalDateTime local,
            LocalTime time,
            String side,
            Double number,
            List<Integer> two,
            List<String> array,
            List<Long> bare,
            List<Item> tuples,
            Map<String, Integer> map,
            UUID uuid,
            Optional<String> missing) {}

    @Test
    void filesOfAnotherProgramAreReadWithTheirOwnUnitsScalesAndLists() throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("""
                message other {
                  required group extra { required int32 a; }
                  optional int64 at (TIMESTAMP(NANOS,true));
                  optional int96 old;
                  optional int64 local (TIMESTAMP(MILLIS,false));
                  optional int32 time (TIME(MILLIS,true));
                  required int32 id;
                  optional binary price (DECIMAL(9,2));
                  optional int64 large (INTEGER(64,false));
                  optional binary side (ENUM);
                  optional float number;
                  optional group two (LIST) { repeated int32 element; }
                  optional group array (LIST) { repeated group bag { optional binary array (UTF8); } }
                  repeated int64 bare;
                  optional group tuples (LIST) { repeated group tuples_tuple { required binary name; } }
                  optional group map (MAP_KEY_VALUE) { repeated group map { required binary key; optional int32 value; } }
                  optional binary uuid (STRING);
                }""");
        Group group = new SimpleGroupFactory(schema).newGroup();
        group.addGroup("extra").append("a", 1);
        group.append("at", 1_500_000_001L);
        group.append(
                "old",
                Binary.fromConstantByteArray(ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(3_000_000_000L)
                        .putInt(2_440_588 + 2)
                        .array()));
        group.append("local", 1500L);
        group.append("time", 61_000);
        group.append("id", 7);
        group.append("price", Binary.fromConstantByteArray(new byte[] {0, 0, 0x04, (byte) 0xD2}));
        group.append("large", -1L);
        group.append("side", "B");
        group.append("number", 0.5f);
        group.addGroup("two").append("element", 1).append("element", 2);
        Group array = group.addGroup("array");
        array.addGroup("bag").append("array", "x");
        array.addGroup("bag");
        group.append("bare", 5L).append("bare", 6L);
        group.addGroup("tuples").addGroup("tuples_tuple").append("name", "t");
        group.addGroup("map").addGroup("map").append("key", "k").append("value", 3);
        group.append("uuid", "00000000-0000-0003-0000-000000000004");
        record ItemOfOther(String name) {}
        record AllOfOther(
                long id,
                BigDecimal price,
                BigDecimal large,
                Instant at,
                Instant old,
                LocalDateTime local,
                LocalTime time,
                String side,
                Double number,
                List<Integer> two,
                List<String> array,
                List<Long> bare,
                List<ItemOfOther> tuples,
                Map<String, Integer> map,
                UUID uuid,
                Optional<String> missing) {}
        writeByParquet("a.parquet", schema, List.of(group), CompressionCodecName.GZIP);
        assertThat(Parquet.of(AllOfOther.class).read(context, path("a.parquet")).collect())
                .containsExactly(new AllOfOther(
                        7,
                        new BigDecimal("12.34"),
                        new BigDecimal(new BigInteger("18446744073709551615")),
                        Instant.ofEpochSecond(1, 500_000_001),
                        Instant.parse("1970-01-03T00:00:03Z"),
                        LocalDateTime.of(1970, 1, 1, 0, 0, 1, 500_000_000),
                        LocalTime.of(0, 1, 1),
                        "B",
                        0.5,
                        List.of(1, 2),
                        Arrays.asList("x", null),
                        List.of(5L, 6L),
                        List.of(new ItemOfOther("t")),
                        Map.of("k", 3),
                        new UUID(3, 4),
                        Optional.empty()));
        // a component of a nested record that the file lacks
        assertThatThrownBy(() -> Parquet.of(Foreign.class)
                        .read(context, path("a.parquet"))
                        .collect())
                .hasMessageContaining("it has no column tuples.element.count, and its component is a primitive");
    }

    @Test
    void anotherProgramReadsWhatIsWritten() throws IOException {
        Parquet.of(Everything.class).write(context.parallelize(everything(), 1), path("out"));
        Path file = onlyFile("out");
        assertThat(footer(file).getFileMetaData().getSchema().toString().trim()).isEqualTo("""
                message Everything {
                  required boolean yes;
                  required int32 tiny (INTEGER(8,true));
                  required int32 small (INTEGER(16,true));
                  required int32 number;
                  required int64 large;
                  required float ratio;
                  required double exact;
                  optional int32 least (DECIMAL(9,2));
                  optional int64 middle (DECIMAL(18,2));
                  optional fixed_len_byte_array(9) price (DECIMAL(20,4));
                  optional fixed_len_byte_array(16) most (DECIMAL(38,18));
                  optional binary text (STRING);
                  optional int32 day (DATE);
                  optional int64 time (TIME(MICROS,false));
                  optional int64 local (TIMESTAMP(MICROS,false));
                  optional int64 instant (TIMESTAMP(MICROS,true));
                  optional fixed_len_byte_array(16) id (UUID);
                  optional binary side (ENUM);
                  optional group items (LIST) {
                    repeated group list {
                      optional group element {
                        optional binary name (STRING);
                        required int32 count;
                      }
                    }
                  }
                  optional group set (LIST) {
                    repeated group list {
                      optional int64 element;
                    }
                  }
                  optional group map (MAP) {
                    repeated group key_value {
                      required binary key (STRING);
                      optional group value (LIST) {
                        repeated group list {
                          optional double element;
                        }
                      }
                    }
                  }
                  optional group maps (LIST) {
                    repeated group list {
                      optional group element (MAP) {
                        repeated group key_value {
                          required binary key (STRING);
                          optional group value {
                            optional binary name (STRING);
                            required int32 count;
                          }
                        }
                      }
                    }
                  }
                  optional group item {
                    optional binary name (STRING);
                    required int32 count;
                  }
                  optional group may be {
                    optional binary name (STRING);
                    required int32 count;
                  }
                }""".trim());
        try (ParquetReader<Group> reader = ParquetReader.builder(
                        new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .build()) {
            Group first = reader.read();
            assertThat(first.getString("text", 0)).isEqualTo("\uD83D\uDE00");
            assertThat(first.getInteger("least", 0)).isEqualTo(-999_999_999);
            assertThat(first.getGroup("items", 0).getFieldRepetitionCount("list"))
                    .isEqualTo(3);
            assertThat(reader.read().getFieldRepetitionCount("text")).isZero();
            assertThat(reader.read()).isNull();
        }
    }

    @Test
    void statisticsAndColumnIndexesAreWritten() throws IOException {
        Parquet.of(Small.class).write(context.parallelize(rows(new Random(1), 1000), 1), path("out"));
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(onlyFile("out").toUri()), new Configuration()))) {
            var column = reader.getRowGroups().get(0).getColumns().get(0);
            assertThat(column.getStatistics().hasNonNullValue()).isTrue();
            assertThat(column.getStatistics().getNumNulls()).isZero();
            assertThat(reader.readColumnIndex(column)).isNotNull();
        }
    }

    record Wide(long id, String text, double one, double two, double three, List<Long> list) {}

    record Narrow(double two) {}

    @Test
    void onlyTheColumnsOfTheRecordAreRead() {
        Random random = new Random(5);
        List<Wide> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rows.add(new Wide(
                    i,
                    Long.toString(random.nextLong(), 36),
                    random.nextDouble(),
                    random.nextDouble(),
                    random.nextDouble(),
                    List.of(random.nextLong())));
        }
        Parquet.of(Wide.class).write(context.parallelize(rows, 1), path("out"));
        Pieces<Wide> wide = Pieces.read(Parquet.of(Wide.class), path("out"), 1);
        Pieces<Narrow> narrow = Pieces.read(Parquet.of(Narrow.class), path("out"), 1);
        assertThat(wide.all()).isEqualTo(rows);
        assertThat(narrow.all())
                .isEqualTo(rows.stream().map(row -> new Narrow(row.two())).toList());
        assertThat(narrow.bytes()).isBetween(80_000L, 95_000L).isLessThan(wide.bytes() / 5);
    }

    record Outer(long id, Inner inner, List<Inner> inners) {}

    record Inner(String a, double b) {}

    record OuterOfB(InnerOfB inner, List<InnerOfB> inners) {}

    record InnerOfB(double b) {}

    record OuterOfNone(InnerOfNone inner) {}

    record InnerOfNone(String other) {}

    @Test
    void onlyTheColumnsOfNestedRecordsAreRead() {
        List<Outer> rows = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            Inner inner = i % 7 == 0 ? null : new Inner(Long.toString(random.nextLong()), i);
            rows.add(new Outer(i, inner, Arrays.asList(inner, new Inner(Long.toString(random.nextLong()), -i))));
        }
        Parquet.of(Outer.class).write(context.parallelize(rows, 1), path("out"));
        Pieces<OuterOfB> some = Pieces.read(Parquet.of(OuterOfB.class), path("out"), 1);
        assertThat(some.all().get(0)).isEqualTo(new OuterOfB(null, Arrays.asList(null, new InnerOfB(0))));
        assertThat(some.all().get(8))
                .isEqualTo(new OuterOfB(new InnerOfB(8), List.of(new InnerOfB(8), new InnerOfB(-8))));
        assertThat(some.bytes())
                .isLessThan(Pieces.read(Parquet.of(Outer.class), path("out"), 1).bytes() / 2);
        assertThat(Pieces.read(Parquet.of(OuterOfNone.class), path("out"), 1).all())
                .startsWith(new OuterOfNone(null), new OuterOfNone(new InnerOfNone(null)))
                .hasSize(5_000);
    }

    record Later(Optional<Integer> added, String text, Long id, List<String> none) {}

    record Nothing(Optional<Integer> nothing) {}

    @Test
    void columnsThatAFileLacksAreNull() {
        Parquet.of(Small.class)
                .write(context.parallelize(List.of(new Small(1, "a"), new Small(2, null)), 1), path("out"));
        assertThat(Parquet.of(Later.class).read(context, path("out")).collect())
                .containsExactly(
                        new Later(Optional.empty(), "a", 1L, null), new Later(Optional.empty(), null, 2L, null));
        assertThat(Parquet.of(Nothing.class).read(context, path("out")).collect())
                .containsExactly(new Nothing(Optional.empty()), new Nothing(Optional.empty()));
    }

    record Text(String id) {}

    record Stricter(long id, long more) {}

    record Checked(long id) {
        Checked {
            if (id > 4) {
                throw new IllegalArgumentException("too large");
            }
        }
    }

    record TooSmall(byte number) {}

    record Larger(int number) {}

    @Test
    void whatDoesNotFitIsNamedWithItsFileAndColumn() {
        Parquet.of(Small.class)
                .write(context.parallelize(List.of(new Small(3, "a"), new Small(5, "b")), 1), path("out"));
        Parquet.of(Larger.class).write(context.parallelize(List.of(new Larger(300)), 1), path("larger"));
        String file = path("out/");
        assertUnfit(() -> Parquet.of(Text.class).read(context, file).collect(), message -> assertThat(message)
                .contains(file, "its column id is of type int64, of which no string can be made"));
        assertUnfit(() -> Parquet.of(Stricter.class).read(context, file).collect(), message -> assertThat(message)
                .contains(file, "it has no column more, and its component is a primitive"));
        assertUnfit(() -> Parquet.of(Checked.class).read(context, file).collect(), message -> assertThat(message)
                .contains(file, "row group 0", "the constructor of Checked refuses the values", "too large"));
        assertUnfit(
                () -> Parquet.of(TooSmall.class).read(context, path("larger")).collect(),
                message -> assertThat(message).contains("the column number: 300 is not between -128 and 127"));
    }

    private static void assertUnfit(Runnable work, Consumer<String> message) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            message.accept(failure.what());
        });
    }

    @Test
    void aDamagedFileIsNamedWithItsRowGroupAndOffset() throws IOException {
        writeRowGroups("out", 20_000, 60_000);
        Path file = onlyFile("out");
        byte[] bytes = Files.readAllBytes(file);
        BlockMetaData second = footer(file).getBlocks().get(1);
        byte[] damaged = bytes.clone();
        damaged[(int) second.getStartingPos() + 2_000] ^= 0x55;
        Files.write(directory.resolve("damaged.parquet"), damaged);
        Files.write(directory.resolve("short.parquet"), Arrays.copyOf(bytes, bytes.length - 100));
        Files.writeString(directory.resolve("text.parquet"), "this is no parquet file at all");
        Files.writeString(directory.resolve("tiny.parquet"), "x");
        byte[] lengthLies = bytes.clone();
        lengthLies[bytes.length - 5] = 0x7f;
        Files.write(directory.resolve("length.parquet"), lengthLies);
        for (String name : List.of("damaged", "short", "text", "tiny", "length")) {
            assertThatThrownBy(() -> Parquet.of(Small.class)
                            .read(context, path(name + ".parquet"), 1)
                            .count())
                    .as(name)
                    .isInstanceOfSatisfying(LisleException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
                        assertThat(failure.what())
                                .contains(path(name + ".parquet"))
                                .containsPattern("at byte \\d+");
                    });
        }
        assertThatThrownBy(() -> Parquet.of(Small.class)
                        .read(context, path("damaged.parquet"), 1)
                        .count())
                .hasMessageContaining("at byte " + second.getStartingPos() + ": in row group 1, ");
    }

    @Test
    void noDamagePassesAsRecords() throws IOException {
        writeRowGroups("out", 3_000, 1 << 20);
        Path file = onlyFile("out");
        List<Small> rows =
                Pieces.read(Parquet.of(Small.class), file.toString(), 1).all();
        byte[] bytes = Files.readAllBytes(file);
        for (int seed = 0; seed < 120; seed++) {
            Random random = new Random(seed);
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Path copy = directory.resolve("damaged-" + seed + ".parquet");
            Files.write(copy, damaged);
            try {
                // a bit of the footer that nobody needs
                assertThat(Pieces.read(Parquet.of(Small.class), copy.toString(), 1)
                                .all())
                        .as("seed %s", seed)
                        .isEqualTo(rows);
            } catch (LisleException e) {
                assertThat(e.code())
                        .as("seed %s: %s", seed, e)
                        .isIn(ErrorCode.INPUT_CORRUPT, ErrorCode.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    void aFileThatChangesBeforeItIsReadFailsTheJob() throws IOException {
        Parquet.of(Small.class).write(context.parallelize(rows(new Random(1), 100), 1), path("out"));
        Path file = directory.resolve("out/part-00000.snappy.parquet");
        long length = Files.size(file);
        Rdd<Small> rows = Parquet.of(Small.class).read(context, file.toString());
        assertThat(rows.getNumPartitions()).isPositive();
        Files.write(file, new byte[10], StandardOpenOption.APPEND);
        assertThatThrownBy(rows::count).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CHANGED);
            assertThat(failure.what())
                    .contains(file.toString(), "expected " + length + " bytes", "found " + (length + 10) + " bytes");
        });
        Files.delete(file);
        assertThatThrownBy(rows::count).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CHANGED);
            assertThat(failure.what()).contains(file.toString(), "expected " + length + " bytes", "no file");
        });
    }

    @Test
    void valuesThatDoNotFitAreNotWritten() {
        record Priced(@DecimalSize(precision = 4, scale = 2) BigDecimal price) {}
        for (String price : List.of("1.234", "123.4")) {
            assertThatThrownBy(() -> Parquet.of(Priced.class)
                            .write(context.parallelize(List.of(new Priced(new BigDecimal(price))), 1), path("out")))
                    .isInstanceOfSatisfying(LisleException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                        assertThat(failure.what()).contains("the field price", price, "more than 2 digits");
                    });
            assertThat(directory.resolve("out")).doesNotExist();
        }
        assertThatThrownBy(() -> Parquet.of(Small.class)
                        .write(context.parallelize(Arrays.asList(new Small(1, "a"), null), 1), path("out")))
                .hasMessageContaining("a record is null");
        record Empty() {}
        assertThatThrownBy(() -> Parquet.of(Empty.class)).hasMessageContaining("at least one component");
    }

    @Test
    void emptyFilesHaveNoRecords() throws IOException {
        Parquet.of(Small.class).write(context.parallelize(List.<Small>of(), 2), path("out"));
        assertThat(footer(directory.resolve("out/part-00000.snappy.parquet")).getBlocks())
                .isEmpty();
        Files.createFile(directory.resolve("out/part-00009.parquet"));
        assertThat(Parquet.of(Small.class).read(context, path("out")).collect()).isEmpty();
    }

    @Test
    void savesTakeTheOptionsOfAllFormats() throws IOException {
        List<Small> rows = rows(new Random(1), 20_000);
        context.hadoopConfiguration().set(ROW_GROUP_BYTES, "20000");
        Parquet.of(Small.class)
                .write(
                        context.parallelize(rows, 1),
                        path("out"),
                        SaveOptions.<Small>of(SaveMode.OVERWRITE).targetFileSize("100k"));
        try (var files = Files.list(directory.resolve("out"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSizeGreaterThan(1)
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(130_000));
        }
        assertThat(Parquet.of(Small.class).read(context, path("out")).collect()).isEqualTo(rows);
        Parquet.of(Small.class)
                .write(
                        context.parallelize(rows.subList(0, 100), 1),
                        path("by"),
                        SaveOptions.<Small>defaults()
                                .partitionedBy(List.of("sign"), row -> List.of(row.id() < 0 ? "-" : "+")));
        assertThat(Parquet.of(Small.class)
                        .readPartitions(context, path("by"), org.lisle.api.PartitionFilter.all())
                        .values()
                        .collect())
                .containsExactlyInAnyOrderElementsOf(rows.subList(0, 100));
    }

    private void writeRowGroups(String name, int rows, int bytes) {
        context.hadoopConfiguration().set(ROW_GROUP_BYTES, Integer.toString(bytes));
        List<Small> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new Small(i, Integer.toString(i * 31, 36)));
        }
        Parquet.of(Small.class).compression(FileCompression.NONE).write(context.parallelize(all, 1), path(name));
    }

    private void writeByParquet(String name, MessageType schema, List<Group> groups, CompressionCodecName codec)
            throws IOException {
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(file, new Configuration()))
                .withType(schema)
                .withCompressionCodec(codec)
                .build()) {
            for (Group group : groups) {
                writer.write(group);
            }
        }
    }

    private static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
            return reader.getFooter();
        }
    }

    private Path onlyFile(String name) throws IOException {
        try (var files = Files.list(directory.resolve(name))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Small> rows(Random random, int count) {
        List<Small> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Small(
                    random.nextLong(), random.nextInt(4) == 0 ? null : Integer.toString(random.nextInt(), 36)));
        }
        return rows;
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
