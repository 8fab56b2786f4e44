package org.lisle.hdfs.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.apache.hadoop.mapred.SequenceFileInputFormat;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.Pair;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSink.JobToken;
import org.lisle.core.io.DataSink.TaskToken;
import org.lisle.core.io.DataSink.TaskWriter;
import org.lisle.hdfs.HadoopFileService;
import org.lisle.hdfs.TestFiles;

class CommittedSinkTest {
    private static final JobToken JOB = new JobToken(1_700_000_000_000L, 12, 3, 1);

    @TempDir
    Path directory;

    private final HadoopFileService files = new HadoopFileService();
    private Path out;
    private long nextTaskId = 100;

    @BeforeEach
    void place() {
        out = directory.resolve("out");
    }

    @Test
    void nothingIsSeenBeforeTheJobIsCommitted() throws IOException {
        DataSink<Object> sink = text();
        sink.checkOutput();
        sink.setupJob(JOB);
        byte[] zero = writeAndCommit(sink, 0, "a", "b");
        byte[] one = writeAndCommit(sink, 1, "c");
        assertThat(out).doesNotExist();
        sink.commitJob(JOB, List.of(zero, one));
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-00000", "part-00001");
        assertThat(out.resolve("part-00000")).hasContent("a\nb\n");
        assertThat(out.resolve("part-00001")).hasContent("c\n");
    }

