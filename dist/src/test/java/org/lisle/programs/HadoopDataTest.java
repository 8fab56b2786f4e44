package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.SequenceFileInputFormat;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.hadoop.mapred.TextInputFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.api.StorageLevel;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Datasets of Hadoop's formats, object files and checkpoints, on the local file system. */
@SuppressWarnings("NullAway") // null is a record like any other
class HadoopDataTest {
    @TempDir
    Path folder;

    private LisleContext context;

    @BeforeEach
    void open() {
        context =
                LisleContext.builder().appName("hadoop data").master("local[2]").build();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    record Person(String name, List<Integer> years) {}

    @Test
    void objectFilesGiveBackWhatWasSaved() {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            people.add(i == 7 ? null : new Person("p" + i, List.of(i, i + 1)));
        }
        context.parallelize(people, 3).saveAsObjectFile(at("people"));
        assertThat(context.<Person>objectFile(at("people")).collect()).containsExactlyInAnyOrderElementsOf(people);
        assertThat(context.<Person>objectFile(at("people"), 5).count()).isEqualTo(200);
        assertThatThrownBy(() -> context.parallelize(people).saveAsObjectFile(at("people")))
                .satisfies(
                        failure -> assertThat(((LisleException) failure).code()).isEqualTo(ErrorCode.OUTPUT_EXISTS));
        context.parallelize(List.of(), 2).saveAsObjectFile(at("nobody"));
        assertThat(context.objectFile(at("nobody")).isEmpty()).isTrue();
    }

