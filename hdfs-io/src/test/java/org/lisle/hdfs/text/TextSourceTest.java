package org.lisle.hdfs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DeflateCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.BlocksFileSystem;
import org.lisle.hdfs.TestFiles;
import org.lisle.hdfs.codec.FileCodecs;

class TextSourceTest {
    @TempDir
    Path directory;

    @Test
    void everyLineIsReadOnceWhereverTheSplitsLie() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] bytes = LineReaderTest.Texts.random(random, random.nextInt(80));
            Path file = directory.resolve("random-" + seed);
            Files.write(file, bytes);
            int size = 1 + random.nextInt(30);
            DataSource<String> source = source(file.toString(), maximumSplit(size));
            assertThat(TestFiles.readAll(source, 1 + random.nextInt(5)))
                    .as("seed %s, splits of %s bytes", seed, size)
                    .isEqualTo(withoutMark(LineReaderTest.Texts.linesByHadoop(bytes)));
        }
    }

    @Test
    void aThinSplitHasWholeLinesOfEachStrideInTheirOrder() throws IOException {
        List<String> lines = lines(20_000);
        Path file = directory.resolve("lines");
        Files.writeString(file, String.join("\n", lines));
        DataSource<String> source = source(file.toString(), maximumSplit(100_000));
        int stride = 4_000;
        List<String> thin = new ArrayList<>();
        List<InputSplit> splits = source.splits(1);
        assertThat(splits).hasSizeGreaterThan(5);
        for (InputSplit split : splits) {
            InputSplit parts = thinned(source, split, stride);
            assertThat(parts.length()).isBetween(split.length() / 17, split.length() / 16);
            assertThat(parts.payload()).isEqualTo(thinned(source, split, stride).payload());
            thin.addAll(TestFiles.read(source, parts, 0));
        }
        assertThat(lines).containsSubsequence(thin);
        assertThat(thin.size()).isBetween(lines.size() / 20, lines.size() / 14);
        long bytes = Files.size(file);
        int mostBetween = (int) (2L * stride * lines.size() / bytes);
        int last = 0;
        for (String line : thin) {
            int at = lines.subList(last, lines.size()).indexOf(line);
            assertThat(at).as("lines between two that are seen").isLessThanOrEqualTo(mostBetween);
            last += at;
        }
        assertThat(lines.size() - last).isLessThanOrEqualTo(mostBetween);
    }

    private static InputSplit thinned(DataSource<String> source, InputSplit split, long stride) {
        return source.thinned(List.of(split), stride).get(0);
    }

    @Test
    void whatIsShortOrCompressedHasNoParts() throws IOException {
        DataSource<String> compressed = source(
                compressed(BZip2Codec.class, String.join("\n", lines(3000))).toString(), Map.of());
        InputSplit split = compressed.splits(1).get(0);
        assertThat(thinned(compressed, split, 100)).isSameAs(split);
        Path file = directory.resolve("short");
        Files.writeString(file, String.join("\n", lines(30)));
        DataSource<String> shortSource = source(file.toString(), Map.of());
        InputSplit whole = shortSource.splits(1).get(0);
        assertThat(thinned(shortSource, whole, whole.length() + 1)).isSameAs(whole);
        assertThat(thinned(shortSource, whole, whole.length())).isNotSameAs(whole);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                GzipCodec.class,
                BZip2Codec.class,
                DeflateCodec.class,
                ZStandardCodec.class,
                SnappyCodec.class,
                Lz4Codec.class
            })
    void compressedFilesAreReadAsWhatTheyHold(Class<? extends CompressionCodec> codecClass) throws IOException {
        List<String> lines = lines(3000);
        Path file = compressed(codecClass, String.join("\n", lines));
        DataSource<String> source = source(file.toString(), Map.of());
        assertThat(source.splits(1)).hasSize(1);
        assertThat(TestFiles.readAll(source, 8)).isEqualTo(lines);
    }

    @Test
    void filesOfACodecThatCannotBeginInTheMiddleAreOneSplit() throws IOException {
        Path file = compressed(GzipCodec.class, String.join("\n", lines(3000)));
        assertThat(source(file.toString(), maximumSplit(100)).splits(8)).hasSize(1);
    }

    @Test
    void bzip2FilesAreCutAndEveryLineIsReadOnce() throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        while (text.length() < 1_500_000) {
            text.append(Long.toString(random.nextLong(), 36)).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        Path file = compressed(BZip2Codec.class, text.toString());
        List<String> expected = text.toString().lines().toList();
        for (int size : new int[] {50_000, 323_457}) {
            DataSource<String> source = source(file.toString(), maximumSplit(size));
            assertThat(source.splits(1)).as("splits of %s bytes", size).hasSizeGreaterThan(1);
            assertThat(TestFiles.readAll(source, 1))
                    .as("splits of %s bytes", size)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                GzipCodec.class,
                BZip2Codec.class,
                DeflateCodec.class,
                ZStandardCodec.class,
                SnappyCodec.class,
                Lz4Codec.class
            })
    void aCompressedFileThatIsCutOffIsNamedWithTheOffset(Class<? extends CompressionCodec> codecClass)
            throws IOException {
        Path file = compressed(codecClass, String.join("\n", lines(20_000)));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int trial = 0; trial < 10; trial++) {
            int length = 16 + random.nextInt(whole.length - 16);
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(file.toString()))
                    .as("cut off at %s of %s bytes", length, whole.length)
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_CORRUPT))
                    .hasMessageContaining(file.getFileName().toString())
                    .hasMessageContaining("at byte ");
        }
    }

    /** Of these formats only the first two have checksums that are looked at: what passes is text, what does not is named. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                GzipCodec.class,
                DeflateCodec.class,
                BZip2Codec.class,
                ZStandardCodec.class,
                SnappyCodec.class,
                Lz4Codec.class
            })
    void damagedBytesOfACompressedFileFailTheReadByName(Class<? extends CompressionCodec> codecClass)
            throws IOException {
        Path file = compressed(codecClass, String.join("\n", lines(20_000)));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(5);
        int failed = 0;
        for (int trial = 0; trial < 10; trial++) {
            byte[] damaged = whole.clone();
            int at = 16 + random.nextInt(whole.length - 20);
            for (int more = 0; more < 4; more++) {
                damaged[at + more] = (byte) ~damaged[at + more];
            }
            Files.write(file, damaged);
            try {
                read(file.toString());
            } catch (LisleException e) {
                failed++;
                assertThat(e.code()).as("damaged at %s", at).isEqualTo(ErrorCode.INPUT_CORRUPT);
                assertThat(e.what()).contains(file.getFileName().toString());
            }
        }
        if (codecClass == GzipCodec.class || codecClass == DeflateCodec.class) {
            assertThat(failed).isEqualTo(10);
        }
    }

    @Test
    void aBzip2FileThatIsCutOffIsNamedWhereverTheSplitsLie() throws IOException {
        Random random = new Random(9);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append(Long.toString(random.nextLong(), 36)).append('\n');
        }
        Path file = compressed(BZip2Codec.class, text.toString());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length * 9 / 10));
        DataSource<String> source = source(file.toString(), maximumSplit(50_000));
        assertFails(() -> TestFiles.readAll(source, 1), ErrorCode.INPUT_CORRUPT)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("at byte ");
    }

    @Test
    void aByteOrderMarkAtTheStartOfAFileIsLeftOut() throws IOException {
        Path file = TestFiles.write(directory.resolve("marked.txt"), "\uFEFFfirst\n\uFEFFsecond\n");
        assertThat(TestFiles.readAll(source(file.toString(), Map.of()), 1)).containsExactly("first", "\uFEFFsecond");
    }

    @Test
    void directoriesGlobsAndListsNameTheFilesInThemAndHiddenOnesAreLeftOut() throws IOException {
        TestFiles.write(directory.resolve("in/b.txt"), "b\n");
        TestFiles.write(directory.resolve("in/a.txt"), "a\n");
        TestFiles.write(directory.resolve("in/_SUCCESS"), "hidden\n");
        TestFiles.write(directory.resolve("in/.staging"), "hidden\n");
        TestFiles.write(directory.resolve("in/empty.txt"), "");
        TestFiles.write(directory.resolve("more/c.log"), "c\n");
        TestFiles.write(directory.resolve("more/d,e.log"), "d\n");
        assertThat(read(directory + "/in")).containsExactly("a", "b");
        assertThat(read("file:" + directory + "/in/*")).containsExactly("a", "b");
        assertThat(read(directory + "/*")).containsExactly("a", "b", "c", "d");
        assertThat(read(directory + "/more/c.log, " + directory + "/in")).containsExactly("c", "a", "b");
        assertThat(read(directory + "/{more,in}/{a,c}.*")).containsExactly("a", "c");
        assertThat(read(directory + "/in/_SUCCESS")).containsExactly("hidden");
        assertThat(read(directory + "/in/empty.txt")).isEmpty();
    }

    @Test
    void directoriesInADirectoryAreReadOnlyWhenAsked() throws IOException {
        TestFiles.write(directory.resolve("in/a.txt"), "a\n");
        TestFiles.write(directory.resolve("in/deep/b.txt"), "b\n");
        String recursive = "mapreduce.input.fileinputformat.input.dir.recursive";
        assertFails(() -> source(directory + "/in", Map.of()).splits(1), ErrorCode.INVALID_ARGUMENT)
                .hasMessageContaining("deep")
                .hasMessageContaining(recursive);
        assertThat(TestFiles.readAll(source(directory + "/in", Map.of(recursive, "true")), 1))
                .containsExactly("a", "b");
    }

    @Test
    void anInputThatIsNotThereIsNamed() {
        assertFails(() -> source(directory + "/nothing", Map.of()).splits(1), ErrorCode.INPUT_NOT_FOUND)
                .hasMessageContaining(directory + "/nothing");
        assertFails(() -> source(directory + "/*.csv", Map.of()).splits(1), ErrorCode.INPUT_NOT_FOUND)
                .hasMessageContaining("*.csv");
    }

    @Test
    void aFileThatChangesAfterItWasListedFailsTheRead() throws IOException {
        Path file = TestFiles.write(directory.resolve("a.txt"), "one\ntwo\n");
        FileTime written = Files.getLastModifiedTime(file);
        DataSource<String> source = source(file.toString(), Map.of());
        InputSplit split = source.splits(1).get(0);

        Files.writeString(file, "one\ntwo\nthree\n");
        assertFails(() -> TestFiles.read(source, split, 0), ErrorCode.INPUT_CHANGED)
                .hasMessageContaining("a.txt")
                .hasMessageContaining("8 bytes")
                .hasMessageContaining("14 bytes");
        Files.writeString(file, "ONE\nTWO\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(written.toMillis() + 5000));
        assertFails(() -> TestFiles.read(source, split, 0), ErrorCode.INPUT_CHANGED)
                .hasMessageContaining("last written");
        Files.delete(file);
        assertFails(() -> TestFiles.read(source, split, 0), ErrorCode.INPUT_CHANGED)
                .hasMessageContaining("no file");
    }

    @Test
    void aFileThatIsCutWhileItIsReadFailsTheRead() throws IOException {
        Path file = TestFiles.write(
                directory.resolve("a.txt"), "x".repeat(99).concat("\n").repeat(10_000));
        DataSource<String> source = source("blocks://" + file, splitsOfAMillion());
        InputSplit split = source.splits(1).get(0);
        try (RecordReader<String> reader = source.open(split.payload(), TestFiles.context(0))) {
            assertThat(reader.advance()).isTrue();
            try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(300_000);
            }
            assertFails(
                            () -> {
                                while (reader.advance()) {
                                    assertThat(reader.current()).hasSize(99);
                                }
                                return null;
                            },
                            ErrorCode.INPUT_CHANGED)
                    .hasMessageContaining("1000000 bytes")
                    .hasMessageContaining("300000 bytes");
        }
    }

    @Test
    void linesAppendedWhileReadingAreNotSeen() throws IOException {
        Path file = TestFiles.write(
                directory.resolve("a.txt"), "x".repeat(99).concat("\n").repeat(10_000));
        DataSource<String> source = source("blocks://" + file, splitsOfAMillion());
        InputSplit split = source.splits(1).get(0);
        try (RecordReader<String> reader = source.open(split.payload(), TestFiles.context(0))) {
            int lines = reader.advance() ? 1 : 0;
            Files.writeString(file, "late\n", java.nio.file.StandardOpenOption.APPEND);
            while (reader.advance()) {
                assertThat(reader.current()).hasSize(99);
                lines++;
            }
            assertThat(lines).isEqualTo(10_000);
            assertThat(reader.bytesRead()).isEqualTo(1_000_000);
        }
    }

    @Test
    void manySmallFilesAreFewPartitionsInTheOrderOfTheirNames() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TestFiles.write(directory.resolve(String.format("in/%03d", i)), "line " + i + "\n");
            expected.add("line " + i);
        }
        DataSource<String> source = source(directory + "/in", Map.of());
        assertThat(source.splits(2)).hasSizeBetween(2, 4);
        assertThat(source.splits(16)).hasSizeBetween(16, 18);
        assertThat(source.splits(500)).hasSizeGreaterThanOrEqualTo(500);
        assertThat(TestFiles.readAll(source, 2)).isEqualTo(expected);
    }

    @Test
    void oneFileIsCutIntoAsManyPartsAsAskedFor() throws IOException {
        TestFiles.write(directory.resolve("a.txt"), "0123456789\n".repeat(100));
        assertThat(source(directory + "/a.txt", Map.of()).splits(10)).hasSize(10);
        assertThat(source(directory + "/a.txt", Map.of()).splits(1)).hasSize(1);
    }

    @Test
    void theSourceSurvivesJavaSerialization() throws Exception {
        TestFiles.write(directory.resolve("a.txt"), "a\n");
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.io.ObjectOutputStream(bytes)) {
            out.writeObject(source(directory.toString(), Map.of("lisle.test", "1")));
        }
        assertThat(bytes.size()).isLessThan(2000);
        try (var in = new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray()))) {
            TextSource source = (TextSource) in.readObject();
            assertThat(TestFiles.readAll(source, 1)).containsExactly("a");
        }
    }

    private static Map<String, String> splitsOfAMillion() {
        return Map.of(
                "fs.blocks.impl",
                BlocksFileSystem.class.getName(),
                "mapreduce.input.fileinputformat.split.minsize",
                "1000000");
    }

    private static Map<String, String> maximumSplit(int size) {
        return Map.of("mapreduce.input.fileinputformat.split.maxsize", Integer.toString(size));
    }

    private static DataSource<String> source(String paths, Map<String, String> settings) {
        return new TextSource(paths, settings);
    }

    private static List<String> read(String paths) throws IOException {
        return TestFiles.readAll(source(paths, Map.of()), 1);
    }

    private static List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("line " + i + " of a text with ümlauts");
        }
        return lines;
    }

    /** Hadoop's LineReader, the reference, keeps a byte order mark; its LineRecordReader and we leave it out. */
    private static List<String> withoutMark(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).startsWith("\uFEFF")) {
            return lines;
        }
        List<String> without = new ArrayList<>(lines);
        without.set(0, lines.get(0).substring(1));
        return without;
    }

    private Path compressed(Class<? extends CompressionCodec> codecClass, String text) throws IOException {
        CompressionCodec codec = new FileCodecs(new Configuration()).codec(codecClass);
        Path file = directory.resolve("text" + codec.getDefaultExtension());
        try (OutputStream out = FileCodecs.compress(codec, Files.newOutputStream(file), file.toString())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            java.util.concurrent.Callable<?> work, ErrorCode code) {
        return assertThatThrownBy(work::call).isInstanceOfSatisfying(LisleException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
