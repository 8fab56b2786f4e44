package org.lisle.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.api.BadRow;
import org.lisle.api.BadRows;
import org.lisle.api.CollectionAccumulator;
import org.lisle.api.FieldName;
import org.lisle.api.FileCompression;
import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

@SuppressWarnings("NullAway") // components of records may be null
class CsvTest {
    private static final String MOST_BYTES = "mapreduce.input.fileinputformat.split.maxsize";

    enum Side {
        BUY,
        SELL
    }

    record Everything(
            boolean yes,
            byte tiny,
            short small,
            int number,
            long large,
            float ratio,
            double exact,
            Integer boxed,
            String text,
            BigDecimal price,
            LocalDate day,
            LocalTime time,
            LocalDateTime local,
            Instant instant,
            UUID id,
            Side side,
            Optional<Long> maybe) {}

    record Trade(long id, String symbol, Double price) {}

    @TempDir
    Path directory;

    private LisleContext context;

    @BeforeEach
    void begin() {
        context = LisleContext.builder().master("local[2]").appName("csv").build();
    }

    @AfterEach
    void end() {
        context.close();
    }

    @Test
    void everyTypeComesBackAsItWasWritten() {
        List<Everything> rows = List.of(
                new Everything(
                        true,
                        (byte) -1,
                        (short) 300,
                        -2_000_000_000,
                        Long.MIN_VALUE,
                        1.5f,
                        -0.1,
                        7,
                        "a, \"b\"",
                        new BigDecimal("-12345678901234567890.1200"),
                        LocalDate.of(1969, 12, 31),
                        LocalTime.of(23, 59, 59, 123_456_789),
                        LocalDateTime.of(2026, 1, 2, 3, 4, 5),
                        Instant.parse("2026-01-02T03:04:05.000001Z"),
                        new UUID(1, 2),
                        Side.SELL,
                        Optional.of(5L)),
                new Everything(
                        false,
                        (byte) 0,
                        (short) 0,
                        0,
                        0,
                        Float.NaN,
                        Double.NEGATIVE_INFINITY,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Optional.empty()),
                new Everything(
                        false,
                        (byte) 0,
                        (short) 0,
                        0,
                        0,
                        0,
                        0,
                        null,
                        "",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Side.BUY,
                        Optional.empty()));
        Csv<Everything> csv = Csv.of(Everything.class).header(true);
        csv.write(context.parallelize(rows, 2), path("out"));
        assertThat(csv.read(context, path("out")).collect()).isEqualTo(rows);
    }

    @ParameterizedTest
    @EnumSource(
            value = FileCompression.class,
            names = {"NONE", "GZIP", "DEFLATE", "BZIP2", "ZSTD", "SNAPPY", "LZ4"})
    void compressedFilesComeBack(FileCompression compression) {
        List<Trade> rows = trades(new Random(1), 500);
        Csv<Trade> csv = Csv.of(Trade.class).header(true).multiLine(true).compression(compression);
        csv.write(context.parallelize(rows, 2), path("out"));
        assertThat(csv.read(context, path("out")).collect()).isEqualTo(rows);
    }