    @Test
    void objectFilesAreSequenceFilesOfHadoopsOwn() throws Exception {
        context.parallelize(List.of("a", "b", "c"), 1).saveAsObjectFile(at("letters"));
        org.apache.hadoop.fs.Path copy = new org.apache.hadoop.fs.Path(folder.toUri() + "copy/part-00000");
        Configuration conf = new Configuration();
        try (SequenceFile.Reader reader = new SequenceFile.Reader(
                        conf,
                        SequenceFile.Reader.file(
                                new org.apache.hadoop.fs.Path(folder.toUri() + "letters/part-00000")));
                SequenceFile.Writer writer = objectFile(conf, copy)) {
            assertThat(reader.getKeyClass()).isEqualTo(NullWritable.class);
            assertThat(reader.getValueClass()).isEqualTo(BytesWritable.class);
            BytesWritable batch = new BytesWritable();
            while (reader.next(NullWritable.get(), batch)) {
                writer.append(NullWritable.get(), batch);
                writer.append(NullWritable.get(), batch);
            }
        }
        assertThat(context.<String>objectFile(at("copy")).collect()).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void aDamagedObjectFileIsNamedWithTheOffset() throws Exception {
        Configuration conf = new Configuration();
        try (SequenceFile.Writer writer =
                objectFile(conf, new org.apache.hadoop.fs.Path(folder.toUri() + "damaged/part-00000"))) {
            writer.append(NullWritable.get(), new BytesWritable(new byte[] {77, 66, 55}));
        }
        context.parallelize(List.of("a", "b", "c"), 1).saveAsObjectFile(at("short"));
        Path file = folder.resolve("short/part-00000");
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 2));
        Files.delete(folder.resolve("short/.part-00000.crc"));
        for (String name : List.of("damaged", "short")) {
            assertThatThrownBy(() -> context.objectFile(at(name)).count())
                    .hasMessageContaining(at(name) + "/part-00000")
                    .hasMessageMatching("(?s).*byte \\d+.*")
                    .satisfies(failure ->
                            assertThat(((LisleException) failure).code()).isEqualTo(ErrorCode.INPUT_CORRUPT));
        }
    }

    private static SequenceFile.Writer objectFile(Configuration conf, org.apache.hadoop.fs.Path file)
            throws java.io.IOException {
        return SequenceFile.createWriter(
                conf,
                SequenceFile.Writer.file(file),
                SequenceFile.Writer.keyClass(NullWritable.class),
                SequenceFile.Writer.valueClass(BytesWritable.class));
    }

    @Test
    void datasetsGoByTheSettingsAlone() {
        JobConf out = new JobConf();
        out.setOutputFormat(SequenceFileOutputFormat.class);
        out.setOutputKeyClass(IntWritable.class);
        out.setOutputValueClass(Text.class);
        FileOutputFormat.setOutputPath(out, new org.apache.hadoop.fs.Path(folder.toUri() + "sequence"));
        PairRdd<IntWritable, Text> pairs =
                context.parallelize(List.of(1, 2, 3), 2).mapToPair(n -> Pair.of(new IntWritable(n), new Text("v" + n)));
        pairs.saveAsHadoopDataset(out);

        PairRdd<Integer, String> read = context.sequenceFile(at("sequence"), IntWritable.class, Text.class)
                .mapToPair(pair -> Pair.of(pair.key().get(), pair.value().toString()));
        assertThat(read.collectAsMap())
                .containsOnly(java.util.Map.entry(1, "v1"), java.util.Map.entry(2, "v2"), java.util.Map.entry(3, "v3"));

        JobConf in = new JobConf();
        FileInputFormat.setInputPaths(in, at("sequence"));
        assertThat(context.hadoopRDD(in, SequenceFileInputFormat.class, IntWritable.class, Text.class)
                        .mapToDouble(pair -> pair.key().get())
                        .sum())
                .isEqualTo(6.0);
        assertThatThrownBy(() -> pairs.saveAsHadoopDataset(new JobConf(false)))
                .hasMessageContaining("no output format");
    }

    @Test
    void theNewApiGoesByTheSettingsAlone() throws Exception {
        var job = org.apache.hadoop.mapreduce.Job.getInstance(new Configuration());
        job.setOutputFormatClass(org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class);
        org.apache.hadoop.mapreduce.lib.output.FileOutputFormat.setOutputPath(
                job, new org.apache.hadoop.fs.Path(folder.toUri() + "text"));
        context.parallelizePairs(List.of(Pair.of("a", 1), Pair.of("b", 2)), 1)
                .saveAsNewAPIHadoopDataset(job.getConfiguration());
        Configuration in = new Configuration();
        in.set(org.apache.hadoop.mapreduce.lib.input.FileInputFormat.INPUT_DIR, at("text"));
        assertThat(context.newAPIHadoopRDD(
                                in,
                                org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
                                LongWritable.class,
                                Text.class)
                        .values()
                        .map(Text::toString)
                        .collect())
                .containsExactly("a\t1", "b\t2");
    }

    @Test
    void functionsSeeTheirSplit() throws Exception {
        Files.writeString(folder.resolve("one.txt"), "x\ny\n");
        Files.writeString(folder.resolve("two.txt"), "z\n");
        Rdd<String> named = context.hadoopFile(at("*.txt"), TextInputFormat.class, LongWritable.class, Text.class, 1)
                .mapPartitionsWithInputSplit(
                        (FileSplit split, Iterator<Pair<LongWritable, Text>> pairs) -> {
                            List<String> lines = new ArrayList<>();
                            pairs.forEachRemaining(
                                    pair -> lines.add(split.getPath().getName() + ":" + pair.value()));
                            return lines.iterator();
                        },
                        false);
        assertThat(named.collect()).containsExactlyInAnyOrder("one.txt:x", "one.txt:y", "two.txt:z");
    }

    @Test
    void binaryFilesAreReadWhenTheyAreOpened() throws Exception {
        Files.write(folder.resolve("a.bin"), new byte[] {1, 2, 3, 4});
        Files.write(folder.resolve("b.bin"), new byte[] {5, 6});
        assertThat(context.binaryFiles(at("*.bin"))
                        .mapToPair(pair -> {
                            try (DataInputStream in = pair.value().open()) {
                                return Pair.of(
                                        pair.key().substring(pair.key().lastIndexOf('/') + 1),
                                        in.readByte() * 100 + pair.value().toArray().length);
                            }
                        })
                        .collectAsMap())
                .containsOnly(java.util.Map.entry("a.bin", 104), java.util.Map.entry("b.bin", 502));
        assertThat(context.binaryRecords(at("*.bin"), 2)
                        .map(bytes -> bytes[0] + bytes[1])
                        .collect())
                .containsExactlyInAnyOrder(3, 7, 11);
    }

    @Test
    void aCheckpointForgetsWhatItWasMadeOf() {
        assertThatThrownBy(() -> context.parallelize(List.of(1)).checkpoint()).hasMessageContaining("setCheckpointDir");
        context.setCheckpointDir(at("checkpoints"));
        var computed = context.longAccumulator();
        Rdd<Integer> numbers = context.parallelize(List.of(3, 1, 2, 2), 3)
                .distinct()
                .map(n -> {
                    computed.add(1);
                    return n * 10;
                });
        numbers.checkpoint();
        assertThat(numbers.isCheckpointed()).isFalse();
        Rdd<Integer> more = numbers.map(n -> n + 1);
        assertThat(more.reduce(Integer::sum)).isEqualTo(63);
        assertThat(numbers.isCheckpointed()).isTrue();
        long before = computed.value();
        assertThat(before).isEqualTo(6);
        assertThat(numbers.collect()).containsExactlyInAnyOrder(10, 20, 30);
        assertThat(more.filter(n -> n > 15).count()).isEqualTo(2);
        assertThat(computed.value()).isEqualTo(before);
        assertThat(numbers.getNumPartitions()).isEqualTo(3);
        assertThat(numbers.explain()).doesNotContain("CombineByKey");
        assertThat(context.<Integer>checkpointFile(numbers.getCheckpointFile().orElseThrow())
                        .collect())
                .isEqualTo(numbers.collect());
    }

    @Test
    void aLocalCheckpointIsTheExecutors() {
        var computed = context.longAccumulator();
        Rdd<Integer> numbers = context.parallelize(List.of(1, 2, 3), 2)
                .map(n -> {
                    computed.add(1);
                    return n;
                })
                .localCheckpoint();
        assertThat(numbers.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_AND_DISK);
        assertThat(numbers.count()).isEqualTo(3);
        assertThat(numbers.collect()).containsExactly(1, 2, 3);
        assertThat(computed.value()).isEqualTo(3);
        assertThat(numbers.isCheckpointed()).isTrue();
        numbers.unpersist();
        assertThatThrownBy(numbers::collect).hasMessageContaining("local checkpoint");
    }
}
