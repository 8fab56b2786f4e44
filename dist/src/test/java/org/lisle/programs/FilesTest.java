package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lisle.programs.PlainJava.bag;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.LisleContext;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.core.error.ErrorCode;

/** Files in and out, through real tasks and the commit of their output. */
class FilesTest {
    private static final List<String> LINES = IntStream.range(0, 3000)
            .mapToObj(n -> "line " + n + " \u00e4\u4e16")
            .toList();

    private static LisleContext context;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        context = LisleContext.builder().appName("files").master("local[3]").build();
    }

    @AfterAll
    static void close() {
        context.close();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<Path> partFiles(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        }
    }

    private Rdd<String> lines(int partitions) {
        return context.parallelize(LINES, partitions);
    }

    @Test
    void textIsReadLineByLineWhereverItIsCut() throws IOException {
        write("plain.txt", String.join("\n", LINES));
        write("windows.txt", String.join("\r\n", LINES) + "\r\n");
        write("empty.txt", "");
        for (int partitions : List.of(1, 2, 7, 40)) {
            assertThat(context.textFile(path("plain.txt"), partitions).collect())
                    .as("%d partitions", partitions)
                    .isEqualTo(LINES);
            assertThat(context.textFile(path("windows.txt"), partitions).collect())
                    .as("%d partitions", partitions)
                    .isEqualTo(LINES);
        }
        assertThat(context.textFile(path("plain.txt"), 7).getNumPartitions()).isGreaterThanOrEqualTo(7);
        assertThat(context.textFile(path("empty.txt")).collect()).isEmpty();
        assertThat(context.textFile(path("*.txt")).count()).isEqualTo(2L * LINES.size());
        assertThat(context.textFile(path("plain.txt") + "," + path("empty.txt")).count())
                .isEqualTo(LINES.size());
        assertThat(context.textFile(folder.toString()).count()).isEqualTo(2L * LINES.size());
    }

    @Test
    void compressedTextIsReadByItsExtension() throws IOException {
        byte[] text = (String.join("\n", LINES) + "\n").getBytes(StandardCharsets.UTF_8);
        compress(new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.gz"))), text);
        compress(new ZstdOutputStream(Files.newOutputStream(folder.resolve("a.zst"))), text);
        lines(1).saveAsTextFile(path("bzip2"), BZip2Codec.class);
        Files.move(partFiles("bzip2").get(0), folder.resolve("a.bz2"));
        for (String name : List.of("a.gz", "a.zst", "a.bz2")) {
            assertThat(context.textFile(path(name), 4).collect()).as(name).isEqualTo(LINES);
        }
    }

    private static void compress(OutputStream compressor, byte[] text) throws IOException {
        try (compressor) {
            compressor.write(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void savedTextIsWholeAndMarked(int partitions) throws IOException {
        lines(partitions).saveAsTextFile(path("out"));
        assertThat(folder.resolve("out/_SUCCESS")).exists();
        assertThat(folder.resolve("out/_temporary")).doesNotExist();
        assertThat(partFiles("out")).hasSize(partitions);
        assertThat(Files.readAllLines(partFiles("out").get(0))).isEqualTo(LINES.subList(0, LINES.size() / partitions));
        assertThat(context.textFile(path("out")).collect()).isEqualTo(LINES);
    }

    @ParameterizedTest
    @ValueSource(classes = {GzipCodec.class, BZip2Codec.class, DefaultCodec.class})
    void savedTextIsCompressedByTheCodec(Class<?> codec) throws IOException {
        lines(2).saveAsTextFile(path("out"), codec);
        assertThat(partFiles("out")).hasSize(2).allSatisfy(part -> {
            assertThat(part.getFileName().toString()).matches("part-0000\\d\\.(gz|bz2|deflate)");
            assertThat(Files.size(part)).isBetween(1L, 20_000L);
        });
        assertThat(context.textFile(path("out")).collect()).isEqualTo(LINES);
    }

    @Test
    void savedTextOfNothingIsAnEmptyOutput() throws IOException {
        context.emptyRDD().saveAsTextFile(path("out"));
        assertThat(folder.resolve("out/_SUCCESS")).exists();
        assertThat(context.textFile(path("out")).count()).isZero();
    }

    @Test
    void wordCountFromFileToFile() throws IOException {
        write("in.txt", "to be or not to be\nthat is the question\n");
        context.textFile(path("in.txt"))
                .flatMap(line -> List.of(line.split(" ")).iterator())
                .mapToPair(word -> Pair.of(word, 1L))
                .reduceByKey(Long::sum)
                .map(count -> count.key() + "\t" + count.value())
                .saveAsTextFile(path("out"));
        assertThat(context.textFile(path("out")).collect())
                .containsExactlyInAnyOrder(
                        "to\t2", "be\t2", "or\t1", "not\t1", "that\t1", "is\t1", "the\t1", "question\t1");
    }

    @Test
    void wholeFilesComeWithTheirPaths() throws IOException {
        write("a.txt", "one\ntwo\n");
        write("b.txt", "");
        Map<String, String> files = context.wholeTextFiles(folder.toString()).collectAsMap();
        assertThat(files.values()).containsExactlyInAnyOrder("one\ntwo\n", "");
        assertThat(files.keySet()).anyMatch(path -> path.endsWith("/a.txt")).hasSize(2);
    }

    @Test
    void formatsOfBothHadoopApisAreReadAndWritten() throws IOException {
        PairRdd<Text, IntWritable> pairs =
                lines(3).mapToPair(line -> Pair.of(new Text(line), new IntWritable(line.length())));
        pairs.saveAsNewAPIHadoopFile(
                path("new"),
                Text.class,
                IntWritable.class,
                org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat.class);
        pairs.saveAsHadoopFile(
                path("old"), Text.class, IntWritable.class, org.apache.hadoop.mapred.SequenceFileOutputFormat.class);
        pairs.saveAsHadoopFile(
                path("compressed"),
                Text.class,
                IntWritable.class,
                org.apache.hadoop.mapred.TextOutputFormat.class,
                GzipCodec.class);
        Map<Text, Integer> expected = bag(LINES.stream().map(Text::new).toList());
        for (String name : List.of("new", "old")) {
            assertThat(folder.resolve(name + "/_SUCCESS")).exists();
            assertThat(bag(context.newAPIHadoopFile(
                                    path(name),
                                    org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat.class,
                                    Text.class,
                                    IntWritable.class)
                            .keys()
                            .collect()))
                    .isEqualTo(expected);
            assertThat(bag(context.hadoopFile(
                                    path(name),
                                    org.apache.hadoop.mapred.SequenceFileInputFormat.class,
                                    Text.class,
                                    IntWritable.class)
                            .keys()
                            .collect()))
                    .isEqualTo(expected);
        }
        assertThat(context.textFile(path("compressed")).collect())
                .isEqualTo(
                        LINES.stream().map(line -> line + "\t" + line.length()).toList());
    }

    @Test
    void writablesTravelThroughShuffles() throws IOException {
        write("in.txt", "b\na\nb\nc\nb\n");
        PairRdd<LongWritable, Text> records = context.hadoopFile(
                path("in.txt"), org.apache.hadoop.mapred.TextInputFormat.class, LongWritable.class, Text.class, 2);
        assertThat(records.mapToPair(record -> Pair.of(record.value(), record.key()))
                        .groupByKey(3)
                        .mapValues(keys -> RecordPrograms.list(keys.iterator()).size())
                        .collectAsMap())
                .isEqualTo(Map.of(new Text("a"), 1, new Text("b"), 3, new Text("c"), 1));
        assertThat(records.values().distinct().sortBy(Text::toString, true, 2).collect())
                .containsExactly(new Text("a"), new Text("b"), new Text("c"));
    }

    @Test
    void settingsReachTheFormat() throws IOException {
        write("in.txt", "a;b;c\nd");
        assertThat(context.newAPIHadoopFile(
                                path("in.txt"),
                                org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
                                LongWritable.class,
                                Text.class,
                                Map.of("textinputformat.record.delimiter", ";"))
                        .values()
                        .map(Text::toString)
                        .collect())
                .containsExactly("a", "b", "c\nd");
        lines(1).mapToPair(line -> Pair.of(new Text(line), new IntWritable(1)))
                .saveAsNewAPIHadoopFile(
                        path("out"),
                        Text.class,
                        IntWritable.class,
                        org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat.class,
                        Map.of(
                                "mapreduce.output.fileoutputformat.compress",
                                "true",
                                "mapreduce.output.fileoutputformat.compress.type",
                                SequenceFile.CompressionType.BLOCK.name()));
        assertThat(Files.size(partFiles("out").get(0))).isLessThan(30_000);
    }

    @Test
    void anInputThatIsNotThereIsNamedWithTheUsersLine() {
        assertThatThrownBy(() -> context.textFile(path("missing")).count())
                .satisfies(Failures.code(ErrorCode.INPUT_NOT_FOUND))
                .hasMessageContaining(path("missing"));
    }

    @Test
    void anOutputThatExistsIsRefusedBeforeAnythingRuns() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        LongAccumulator ran = context.longAccumulator();
        assertThatThrownBy(() -> lines(2).map(line -> {
                            ran.add(1);
                            return line;
                        })
                        .repartition(2)
                        .saveAsTextFile(path("out")))
                .satisfies(Failures.code(ErrorCode.OUTPUT_EXISTS))
                .hasMessageContaining(path("out"));
        assertThat(ran.value()).isZero();
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void aFailedSaveLeavesNothingThatLooksFinished() throws IOException {
        assertThatThrownBy(() -> lines(4).map(line -> {
                            if (line.startsWith("line 2900")) {
                                throw new IllegalStateException("not this one");
                            }
                            return line;
                        })
                        .saveAsTextFile(path("out")))
                .satisfies(Failures.code(ErrorCode.USER_CODE_FAILED))
                .hasStackTraceContaining("not this one");
        assertThat(folder.resolve("out/_SUCCESS")).doesNotExist();
        assertThat(Files.exists(folder.resolve("out")) ? partFiles("out") : List.of())
                .isEmpty();
    }

    @Test
    void anAttemptThatIsRepeatedWritesItsPartOnce() {
        lines(3).mapPartitionsWithIndex((partition, records) -> {
                    List<String> all = RecordPrograms.list(records);
                    Failures.failOnFirstAttempt(partition == 1);
                    return all.iterator();
                })
                .saveAsTextFile(path("out"));
        assertThat(context.textFile(path("out")).collect()).isEqualTo(LINES);
    }
}