    @Test
    void eachRowIsReadOnceWhereverTheSplitsLie() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Trade> rows = trades(random, random.nextInt(12));
            rows.replaceAll(row -> new Trade(row.id(), oneLine(row.symbol()), row.price()));
            boolean header = random.nextBoolean();
            Csv<Trade> csv = Csv.of(Trade.class).header(header);
            csv.write(context.parallelize(rows, 1), path("out-" + seed));
            int size = 1 + random.nextInt(40);
            context.hadoopConfiguration().set(MOST_BYTES, Integer.toString(size));
            assertThat(csv.read(context, path("out-" + seed), 1 + random.nextInt(4))
                            .collect())
                    .as("seed %s, splits of %s bytes", seed, size)
                    .isEqualTo(rows);
            context.hadoopConfiguration().unset(MOST_BYTES);
        }
    }

    @Test
    void fieldsWithLineBreaksAreReadWhateverTheirLineEnds() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Trade> rows = trades(random, 1 + random.nextInt(12));
            Csv<Trade> csv = Csv.of(Trade.class)
                    .multiLine(true)
                    .separator(';')
                    .quote('\'')
                    .nullText("NULL");
            csv.write(context.parallelize(rows, 1), path("lines-" + seed));
            context.hadoopConfiguration().set(MOST_BYTES, "5");
            assertThat(csv.read(context, path("lines-" + seed), 3).collect())
                    .as("seed %s", seed)
                    .isEqualTo(rows);
            context.hadoopConfiguration().unset(MOST_BYTES);
        }
    }

    @Test
    void aFieldWithALineBreakIsNeverTwoRows() throws IOException {
        write("a.csv", "1,\"a\nb\",2.0\n");
        assertThatThrownBy(
                        () -> Csv.of(Trade.class).read(context, path("a.csv")).collect())
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
                    assertThat(failure.what())
                            .contains("line 1 (byte 0) of file:" + path("a.csv"))
                            .contains("multiLine(true)");
                });
    }

    @Test
    void aValueWithALineBreakIsNotWrittenForReadersThatCannotReadIt() {
        assertThatThrownBy(() ->
                        Csv.of(Trade.class).write(context.parallelize(List.of(new Trade(1, "a\nb", 1.0))), path("out")))
                .isInstanceOfSatisfying(LisleException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.INVALID_ARGUMENT));
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void columnsAreFoundByNameAndOthersPassedOver() throws IOException {
        write("a.csv", "price,extra,id,symbol\r\n1.5,not a number,7,A\r\n");
        write("b.csv", "\uFEFFsymbol,id,price\nB,8,");
        assertThat(Csv.of(Trade.class).header(true).read(context, path("*.csv")).collect())
                .containsExactly(new Trade(7, "A", 1.5), new Trade(8, "B", null));
    }

    record Renamed(@FieldName("trade id") long id, Optional<String> note) {}

    @Test
    void aComponentMayHaveAnotherNameAndAnOptionalMayBeMissing() throws IOException {
        write("a.csv", "trade id,other\n5,x\n");
        assertThat(Csv.of(Renamed.class)
                        .header(true)
                        .read(context, path("a.csv"))
                        .collect())
                .containsExactly(new Renamed(5, Optional.empty()));
    }

    @Test
    void aHeaderWithoutAColumnThatIsWantedIsNamed() throws IOException {
        write("a.csv", "id,cost\n5,1\n");
        assertThatThrownBy(() -> Csv.of(Trade.class)
                        .header(true)
                        .read(context, path("a.csv"))
                        .collect())
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(failure.what()).contains(path("a.csv"), "no column symbol, price", "it has id, cost");
                });
    }

    @Test
    void badRowsAreCollectedWithFileAndLine() throws IOException {
        String content = "id,symbol,price\n1,A,1\nx,B,2\n3,C\n\n4,\"D\"d,4\n5,\"E\n6,F,6\n";
        write("a.csv", content);
        CollectionAccumulator<BadRow> bad = context.collectionAccumulator("bad");
        Csv<Trade> csv = Csv.of(Trade.class).header(true).badRows(BadRows.collect(bad));
        assertThat(csv.read(context, path("a.csv"), 1).collect())
                .containsExactly(new Trade(1, "A", 1.0), new Trade(6, "F", 6.0));
        assertThat(bad.value())
                .extracting(BadRow::line, BadRow::offset, BadRow::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3L, (long) content.indexOf("x,B"), "x,B,2"),
                        org.assertj.core.groups.Tuple.tuple(4L, (long) content.indexOf("3,C"), "3,C"),
                        org.assertj.core.groups.Tuple.tuple(6L, (long) content.indexOf("4,"), "4,\"D\"d,4"),
                        org.assertj.core.groups.Tuple.tuple(7L, (long) content.indexOf("5,"), "5,\"E"));
        assertThat(bad.value().get(0).file()).isEqualTo("file:" + path("a.csv"));
        assertThat(bad.value().get(0).reason()).isEqualTo("the field id: 'x' is no long");
        assertThat(bad.value().get(1).reason()).isEqualTo("it has 2 fields instead of 3");
    }

    @Test
    void badRowsAreTheSameWhereverTheSplitsLie() throws IOException {
        String content = "1,A,1\n2,\"B,2\n3,C\n4,\"\"\"D\",4\n5,E,\"5\n";
        write("a.csv", content);
        for (int size = 1; size <= content.length(); size++) {
            context.hadoopConfiguration().set(MOST_BYTES, Integer.toString(size));
            CollectionAccumulator<BadRow> bad = context.collectionAccumulator();
            assertThat(Csv.of(Trade.class)
                            .badRows(BadRows.collect(bad))
                            .read(context, path("a.csv"))
                            .collect())
                    .as("splits of %s bytes", size)
                    .containsExactly(new Trade(1, "A", 1.0), new Trade(4, "\"D", 4.0));
            assertThat(bad.value())
                    .as("splits of %s bytes", size)
                    .extracting(BadRow::offset)
                    .containsExactlyInAnyOrder(6L, (long) content.indexOf("3,C"), (long) content.indexOf("5,E"));
        }
    }

    @Test
    void badRowsMayBeSkipped() throws IOException {
        write("a.csv", "1,A,1\n,A,1\n2,B,2\n");
        assertThat(Csv.of(Trade.class)
                        .badRows(BadRows.skip())
                        .read(context, path("a.csv"))
                        .collect())
                .containsExactly(new Trade(1, "A", 1.0), new Trade(2, "B", 2.0));
    }

    record Positive(int number) {
        Positive {
            if (number <= 0) {
                throw new IllegalArgumentException(number + " is not above 0");
            }
        }
    }

    @Test
    void aRowThatTheRecordRefusesIsABadRow() throws IOException {
        write("a.csv", "3\n-1\n");
        assertThatThrownBy(() ->
                        Csv.of(Positive.class).read(context, path("a.csv"), 1).collect())
                .hasMessageContaining("line 2 (byte 2)")
                .hasMessageContaining("-1 is not above 0");
    }

    @Test
    void filesOfAnotherProgramAreRead() throws IOException {
        try (CsvWriter writer =
                CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(directory.resolve("a.csv"))) {
            writer.writeRecord("id", "symbol", "price").writeRecord("1", "a \"quoted\"\r\nline", "2.5");
        }
        assertThat(Csv.of(Trade.class)
                        .header(true)
                        .multiLine(true)
                        .read(context, path("a.csv"))
                        .collect())
                .containsExactly(new Trade(1, "a \"quoted\"\r\nline", 2.5));
    }

    @Test
    void anotherProgramReadsWhatIsWritten() throws IOException {
        Csv.of(Trade.class)
                .header(true)
                .multiLine(true)
                .write(context.parallelize(List.of(new Trade(1, "a, \"b\"\n", null)), 1), path("out"));
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().ofCsvRecord(directory.resolve("out").resolve("part-00000.csv"))) {
            assertThat(reader.stream().map(CsvRecord::getFields))
                    .containsExactly(List.of("id", "symbol", "price"), List.of("1", "a, \"b\"\n", ""));
        }
    }

    @Test
    void emptyFilesHaveNoRows() throws IOException {
        write("empty.csv", "");
        write("head.csv", "id,symbol,price\n");
        Csv<Trade> csv = Csv.of(Trade.class).header(true);
        assertThat(csv.read(context, path("*.csv")).collect()).isEmpty();
        assertThat(csv.multiLine(true).read(context, path("*.csv")).collect()).isEmpty();
    }

    @Test
    void aColumnOfNullsIsReadFromEmptyLines() {
        record Only(String text) {}
        List<Only> rows = List.of(new Only(null), new Only(""), new Only("a"), new Only(null));
        Csv.of(Only.class).write(context.parallelize(rows, 1), path("out"));
        assertThat(Csv.of(Only.class).read(context, path("out")).collect()).isEqualTo(rows);
    }

    @Test
    void aDamagedCompressedFileIsNamed() throws IOException {
        Path file = directory.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 20_000; i++) {
                out.write((i + ",A" + i % 91 + "," + i * 7 % 1000 + "\n").getBytes());
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() ->
                        Csv.of(Trade.class).read(context, path("a.csv.gz")).count())
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
                    assertThat(failure.what()).contains(path("a.csv.gz")).containsPattern("at byte \\d+");
                });
    }

    @Test
    void aFileThatChangesBeforeItIsReadFailsTheJob() throws IOException {
        Files.writeString(directory.resolve("a.csv"), "1,A,2\n");
        Path file = directory.resolve("a.csv");
        long length = Files.size(file);
        Rdd<Trade> rows = Csv.of(Trade.class).read(context, file.toString());
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

    record Listed(List<String> texts) {}

    @Test
    void whatAFieldCannotHoldIsRefusedAtOnce() {
        assertThatThrownBy(() -> Csv.of(Listed.class)).hasMessageContaining("texts");
        assertThatThrownBy(() -> Csv.of(Trade.class).separator('"')).hasMessageContaining("same character");
        assertThatThrownBy(() -> Csv.of(Trade.class).nullText("a,b")).hasMessageContaining("a,b");
    }

    private static List<Trade> trades(Random random, int count) {
        List<Trade> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Trade(random.nextLong(), text(random), random.nextInt(4) == 0 ? null : random.nextDouble()));
        }
        return rows;
    }

    private static String text(Random random) {
        String characters = "ab,;\"'\n\r \té\uD83D\uDE00N";
        int kind = random.nextInt(8);
        if (kind < 2) {
            return kind == 0 ? null : random.nextBoolean() ? "" : "NULL";
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int from = random.nextInt(characters.length() - 1);
            text.appendCodePoint(
                    characters.codePointAt(Character.isLowSurrogate(characters.charAt(from)) ? from - 1 : from));
        }
        return text.toString();
    }

    private static String oneLine(String text) {
        return text == null ? null : text.replace('\n', '.').replace('\r', '.');
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
