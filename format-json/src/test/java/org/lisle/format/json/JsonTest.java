package org.lisle.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.BadRow;
import org.lisle.api.BadRows;
import org.lisle.api.CollectionAccumulator;
import org.lisle.api.FileCompression;
import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

@SuppressWarnings("NullAway") // components of records may be null
class JsonTest {
    private static final String MOST_BYTES = "mapreduce.input.fileinputformat.split.maxsize";

    enum Side {
        BUY,
        SELL
    }

    record Item(String name, int count) {}

    record Order(
            boolean yes,
            byte tiny,
            short small,
            int number,
            long large,
            float ratio,
            double exact,
            BigDecimal price,
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
        context = LisleContext.builder().master("local[2]").appName("json").build();
    }

    @AfterEach
    void end() {
        context.close();
    }

    @Test
    void everyTypeComesBackAsItWasWritten() {
        Map<String, List<Double>> map = new HashMap<>();
        map.put("a \"b\"\n", Arrays.asList(1.0, null, Double.NaN, Double.NEGATIVE_INFINITY));
        map.put("", null);
        List<Order> rows = List.of(
                new Order(
                        true,
                        Byte.MIN_VALUE,
                        Short.MAX_VALUE,
                        Integer.MIN_VALUE,
                        Long.MAX_VALUE,
                        0.1f,
                        1e300,
                        new BigDecimal("12345678901234567890.1200"),
                        "tab\t \uD83D\uDE00 \u2028",
                        LocalDate.of(2026, 2, 28),
                        LocalTime.of(1, 2),
                        LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6),
                        Instant.parse("1969-12-31T23:59:59.999999999Z"),
                        new UUID(3, 4),
                        Side.BUY,
                        Arrays.asList(new Item("x", 1), null, new Item(null, 2)),
                        Set.of(1L, 2L),
                        map,
                        new Item("", 0),
                        Optional.of(new Item("m", 9))),
                new Order(
                        false,
                        (byte) 0,
                        (short) 0,
                        0,
                        0,
                        Float.NaN,
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
        Json<Order> json = Json.of(Order.class);
        json.write(context.parallelize(rows, 2), path("out"));
        assertThat(json.read(context, path("out")).collect()).isEqualTo(rows);
    }

    record Bytes(byte[] bytes) {}

    @Test
    void bytesAreBase64() {
        Json.of(Bytes.class).write(context.parallelize(List.of(new Bytes(new byte[] {-1, 0, 1})), 1), path("out"));
        assertThat(directory.resolve("out/part-00000.json")).hasContent("{\"bytes\":\"/wAB\"}\n");
        assertThat(Json.of(Bytes.class).read(context, path("out")).first().bytes())
                .containsExactly(-1, 0, 1);
    }

    @ParameterizedTest
    @EnumSource(FileCompression.class)
    void compressedFilesComeBack(FileCompression compression) {
        List<Small> rows = rows(new Random(1), 500);
        Json<Small> json = Json.of(Small.class).compression(compression);
        json.write(context.parallelize(rows, 2), path("out"));
        assertThat(json.read(context, path("out")).collect()).isEqualTo(rows);
    }

    @Test
    void eachObjectIsReadOnceWhereverTheSplitsLie() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Small> rows = rows(random, random.nextInt(12));
            Json.of(Small.class).write(context.parallelize(rows, 1), path("out-" + seed));
            int size = 1 + random.nextInt(50);
            context.hadoopConfiguration().set(MOST_BYTES, Integer.toString(size));
            assertThat(Json.of(Small.class)
                            .read(context, path("out-" + seed), 1 + random.nextInt(4))
                            .collect())
                    .as("seed %s, splits of %s bytes", seed, size)
                    .isEqualTo(rows);
            context.hadoopConfiguration().unset(MOST_BYTES);
        }
    }

    @Test
    void filesOfAnotherProgramAreRead() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode().put("text", "a\u00e9").put("unknown", 1.5);
        node.putObject("also unknown").putArray("deep").add(1);
        node.put("id", 5);
        Files.writeString(
                directory.resolve("a.json"),
                mapper.writeValueAsString(node) + "\r\n\r\n{}\n",
                java.nio.charset.StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        Json.of(Small.class).read(context, path("a.json"), 1).collect())
                .hasMessageContaining("line 3")
                .hasMessageContaining("the field id has no value");
        assertThat(Json.of(Small.class)
                        .badRows(BadRows.skip())
                        .read(context, path("a.json"))
                        .collect())
                .containsExactly(new Small(5, "a\u00e9"));
    }

    @Test
    void anotherProgramReadsWhatIsWritten() throws IOException {
        List<Small> rows = List.of(new Small(1, "\"\n\\"), new Small(2, null));
        Json.of(Small.class).write(context.parallelize(rows, 1), path("out"));
        List<String> lines = Files.readAllLines(directory.resolve("out/part-00000.json"));
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("id").longValue()).isEqualTo(1);
        assertThat(first.get("text").textValue()).isEqualTo("\"\n\\");
        assertThat(lines.get(1)).isEqualTo("{\"id\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1",
                "[1]",
                "{\"id\":\"1\"}",
                "{\"id\":1.5}",
                "{\"id\":9223372036854775808}",
                "{\"id\":1,\"text\":2}",
                "{\"id\":1}}",
                "{\"id\":1}{\"id\":2}",
                "{\"id\":null}",
                "nonsense"
            })
    void badLinesAreCollectedWithFileAndLine(String line) throws IOException {
        String content = "{\"id\":7}\n" + line + "\n{\"id\":8}";
        Files.writeString(directory.resolve("a.json"), content);
        CollectionAccumulator<BadRow> bad = context.collectionAccumulator();
        assertThat(Json.of(Small.class)
                        .badRows(BadRows.collect(bad))
                        .read(context, path("a.json"), 1)
                        .map(Small::id)
                        .collect())
                .containsExactly(7L, 8L);
        assertThat(bad.value()).hasSize(1);
        BadRow row = bad.value().get(0);
        assertThat(row.place()).isEqualTo("line 2 (byte 9) of file:" + path("a.json"));
        assertThat(row.text()).isEqualTo(line);
        assertThat(row.reason()).isNotBlank();
    }

    @Test
    void aBadLineFailsTheJobByName() throws IOException {
        Files.write(directory.resolve("a.json"), new byte[] {'{', '"', 'i', 'd', '"', ':', '1', ',', (byte) 0xFF, '}'});
        assertThatThrownBy(
                        () -> Json.of(Small.class).read(context, path("a.json")).count())
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
                    assertThat(failure.what()).contains("line 1 (byte 0) of file:" + path("a.json"));
                });
    }

    @Test
    void aFileThatChangesBeforeItIsReadFailsTheJob() throws IOException {
        Files.writeString(directory.resolve("a.json"), "{\"id\":1}\n");
        Path file = directory.resolve("a.json");
        long length = Files.size(file);
        Rdd<Small> rows = Json.of(Small.class).read(context, file.toString());
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
    void aDamagedCompressedFileIsNamedWithTheOffset() throws IOException {
        Json.of(Small.class)
                .compression(FileCompression.GZIP)
                .write(context.parallelize(rows(new Random(1), 20_000), 1), path("out"));
        byte[] bytes = Files.readAllBytes(directory.resolve("out/part-00000.json.gz"));
        Files.write(directory.resolve("short.json.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Json.of(Small.class)
                        .read(context, path("short.json.gz"))
                        .count())
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
                    assertThat(failure.what()).contains(path("short.json.gz")).containsPattern("at byte \\d+");
                });
    }

    @Test
    void emptyFilesHaveNoRows() throws IOException {
        Files.writeString(directory.resolve("a.json"), "");
        Files.writeString(directory.resolve("b.json"), "\n \n");
        assertThat(Json.of(Small.class).read(context, path("*.json")).collect()).isEmpty();
        Json.of(Small.class).write(context.parallelize(List.<Small>of(), 2), path("out"));
        assertThat(Json.of(Small.class).read(context, path("out")).collect()).isEmpty();
    }

    private static List<Small> rows(Random random, int count) {
        List<Small> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = random.nextInt(4) == 0
                    ? null
                    : "{\n\"\u00e9}".repeat(random.nextInt(3)) + Integer.toString(random.nextInt(), 36);
            rows.add(new Small(random.nextLong(), text));
        }
        return rows;
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