    @Test
    void ofTwoAttemptsOnlyTheCommittedOneCounts() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        TaskWriter<Object> loser = open(sink, 0);
        TaskWriter<Object> winner = open(sink, 0);
        loser.write("lost");
        winner.write("won");
        loser.finish();
        winner.finish();
        winner.commit();
        winner.close();
        loser.abort();
        loser.close();
        sink.commitJob(JOB, List.of(new byte[0]));
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-00000");
        assertThat(out.resolve("part-00000")).hasContent("won\n");
    }

    @Test
    void anAttemptAllowedAfterACommittedOneWasLostReplacesIt() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        writeAndCommit(sink, 0, "first");
        writeAndCommit(sink, 0, "second");
        sink.commitJob(JOB, List.of(new byte[0]));
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-00000");
        assertThat(out.resolve("part-00000")).hasContent("second\n");
    }

    @Test
    void anAttemptThatDiesAfterFinishingCountsForNothing() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        TaskWriter<Object> dead = open(sink, 1);
        dead.write("dead");
        dead.finish();
        writeAndCommit(sink, 0, "alive");
        sink.commitJob(JOB, List.of(new byte[0]));
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-00000");
    }

    @Test
    void closingWithoutACommitAborts() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        try (TaskWriter<Object> writer = open(sink, 0)) {
            writer.write("x");
        }
        assertThat(TestFiles.visible(out)).isEmpty();
    }

    @Test
    void anAttemptOfADriverThatDiedCannotChangeTheOutputOfItsSuccessor() throws IOException {
        DataSink<Object> sink = text();
        JobToken successor = new JobToken(JOB.applicationTime(), JOB.applicationNumber(), JOB.jobId(), 2);
        sink.setupJob(JOB);
        TaskWriter<Object> zombie = open(sink, 0);
        zombie.write("zombie");
        zombie.finish();
        sink.setupJob(successor);
        try (TaskWriter<Object> writer = sink.openTask(successor, new TaskToken(1, 0, 0, nextTaskId++))) {
            writer.write("successor");
            writer.finish();
            writer.commit();
        }
        zombie.commit();
        sink.commitJob(successor, List.of(new byte[0]));
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-00000");
        assertThat(out.resolve("part-00000")).hasContent("successor\n");
    }

    @Test
    void anAttemptThatComesAfterTheJobsEndChangesNothingAndLeavesNothing() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        byte[] committed = writeAndCommit(sink, 0, "whole");
        sink.commitJob(JOB, List.of(committed));

        TaskWriter<Object> late = open(sink, 0);
        late.write("late");
        assertThat(directory.resolve(".lisle-out"))
                .as("its file lies in the job's staging directory")
                .exists();

        assertThat(sink.remains(JOB)).isEqualTo(DataSink.Remains.VISIBLE);
        late.abort();
        assertThat(directory.resolve(".lisle-out")).doesNotExist();
        assertThat(out.resolve("part-00000")).hasContent("whole\n");
    }

    @Test
    void anAttemptThatComesAfterTheJobsEndDoesNotKeepTheOutputFromBeingFinishedOrRemoved() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        byte[] committed = writeAndCommit(sink, 0, "whole");
        sink.commitJob(JOB, List.of(committed));
        open(sink, 0).write("late");

        sink.finishCommit(JOB, List.of(committed));
        assertThat(directory.resolve(".lisle-out")).doesNotExist();
        assertThat(out.resolve("part-00000")).hasContent("whole\n");

        open(sink, 0).write("late");
        sink.removeOutput(JOB);
        assertThat(out).doesNotExist();
        assertThat(directory.resolve(".lisle-out")).doesNotExist();
    }

    @Test
    void abortingTheJobLeavesThePlaceAsItWas() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        writeAndCommit(sink, 0, "a");
        TaskWriter<Object> running = open(sink, 1);
        running.write("b");
        sink.abortJob(JOB);
        assertThat(out).doesNotExist();
        sink.abortJob(JOB);
        sink.checkOutput();
    }

    @Test
    void committingTheJobAgainAfterACrashDoesNoHarm() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        byte[] commit = writeAndCommit(sink, 0, "a");
        sink.commitJob(JOB, List.of(commit));
        sink.finishCommit(JOB, List.of(commit));
        assertThat(out.resolve("part-00000")).hasContent("a\n");
    }

    @Test
    void committingWhatWasNeverSetUpFails() {
        assertThatThrownBy(() -> text().commitJob(JOB, List.of()))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_FAILED));
    }

    @Test
    void anOutputThatExistsIsRefusedByName() throws IOException {
        Files.createDirectories(out);
        DataSink<Pair<Object, Object>> old = files.mapredOutput(
                out.toString(),
                Text.class,
                Text.class,
                org.apache.hadoop.mapred.TextOutputFormat.class,
                null,
                SaveMode.ERROR_IF_EXISTS,
                Map.of());
        DataSink<Pair<Object, Object>> fresh = files.mapreduceOutput(
                out.toString(),
                Text.class,
                Text.class,
                org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class,
                SaveMode.ERROR_IF_EXISTS,
                Map.of());
        for (DataSink<?> sink : List.of(text(), old, fresh)) {
            assertThatThrownBy(sink::checkOutput)
                    .hasMessageContaining(out.toString())
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT_EXISTS));
        }
    }

    @Test
    void whatAnotherProgramLeftUnfinishedIsCalledThat() throws IOException {
        Files.createDirectories(out.resolve("_temporary/0"));
        assertThatThrownBy(text()::checkOutput).hasMessageContaining("did not end");
    }

    @Test
    void compressedTextHasItsEndingAndIsReadBack() throws IOException {
        for (Class<?> codec : List.of(GzipCodec.class, ZStandardCodec.class)) {
            Path place = directory.resolve(codec.getSimpleName());
            DataSink<Object> sink = files.textOutput(place.toString(), codec, SaveOptions.defaults(), Map.of());
            sink.checkOutput();
            sink.setupJob(JOB);
            sink.commitJob(JOB, List.of(writeAndCommit(sink, 0, "a", "b")));
            String ending = codec == GzipCodec.class ? "gz" : "zst";
            assertThat(TestFiles.visible(place)).containsExactly("_SUCCESS", "part-00000." + ending);
            assertThat(TestFiles.readAll(files.text(place.toString(), Map.of()), 1))
                    .containsExactly("a", "b");
        }
    }

    @Test
    void longLinesGoAroundTheBuffer() throws IOException {
        DataSink<Object> sink = text();
        sink.setupJob(JOB);
        String[] lines = {"x".repeat(131_071), "y".repeat(131_072), "z".repeat(300_000), "", "ü".repeat(70_000), "end"};
        TaskWriter<Object> writer = open(sink, 0);
        for (String line : lines) {
            writer.write(line);
        }
        writer.finish();
        long size = writer.bytesWritten();
        writer.commit();
        sink.commitJob(JOB, List.of(new byte[0]));
        assertThat(Files.readString(out.resolve("part-00000"))).isEqualTo(String.join("\n", lines) + "\n");
        assertThat(size).isEqualTo(Files.size(out.resolve("part-00000")));
    }

    @Test
    void oldFormatsWriteKeyTabValueIntoFilesWithTheirNames() throws IOException {
        DataSink<Pair<Object, Object>> sink = files.mapredOutput(
                out.toString(),
                Text.class,
                IntWritable.class,
                org.apache.hadoop.mapred.TextOutputFormat.class,
                GzipCodec.class,
                SaveMode.ERROR_IF_EXISTS,
                Map.of());
        sink.checkOutput();
        sink.setupJob(JOB);
        writePairAndCommit(sink, new Text("a"), new IntWritable(1));
        assertThat(out).doesNotExist();
        sink.commitJob(JOB, List.of(new byte[0]));
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-00000.gz");
        assertThat(TestFiles.readAll(files.text(out.toString(), Map.of()), 1)).containsExactly("a\t1");
    }

    @Test
    void newFormatsWriteIntoFilesWithTheirNames() throws IOException {
        DataSink<Pair<Object, Object>> sink = files.mapreduceOutput(
                out.toString(),
                Text.class,
                IntWritable.class,
                org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class,
                SaveMode.ERROR_IF_EXISTS,
                Map.of());
        sink.checkOutput();
        sink.setupJob(JOB);
        writePairAndCommit(sink, new Text("a"), new IntWritable(1));
        assertThat(out).doesNotExist();
        sink.commitJob(JOB, List.of(new byte[0]));
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-r-00000");
        assertThat(out.resolve("part-r-00000")).hasContent("a\t1\n");
    }

    @Test
    void theCommitterThatTheClusterChoosesForAFileSystemIsUsed() throws IOException {
        Map<String, String> manifest = Map.of(
                "mapreduce.outputcommitter.factory.scheme.file",
                "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory");
        List<DataSink<Pair<Object, Object>>> sinks = List.of(
                files.mapredOutput(
                        out + "-old",
                        Text.class,
                        IntWritable.class,
                        org.apache.hadoop.mapred.TextOutputFormat.class,
                        null,
                        SaveMode.ERROR_IF_EXISTS,
                        manifest),
                files.mapreduceOutput(
                        out + "-new",
                        Text.class,
                        IntWritable.class,
                        org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class,
                        SaveMode.ERROR_IF_EXISTS,
                        manifest));
        for (DataSink<Pair<Object, Object>> sink : sinks) {
            sink.setupJob(JOB);
            writePairAndCommit(sink, new Text("a"), new IntWritable(1));
            sink.commitJob(JOB, List.of(new byte[0]));
        }
        DataSink<Object> text = files.textOutput(out.toString(), null, SaveOptions.defaults(), manifest);
        text.setupJob(JOB);
        text.commitJob(JOB, List.of(writeAndCommit(text, 0, "a\t1")));

        assertThat(out.resolve("part-00000")).hasContent("a\t1");
        assertThat(Path.of(out + "-old").resolve("part-00000")).hasContent("a\t1");
        assertThat(Path.of(out + "-new").resolve("part-r-00000")).hasContent("a\t1");
        for (String place : List.of(out.toString(), out + "-old", out + "-new")) {
            assertThat(Path.of(place).resolve("_SUCCESS"))
                    .content()
                    .as("only the manifest committer writes a summary into the mark")
                    .contains("\"committer\"");
        }
    }

    @Test
    void aSinkThatTravelledToAnExecutorWritesWhereTheDriverCommits() throws Exception {
        DataSink<Object> driver = files.textOutput(out.toString(), GzipCodec.class, SaveOptions.defaults(), Map.of());
        driver.setupJob(JOB);
        var bytes = new java.io.ByteArrayOutputStream();
        try (var stream = new java.io.ObjectOutputStream(bytes)) {
            stream.writeObject(driver);
        }
        try (var stream = new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            DataSink<Object> executor = (DataSink<Object>) stream.readObject();
            driver.commitJob(JOB, List.of(writeAndCommit(executor, 0, "a")));
        }
        assertThat(bytes.size()).isLessThan(3000);
        assertThat(TestFiles.visible(out)).containsExactly("_SUCCESS", "part-00000.gz");
    }

    @Test
    void sequenceFilesAreReadBackAsNewObjects() throws IOException {
        DataSink<Pair<Object, Object>> sink = files.mapredOutput(
                out.toString(),
                Text.class,
                IntWritable.class,
                SequenceFileOutputFormat.class,
                null,
                SaveMode.ERROR_IF_EXISTS,
                Map.of());
        sink.setupJob(JOB);
        TaskWriter<Pair<Object, Object>> writer = sink.openTask(JOB, new TaskToken(1, 0, 0, nextTaskId++));
        for (int i = 0; i < 5; i++) {
            writer.write(Pair.of(new Text("key" + i), new IntWritable(i)));
        }
        writer.finish();
        assertThat(writer.bytesWritten()).isPositive();
        writer.commit();
        sink.commitJob(JOB, List.of(new byte[0]));
        List<Pair<Text, IntWritable>> read = TestFiles.readAll(
                files.mapredInput(
                        out.toString(), SequenceFileInputFormat.class, Text.class, IntWritable.class, Map.of()),
                1);
        assertThat(read).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(read.get(i)).isEqualTo(Pair.of(new Text("key" + i), new IntWritable(i)));
        }
    }

    @Test
    void anotherFileBeginsWhereOneIsFull() throws IOException {
        DataSink<Object> sink = text(SaveOptions.<Object>defaults().targetFileSize("10"));
        sink.setupJob(JOB);
        sink.commitJob(JOB, List.of(writeAndCommit(sink, 0, "123456789", "1234", "1234", "12345678901234", "5")));
        assertThat(TestFiles.visible(out))
                .containsExactly(
                        "_SUCCESS", "part-00000-00000", "part-00000-00001", "part-00000-00002", "part-00000-00003");
        assertThat(out.resolve("part-00000-00001")).hasContent("1234\n1234\n");
        assertThat(TestFiles.readAll(files.text(out.toString(), Map.of()), 1))
                .containsExactly("123456789", "1234", "1234", "12345678901234", "5");
    }

    @Test
    void recordsGoToTheDirectoriesOfTheirValuesThroughAFewOpenFiles() throws IOException {
        DataSink<Object> sink = text(SaveOptions.<Object>defaults()
                .partitionedBy(List.of("k"), line -> List.of(line.toString().replaceAll("x.*", ""))));
        sink.setupJob(JOB);
        String[] lines = new String[2 * 70];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i % 70 + "x" + i;
        }
        sink.commitJob(JOB, List.of(writeAndCommit(sink, 0, lines)));
        for (int k = 0; k < 70; k++) {
            String directory = out.resolve("k=" + k).toString();
            assertThat(TestFiles.readAll(files.text(directory, Map.of()), 1))
                    .containsExactlyInAnyOrder(k + "x" + k, k + "x" + (k + 70));
        }
    }

    @Test
    void ignoringLeavesWhatIsThereAndWritesWhereNothingIs() throws IOException {
        DataSink<Object> sink = text(SaveOptions.of(SaveMode.IGNORE));
        assertThat(sink.checkOutput()).isTrue();
        Files.createDirectories(out);
        assertThat(sink.checkOutput()).isFalse();
    }

    @Test
    void overwritingPartitionsNeedsColumns() {
        assertThatThrownBy(() -> text(SaveOptions.of(SaveMode.OVERWRITE_PARTITIONS)))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void appendedFilesHaveNamesThatNoOtherJobUses() throws IOException {
        DataSink<Object> sink = text(SaveOptions.of(SaveMode.APPEND));
        for (int job = 1; job <= 3; job++) {
            JobToken token = new JobToken(JOB.applicationTime(), JOB.applicationNumber(), job, 1);
            assertThat(sink.checkOutput()).isTrue();
            sink.setupJob(token);
            try (TaskWriter<Object> writer = sink.openTask(token, new TaskToken(1, 0, 0, nextTaskId++))) {
                writer.write("line " + job);
                writer.finish();
                sink.commitJob(token, List.of(writer.commit()));
            }
        }
        assertThat(TestFiles.readAll(files.text(out.toString(), Map.of()), 1))
                .containsExactly("line 1", "line 2", "line 3");
        assertThat(directory.resolve(".lisle-out")).doesNotExist();
    }

    private DataSink<Object> text(SaveOptions<Object> options) {
        return files.textOutput(out.toString(), null, options, Map.of());
    }

    private DataSink<Object> text() {
        return files.textOutput(out.toString(), null, SaveOptions.defaults(), Map.of());
    }

    private TaskWriter<Object> open(DataSink<Object> sink, int partition) throws IOException {
        return sink.openTask(JOB, new TaskToken(1, partition, 0, nextTaskId++));
    }

    private byte[] writeAndCommit(DataSink<Object> sink, int partition, String... lines) throws IOException {
        try (TaskWriter<Object> writer = open(sink, partition)) {
            for (String line : lines) {
                writer.write(line);
            }
            writer.finish();
            return writer.commit();
        }
    }

    private void writePairAndCommit(DataSink<Pair<Object, Object>> sink, Object key, Object value) throws IOException {
        try (TaskWriter<Pair<Object, Object>> writer = sink.openTask(JOB, new TaskToken(1, 0, 0, nextTaskId++))) {
            writer.write(Pair.of(key, value));
            writer.finish();
            writer.commit();
        }
    }
}
