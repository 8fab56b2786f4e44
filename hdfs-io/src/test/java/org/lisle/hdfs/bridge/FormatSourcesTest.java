package org.lisle.hdfs.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.MapWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.Pair;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.hdfs.BlocksFileSystem;
import org.lisle.hdfs.HadoopFileService;
import org.lisle.hdfs.TestFiles;

class FormatSourcesTest {
    @TempDir
    Path directory;

    private final HadoopFileService files = new HadoopFileService();

    @Test
    void oldFormatsGiveTheirRecordsAsNewObjects() throws IOException {
        TestFiles.write(directory.resolve("a.txt"), "one\ntwo\nthree\n");
        DataSource<Pair<LongWritable, Text>> source = files.mapredInput(
                directory.toString(),
                org.apache.hadoop.mapred.TextInputFormat.class,
                LongWritable.class,
                Text.class,
                Map.of());
        assertThat(TestFiles.readAll(source, 1)).isEqualTo(threeLines());
        assertThat(source.splits(5)).hasSizeGreaterThan(1);
        assertThat(TestFiles.readAll(source, 5)).isEqualTo(threeLines());
    }

    @Test
    void newFormatsGiveTheirRecordsAsNewObjects() throws IOException {
        TestFiles.write(directory.resolve("a.txt"), "one\ntwo\nthree\n");
        DataSource<Pair<LongWritable, Text>> source = files.mapreduceInput(
                directory.toString(),
                org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
                LongWritable.class,
                Text.class,
                Map.of("mapreduce.input.fileinputformat.split.maxsize", "5"));
        assertThat(source.splits(1)).hasSize(3);
        assertThat(TestFiles.readAll(source, 1)).isEqualTo(threeLines());
    }

    @Test
    void theUsersSettingsReachTheFormat() throws IOException {
        TestFiles.write(directory.resolve("a.txt"), "k1;v1\nk2;v2\n");
        Map<String, String> settings = Map.of("mapreduce.input.keyvaluelinerecordreader.key.value.separator", ";");
        List<Pair<Text, Text>> expected =
                List.of(Pair.of(new Text("k1"), new Text("v1")), Pair.of(new Text("k2"), new Text("v2")));
        assertThat(TestFiles.readAll(
                        files.mapredInput(
                                directory.toString(),
                                org.apache.hadoop.mapred.KeyValueTextInputFormat.class,
                                Text.class,
                                Text.class,
                                settings),
                        1))
                .isEqualTo(expected);
        assertThat(TestFiles.readAll(
                        files.mapreduceInput(
                                directory.toString(),
                                org.apache.hadoop.mapreduce.lib.input.KeyValueTextInputFormat.class,
                                Text.class,
                                Text.class,
                                settings),
                        1))
                .isEqualTo(expected);
    }

    @Test
    void hostsComeFromTheFormatsSplits() throws IOException {
        TestFiles.write(directory.resolve("file0"), "0123456789".repeat(2));
        DataSource<Pair<LongWritable, Text>> source = files.mapreduceInput(
                "blocks://" + directory,
                org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
                LongWritable.class,
                Text.class,
                BlocksFileSystem.SETTINGS);
        assertThat(source.splits(1).stream().map(org.lisle.core.io.InputSplit::hosts))
                .containsExactly(List.of("node0", "node1"), List.of("node1", "node2"));
        assertThat(source.splits(1).get(1).length()).isEqualTo(10);
    }

    @Test
    void aFormatWithoutPathsIsReadByItsSettings() throws IOException {
        DataSource<Pair<NullWritable, MapWritable>> source = files.mapreduceInput(
                null, CountingFormat.class, NullWritable.class, MapWritable.class, Map.of(CountingFormat.SPLITS, "3"));
        List<Pair<NullWritable, MapWritable>> records = TestFiles.readAll(source, 1);
        List<String> values = new ArrayList<>();
        for (Pair<NullWritable, MapWritable> record : records) {
            values.add(String.valueOf(record.value().get(new Text("n"))));
        }
        assertThat(values).containsExactly("0", "1", "10", "11", "20", "21");
        assertThat(source.description()).isEqualTo("CountingFormat");
    }

