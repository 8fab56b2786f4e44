package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lisle.programs.PlainJava.bag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.PartitionFilter;
import org.lisle.api.Rdd;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.hdfs.commit.TextOutput;
import org.lisle.hdfs.text.TextSource;

/** Each form of what reads and writes files gives what its longest form gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileFormsTest {
    private static final List<String> LINES =
            IntStream.range(0, 40).mapToObj(n -> "line " + n).toList();
    private static final Class<?> OLD_TEXT_IN = org.apache.hadoop.mapred.TextInputFormat.class;
    private static final Class<?> NEW_TEXT_IN = org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class;
    private static final Class<?> OLD_TEXT_OUT = org.apache.hadoop.mapred.TextOutputFormat.class;
    private static final Class<?> NEW_TEXT_OUT = org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private LisleContext context;

    @BeforeAll
    void open() {
        context = LisleContext.builder()
                .appName("forms of files")
                .master("local[2]")
                .build();
    }

    @AfterAll
    void close() {
        context.close();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private Rdd<String> lines() {
        return context.parallelize(LINES, 2);
    }

    @Test
    void textIsReadInEveryForm() throws IOException {
        Files.write(folder.resolve("in.txt"), LINES);
        assertThat(context.textFile(at("in.txt")).collect()).isEqualTo(LINES);
        Rdd<String> cut = context.textFile(at("in.txt"), 5);
        assertThat(cut.getNumPartitions()).isGreaterThanOrEqualTo(5);
        assertThat(cut.collect()).isEqualTo(LINES);
        assertThat(context.read(new TextSource(at("in.txt"), Map.of()), 2).collect())
                .isEqualTo(LINES);
        String whole = String.join("\n", LINES) + "\n";
        assertThat(context.wholeTextFiles(at("in.txt")).values().collect()).containsExactly(whole);
        assertThat(context.wholeTextFiles(at("in.txt"), 3).values().collect()).containsExactly(whole);
        assertThat(context.binaryFiles(at("in.txt"), 3)
                        .map(file -> file.value().toArray().length)
                        .collect())
                .containsExactly(whole.length());
        Files.createDirectories(folder.resolve("days/day=1"));
        Files.write(folder.resolve("days/day=1/a.txt"), List.of("x"));
        assertThat(context.partitionedTextFile(at("days"), PartitionFilter.all())
                        .mapToPair(line -> Pair.of(line.value(), line.key().getInt("day")))
                        .collect())
                .containsExactly(Pair.of("x", 1));
        assertThat(context.defaultMinPartitions()).isEqualTo(2);
    }

    @Test
    void aPlaceThatIsMountedIsReadAndWrittenAsAnyOther() throws IOException {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        context.hadoopConfiguration()
                .set("fs.viewfs.mounttable.forms.link./data", mounted.toUri().toString());
        for (SaveMode mode : List.of(SaveMode.ERROR_IF_EXISTS, SaveMode.OVERWRITE)) {
            lines().saveAsTextFile("viewfs://forms/data/out", SaveOptions.of(mode));
            assertThat(context.textFile("viewfs://forms/data/out").collect()).isEqualTo(LINES);
        }
        assertThat(context.textFile(mounted.resolve("out").toString()).collect())
                .isEqualTo(LINES);
        lines().saveAsObjectFile("viewfs://forms/data/objects");
        assertThat(bag(context.<String>objectFile("viewfs://forms/data/objects").collect()))
                .isEqualTo(bag(LINES));
    }

    @Test
    void filesAreCutIntoWholeRecordsOfOneLength() throws IOException {
        Files.write(folder.resolve("records.bin"), new byte[10]);
        assertThat(context.binaryRecords(at("records.bin"), 5).collect()).hasSize(2);
        assertThatThrownBy(() -> context.binaryRecords(at("records.bin"), 4).collect())
                .hasMessageContaining("records.bin");
    }

    @Test
    void textIsWrittenInEveryForm() throws IOException {
        lines().saveAsTextFile(at("plain"));
        lines().saveAsTextFile(at("zipped"), GzipCodec.class);
        lines().saveAsTextFile(at("plain"), SaveOptions.of(SaveMode.OVERWRITE));
        lines().saveAsTextFile(at("zipped"), GzipCodec.class, SaveOptions.of(SaveMode.OVERWRITE));
        lines().write(TextOutput.sink(at("by-sink"), null, SaveOptions.defaults(), Map.of()));
        for (String name : List.of("plain", "zipped", "by-sink")) {
            assertThat(context.textFile(at(name)).collect()).as(name).isEqualTo(LINES);
        }
        try (Stream<Path> files = Files.list(folder.resolve("zipped"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("part-")))
                    .hasSize(2)
                    .allMatch(name -> name.endsWith(".gz"));
        }
        assertThatThrownBy(() -> lines().saveAsTextFile(at("plain"))).satisfies(Failures.code(ErrorCode.OUTPUT_EXISTS));
    }

    @Test
    void hadoopsFormatsAreWrittenInEveryForm() {
        PairRdd<Text, IntWritable> pairs =
                lines().mapToPair(line -> Pair.of(new Text(line), new IntWritable(line.length())));
        Map<String, String> comma =
                Map.of("mapreduce.output.textoutputformat.separator", ",", "mapred.textoutputformat.separator", ",");
        Configuration commaToo = new Configuration(false);
        comma.forEach(commaToo::set);
        pairs.saveAsHadoopFile(at("old1"), Text.class, IntWritable.class, OLD_TEXT_OUT);
        pairs.saveAsHadoopFile(at("old2"), Text.class, IntWritable.class, OLD_TEXT_OUT, GzipCodec.class);
        pairs.saveAsHadoopFile(at("old1"), Text.class, IntWritable.class, OLD_TEXT_OUT, SaveMode.OVERWRITE);
        pairs.saveAsHadoopFile(at("old3"), Text.class, IntWritable.class, OLD_TEXT_OUT, comma);
        pairs.saveAsHadoopFile(at("old4"), Text.class, IntWritable.class, OLD_TEXT_OUT, commaToo);
        pairs.saveAsNewAPIHadoopFile(at("new1"), Text.class, IntWritable.class, NEW_TEXT_OUT);
        pairs.saveAsNewAPIHadoopFile(at("new1"), Text.class, IntWritable.class, NEW_TEXT_OUT, SaveMode.OVERWRITE);
        pairs.saveAsNewAPIHadoopFile(at("new3"), Text.class, IntWritable.class, NEW_TEXT_OUT, comma);
        pairs.saveAsNewAPIHadoopFile(at("new4"), Text.class, IntWritable.class, NEW_TEXT_OUT, commaToo);
        List<String> tabs =
                LINES.stream().map(line -> line + "\t" + line.length()).toList();
        List<String> commas =
                LINES.stream().map(line -> line + "," + line.length()).toList();
        for (String name : List.of("old1", "old2", "new1")) {
            assertThat(context.textFile(at(name)).collect()).as(name).isEqualTo(tabs);
        }
        for (String name : List.of("old3", "old4", "new3", "new4")) {
            assertThat(context.textFile(at(name)).collect()).as(name).isEqualTo(commas);
        }
    }

    @Test
    void hadoopsFormatsAreReadInEveryForm() throws IOException {
        Files.write(folder.resolve("hadoop.txt"), LINES);
        String path = at("hadoop.txt");
        JobConf old = new JobConf(false);
        FileInputFormat.setInputPaths(old, path);
        Configuration fresh = new Configuration(false);
        fresh.set(org.apache.hadoop.mapreduce.lib.input.FileInputFormat.INPUT_DIR, path);
        for (PairRdd<LongWritable, Text> read : List.of(
                context.hadoopFile(path, OLD_TEXT_IN, LongWritable.class, Text.class),
                context.hadoopFile(path, OLD_TEXT_IN, LongWritable.class, Text.class, 4),
                context.hadoopRDD(old, OLD_TEXT_IN, LongWritable.class, Text.class),
                context.hadoopRDD(old, OLD_TEXT_IN, LongWritable.class, Text.class, 4),
                context.newAPIHadoopFile(path, NEW_TEXT_IN, LongWritable.class, Text.class),
                context.newAPIHadoopFile(path, NEW_TEXT_IN, LongWritable.class, Text.class, Map.of()),
                context.newAPIHadoopFile(path, NEW_TEXT_IN, LongWritable.class, Text.class, fresh),
                context.newAPIHadoopRDD(fresh, NEW_TEXT_IN, LongWritable.class, Text.class))) {
            assertThat(read.values().map(Text::toString).collect()).isEqualTo(LINES);
        }
    }

    @Test
    void sequenceAndObjectFilesAreReadInEveryForm() {
        PairRdd<IntWritable, Text> pairs =
                lines().mapToPair(line -> Pair.of(new IntWritable(line.length()), new Text(line)));
        pairs.saveAsHadoopFile(
                at("sequence"), IntWritable.class, Text.class, org.apache.hadoop.mapred.SequenceFileOutputFormat.class);
        for (PairRdd<IntWritable, Text> read : List.of(
                context.sequenceFile(at("sequence"), IntWritable.class, Text.class),
                context.sequenceFile(at("sequence"), IntWritable.class, Text.class, 4))) {
            assertThat(read.values().map(Text::toString).collect()).isEqualTo(LINES);
        }
        lines().saveAsObjectFile(at("objects"));
        assertThat(bag(context.<String>objectFile(at("objects")).collect())).isEqualTo(bag(LINES));
        assertThat(bag(context.<String>objectFile(at("objects"), 4).collect())).isEqualTo(bag(LINES));
    }
}
