package org.lisle.format.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.api.DecimalSize;
import org.lisle.api.FileCompression;
import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.format.avro.generated.Address;
import org.lisle.format.avro.generated.Mood;
import org.lisle.format.avro.generated.User;

@SuppressWarnings("NullAway") // components of records may be null
class AvroTest {
    private static final String MOST_BYTES = "mapreduce.input.fileinputformat.split.maxsize";

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
            @DecimalSize(precision = 20, scale = 4) BigDecimal price,
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
            Item item,
            Optional<Item> maybe) {}

    record Small(long id, String text) {}

    @TempDir
    Path directory;

    private LisleContext context;

    @BeforeEach
    void begin() {
        context = LisleContext.builder().master("local[2]").appName("avro").build();
    }

    @AfterEach
    void end() {
        context.close();
    }

    @Test
    void everyTypeComesBackAsItWasWritten() {
        Map<String, List<Double>> map = new HashMap<>();
        map.put("a", Arrays.asList(1.0, null, Double.NaN));
        map.put("", null);
        List<Everything> rows = List.of(
                new Everything(
                        true,
                        Byte.MIN_VALUE,
                        Short.MAX_VALUE,
                        Integer.MIN_VALUE,
                        Long.MAX_VALUE,
                        0.1f,
                        1e300,
                        new BigDecimal("-1234567890123456.1200"),
                        "\uD83D\uDE00",
                        LocalDate.of(1969, 2, 28),
                        LocalTime.of(23, 59, 59, 999_999_000),
                        LocalDateTime.of(1969, 1, 2, 3, 4, 5, 6000),
                        Instant.parse("1969-12-31T23:59:59.999999Z"),
                        new UUID(3, 4),
                        Side.SELL,
                        Arrays.asList(new Item("x", 1), null, new Item(null, 2)),
                        Set.of(1L, 2L),
                        map,
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
                        List.of(),
                        null,
                        Map.of(),
                        null,
                        Optional.empty()));
        Avro<Everything> avro = Avro.of(Everything.class);
        avro.write(context.parallelize(rows, 2), path("out"));
        assertThat(avro.read(context, path("out")).collect()).isEqualTo(rows);
    }

    @ParameterizedTest
    @EnumSource(
            value = FileCompression.class,
            names = {"NONE", "DEFLATE", "SNAPPY", "ZSTD", "BZIP2"})
    void eachRecordIsReadOnceWhereverTheSplitsLie(FileCompression compression) {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            List<Small> rows = rows(random, 20_000);
            Avro<Small> avro = Avro.of(Small.class).compression(compression);
            avro.write(context.parallelize(rows, 1), path("out-" + seed));
            int size = 10_000 + random.nextInt(100_000);
            context.hadoopConfiguration().set(MOST_BYTES, Integer.toString(size));
            assertThat(avro.read(context, path("out-" + seed), 3).collect())
                    .as("seed %s, splits of %s bytes", seed, size)
                    .isEqualTo(rows);
            context.hadoopConfiguration().unset(MOST_BYTES);
        }
    }

    record Foreign(long id, BigDecimal price, Instant at, String side, Double number, Optional<String> missing) {}

    @Test
    void filesOfAnotherProgramAreReadWithTheirOwnUnitsAndScales() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                        {"type":"record","name":"Other","fields":[
                         {"name":"extra","type":{"type":"map","values":"long"}},
                         {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
                         {"name":"id","type":"int"},
                         {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}]},
                         {"name":"side","type":{"type":"enum","name":"S","symbols":["A","B"]}},
                         {"name":"number","type":["null","float"]}]}""");
        GenericRecord record = new GenericData.Record(schema);
        record.put("extra", Map.of("k", 1L));
        record.put("at", 1500L);
        record.put("id", 7);
        record.put("price", ByteBuffer.wrap(new byte[] {0x04, (byte) 0xD2}));
        record.put("side", new GenericData.EnumSymbol(schema.getField("side").schema(), "B"));
        record.put("number", 0.5f);
        writeByAvro("a.avro", schema, List.of(record));
        assertThat(Avro.of(Foreign.class).read(context, path("a.avro")).collect())
                .containsExactly(new Foreign(
                        7, new BigDecimal("12.34"), Instant.ofEpochMilli(1500), "B", 0.5, Optional.empty()));
    }

    @Test
    void anotherProgramReadsWhatIsWritten() throws IOException {
        Avro.of(Small.class).write(context.parallelize(List.of(new Small(1, null), new Small(2, "b")), 1), path("out"));
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(directory.resolve("out/part-00000.avro").toFile(), new GenericDatumReader<>())) {
            assertThat(reader.getMetaString("avro.codec")).isEqualTo("snappy");
            assertThat(reader.next().toString()).isEqualTo("{\"id\": 1, \"text\": null}");
            assertThat(reader.next().get("text")).hasToString("b");
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @Test
    void aFieldThatDoesNotFitIsNamedWithItsFile() throws IOException {
        Schema schema = SchemaBuilder.record("R").fields().requiredString("id").endRecord();
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", "x");
        writeByAvro("a.avro", schema, List.of(record));
        assertThatThrownBy(
                        () -> Avro.of(Small.class).read(context, path("a.avro")).collect())
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(failure.what()).contains(path("a.avro"), "its field id is of type \"string\"");
                });
    }

    @Test
    void genericRecordsTravelAndResolveBetweenSchemas() throws IOException {
        Schema old = SchemaBuilder.record("R")
                .fields()
                .requiredInt("a")
                .requiredString("gone")
                .endRecord();
        Schema now = SchemaBuilder.record("R")
                .fields()
                .requiredLong("a")
                .name("b")
                .type()
                .stringType()
                .stringDefault("none")
                .endRecord();
        GenericRecord record = new GenericData.Record(old);
        record.put("a", 5);
        record.put("gone", "x");
        writeByAvro("a.avro", old, List.of(record));
        assertThat(Avro.generic().read(context, path("a.avro")).first().toString())
                .isEqualTo("{\"a\": 5, \"gone\": \"x\"}");
        assertThat(Avro.generic(now)
                        .read(context, path("a.avro"))
                        .repartition(3)
                        .collect())
                .extracting(Object::toString)
                .containsExactly("{\"a\": 5, \"b\": \"none\"}");
        Avro.generic(now).write(Avro.generic(now).read(context, path("a.avro")), path("out"));
        assertThat(Avro.generic().read(context, path("out")).count()).isEqualTo(1);
        assertThatThrownBy(() -> Avro.generic().write(Avro.generic().read(context, path("a.avro")), path("out2")))
                .hasMessageContaining("Avro.generic(schema)");
    }

    @Test
    void generatedClassesAreReadAndWritten() {
        User user = User.newBuilder()
                .setName("Ann")
                .setAge(30)
                .setMood(Mood.BAD)
                .setAddresses(List.of(new Address("Bern", LocalDate.of(2020, 1, 2))))
                .setSeen(Instant.ofEpochMilli(5))
                .build();
        Avro<User> avro = Avro.specific(User.class);
        avro.write(context.parallelize(List.of(user), 1), path("out"));
        assertThat(avro.read(context, path("out")).repartition(2).collect()).containsExactly(user);
    }

    static final class Plain {
        String name;
        int number;
        List<String> more;

        @Override
        public boolean equals(Object other) {
            return other instanceof Plain plain
                    && Objects.equals(name, plain.name)
                    && number == plain.number
                    && Objects.equals(more, plain.more);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, number, more);
        }
    }

    @Test
    void plainObjectsAreReadAndWrittenByTheirFields() {
        List<Plain> rows = context.parallelize(List.of(1, 2), 1)
                .map(number -> {
                    Plain plain = new Plain();
                    plain.number = number;
                    plain.more = number == 1 ? new ArrayList<>(List.of("a")) : null;
                    return plain;
                })
                .collect();
        Avro<Plain> avro = Avro.reflect(Plain.class);
        avro.write(context.parallelize(rows, 1), path("out"));
        assertThat(avro.read(context, path("out")).collect()).isEqualTo(rows);
    }

    @Test
    void aDamagedFileIsNamedWithItsOffset() throws IOException {
        Avro.of(Small.class).write(context.parallelize(rows(new Random(1), 20_000), 1), path("out"));
        Path file = directory.resolve("out/part-00000.avro");
        byte[] bytes = Files.readAllBytes(file);
        byte[] damaged = bytes.clone();
        for (int i = bytes.length / 2; i < bytes.length / 2 + 64; i++) {
            damaged[i] ^= 0x55;
        }
        Files.write(directory.resolve("damaged.avro"), damaged);
        Files.write(directory.resolve("short.avro"), Arrays.copyOf(bytes, bytes.length - 100));
        Files.writeString(directory.resolve("text.avro"), "this is no avro file at all");
        for (String name : List.of("damaged.avro", "short.avro", "text.avro")) {
            assertThatThrownBy(() ->
                            Avro.of(Small.class).read(context, path(name), 1).count())
                    .as(name)
                    .isInstanceOfSatisfying(LisleException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
                        assertThat(failure.what()).contains(path(name)).containsPattern("at byte \\d+");
                    });
        }
    }

    @Test
    void aFileThatChangesBeforeItIsReadFailsTheJob() throws IOException {
        Avro.of(Small.class).write(context.parallelize(rows(new Random(1), 100), 1), path("out"));
        Path file = directory.resolve("out/part-00000.avro");
        long length = Files.size(file);
        Rdd<Small> rows = Avro.of(Small.class).read(context, file.toString());
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
            assertThatThrownBy(() -> Avro.of(Priced.class)
                            .write(context.parallelize(List.of(new Priced(new BigDecimal(price))), 1), path("out")))
                    .isInstanceOfSatisfying(LisleException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                        assertThat(failure.what()).contains("the field price", price, "more than 2 digits");
                    });
            assertThat(directory.resolve("out")).doesNotExist();
        }
    }

    @Test
    void emptyFilesHaveNoRecords() throws IOException {
        Avro.of(Small.class).write(context.parallelize(List.<Small>of(), 2), path("out"));
        Files.createFile(directory.resolve("out/part-00009.avro"));
        assertThat(Avro.of(Small.class).read(context, path("out")).collect()).isEmpty();
    }

    private void writeByAvro(String name, Schema schema, List<GenericRecord> records) throws IOException {
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, directory.resolve(name).toFile());
            for (GenericRecord record : records) {
                writer.append(record);
            }
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