    @Test
    void aClassThatIsNoFormatIsRefusedByName() {
        assertInvalid(
                () -> files.mapredInput("x", CountingFormat.class, Text.class, Text.class, Map.of()),
                CountingFormat.class.getName());
        assertInvalid(
                () -> files.mapreduceInput(
                        "x", org.apache.hadoop.mapred.TextInputFormat.class, Text.class, Text.class, Map.of()),
                "hadoopFile");
        assertInvalid(
                () -> files.mapredOutput(
                        "x", Text.class, Text.class, String.class, null, SaveMode.ERROR_IF_EXISTS, Map.of()),
                "java.lang.String");
        assertInvalid(
                () -> files.mapreduceOutput(
                        "x", Text.class, Text.class, String.class, SaveMode.ERROR_IF_EXISTS, Map.of()),
                "java.lang.String");
        assertInvalid(
                () -> files.textOutput("x", String.class, SaveOptions.defaults(), Map.of())
                        .checkOutput(),
                "java.lang.String");
    }

    @Test
    void recordsOfAnotherClassThanNamedAreRefused() throws IOException {
        TestFiles.write(directory.resolve("a.txt"), "one\n");
        DataSource<Pair<Text, Text>> source = files.mapredInput(
                directory.toString(), org.apache.hadoop.mapred.TextInputFormat.class, Text.class, Text.class, Map.of());
        assertInvalid(() -> TestFiles.readAll(source, 1), "LongWritable");
    }

    @Test
    void anInputThatIsNotThereIsNamed() {
        for (DataSource<?> source : List.of(
                files.mapredInput(
                        directory + "/no",
                        org.apache.hadoop.mapred.TextInputFormat.class,
                        LongWritable.class,
                        Text.class,
                        Map.of()),
                files.mapreduceInput(
                        directory + "/no",
                        org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
                        LongWritable.class,
                        Text.class,
                        Map.of()))) {
            assertThatThrownBy(() -> source.splits(1))
                    .hasMessageContaining(directory + "/no")
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_NOT_FOUND));
        }
    }

    @Test
    void copiesShareNothingWithWhatTheReaderFillsAgain() throws IOException {
        RecordCopier copier = new RecordCopier(new Configuration());
        MapWritable original = new MapWritable();
        original.put(new Text("a"), new LongWritable(1));
        MapWritable copy = (MapWritable) copier.copy(original);
        original.clear();
        assertThat(copy).hasSize(1);
        assertThat(copier.copy(null)).isNull();
        assertThat(copier.copy("immutable")).isEqualTo("immutable");
        Object unknown = new Object();
        assertThat(copier.copy(unknown)).isSameAs(unknown);
    }

    private static List<Pair<LongWritable, Text>> threeLines() {
        return List.of(
                Pair.of(new LongWritable(0), new Text("one")),
                Pair.of(new LongWritable(4), new Text("two")),
                Pair.of(new LongWritable(8), new Text("three")));
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String named) {
        assertThatThrownBy(work)
                .hasMessageContaining(named)
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    /** As many splits as a setting says, each with two records that the reader fills again. */
    public static final class CountingFormat extends InputFormat<NullWritable, MapWritable> {
        static final String SPLITS = "counting.splits";

        @Override
        public List<InputSplit> getSplits(JobContext context) {
            List<InputSplit> splits = new ArrayList<>();
            for (int i = 0; i < context.getConfiguration().getInt(SPLITS, 0); i++) {
                splits.add(new CountingSplit(i * 10));
            }
            return splits;
        }

        @Override
        public RecordReader<NullWritable, MapWritable> createRecordReader(
                InputSplit split, TaskAttemptContext context) {
            return new CountingReader();
        }
    }

    /** A split that is a Writable of its own. */
    public static final class CountingSplit extends InputSplit implements Writable {
        private int first;

        public CountingSplit() {}

        CountingSplit(int first) {
            this.first = first;
        }

        @Override
        public long getLength() {
            return 2;
        }

        @Override
        public String[] getLocations() {
            return new String[0];
        }

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeInt(first);
        }

        @Override
        public void readFields(DataInput in) throws IOException {
            first = in.readInt();
        }
    }

    private static final class CountingReader extends RecordReader<NullWritable, MapWritable> {
        private final MapWritable value = new MapWritable();
        private int next;
        private int end;

        @Override
        public void initialize(InputSplit split, TaskAttemptContext context) {
            next = ((CountingSplit) split).first;
            end = next + 2;
            context.getCounter("counting", "splits").increment(1);
        }

        @Override
        public boolean nextKeyValue() {
            if (next == end) {
                return false;
            }
            value.put(new Text("n"), new LongWritable(next++));
            return true;
        }

        @Override
        public NullWritable getCurrentKey() {
            return NullWritable.get();
        }

        @Override
        public MapWritable getCurrentValue() {
            return value;
        }

        @Override
        public float getProgress() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
