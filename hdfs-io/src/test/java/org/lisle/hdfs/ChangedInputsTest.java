package org.lisle.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.api.Pair;
import org.lisle.api.PartitionFilter;
import org.lisle.api.PortableDataStream;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;

/** Every reader notices that a file is not what it was when the splits were made, and says what it is now. */
class ChangedInputsTest {
    private static final int RECORDS = 20_000;
    private static final HadoopFileService FILES = new HadoopFileService();

    @TempDir
    Path directory;

    /** @param inPieces whether records are read one after the other, not a file at once */
    private record Reader(String name, boolean isSequenceFile, boolean inPieces, Opening opening) {
        DataSource<?> of(Path file) {
            return opening.of(file.toString());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Opening {
        DataSource<?> of(String path);
    }

    static Stream<Reader> readers() {
        return Stream.of(
                new Reader("text", false, true, path -> FILES.text(path, Map.of())),
                new Reader("whole text", false, false, path -> FILES.wholeText(path, Map.of())),
                new Reader("binary files", false, false, path -> FILES.binaryFiles(path, Map.of())),
                new Reader("binary records", false, true, path -> FILES.binaryRecords(path, 50, Map.of())),
                new Reader(
                        "partitioned text",
                        false,
                        true,
                        path -> FILES.partitioned(
                                Path.of(path).resolve("../..").normalize().toString(),
                                PartitionFilter.all(),
                                paths -> FILES.text(paths, Map.of()),
                                Map.of())),
                new Reader(
                        "old input format",
                        false,
                        true,
                        path -> FILES.mapredInput(
                                path,
                                org.apache.hadoop.mapred.TextInputFormat.class,
                                LongWritable.class,
                                Text.class,
                                Map.of())),
                new Reader(
                        "new input format",
                        false,
                        true,
                        path -> FILES.mapreduceInput(
                                path,
                                org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
                                LongWritable.class,
                                Text.class,
                                Map.of())),
                new Reader(
                        "combined splits",
                        false,
                        true,
                        path -> FILES.mapreduceInput(
                                path,
                                org.apache.hadoop.mapreduce.lib.input.CombineTextInputFormat.class,
                                LongWritable.class,
                                Text.class,
                                Map.of())),
                new Reader(
                        "sequence file",
                        true,
                        true,
                        path -> FILES.sequenceFile(path, NullWritable.class, BytesWritable.class, Map.of())),
                new Reader(
                        "sequence file by the new API",
                        true,
                        true,
                        path -> FILES.mapreduceInput(
                                path,
                                org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat.class,
                                NullWritable.class,
                                BytesWritable.class,
                                Map.of())),
                new Reader(
                        "batches",
                        true,
                        true,
                        path -> FILES.batches(
                                path, (byte[] bytes) -> List.of(bytes).iterator(), Map.of())));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aFileThatGrewOrIsAnotherOrIsGoneFailsTheRead(Reader reader) throws IOException {
        Path file = write(reader);
        long length = Files.size(file);
        FileTime written = Files.getLastModifiedTime(file);
        DataSource<?> source = reader.of(file);
        assertThat(records(source)).as("as it was").isEqualTo(reader.inPieces() ? RECORDS : 1);
        InputSplit split = source.splits(1).get(0);

        Files.write(file, new byte[100], StandardOpenOption.APPEND);
        fails(source, split)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("expected " + length + " bytes")
                .hasMessageContaining("found " + (length + 100) + " bytes");
        truncate(file, length);
        Files.setLastModifiedTime(file, FileTime.fromMillis(written.toMillis() + 5000));
        fails(source, split).hasMessageContaining("last written");
        Files.delete(file);
        fails(source, split)
                .hasMessageContaining("expected " + length + " bytes")
                .hasMessageContaining("no file");
    }

    static Stream<Reader> readersInPieces() {
        return readers().filter(Reader::inPieces);
    }

    @ParameterizedTest
    @MethodSource("readersInPieces")
    void aFileThatIsCutWhileItIsReadFailsTheRead(Reader reader) throws IOException {
        Path file = write(reader);
        long length = Files.size(file);
        DataSource<?> source = reader.of(file);
        InputSplit split = source.splits(1).get(0);
        try (RecordReader<?> records = source.open(split.payload(), TestFiles.context(0))) {
            assertThat(records.advance()).isTrue();
            truncate(file, length * 3 / 10);
            assertThatThrownBy(() -> {
                        while (records.advance()) {
                            assertThat(records.current()).isNotNull();
                        }
                    })
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_CHANGED))
                    .hasMessageContaining("expected " + length + " bytes")
                    .hasMessageContaining("found " + length * 3 / 10 + " bytes");
        }
    }

    /** Formats of other stores have splits that look like those of files. */
    @Test
    void whatIsNoFileIsNotLookedAt() throws IOException {
        DataSource<?> source = FILES.mapredInput(
                null, NamesInsteadOfFiles.class, LongWritable.class, Text.class, Map.of("lisle.test", "1"));
        List<InputSplit> splits = source.splits(1);
        assertThat(source.contentVersion(splits)).isEmpty();
        assertThat(TestFiles.read(source, splits.get(0), 0)).isEmpty();
    }

    /** Its splits name a table. */
    public static final class NamesInsteadOfFiles implements org.apache.hadoop.mapred.InputFormat<LongWritable, Text> {
        @Override
        public org.apache.hadoop.mapred.InputSplit[] getSplits(org.apache.hadoop.mapred.JobConf job, int numSplits) {
            return new org.apache.hadoop.mapred.InputSplit[] {
                new org.apache.hadoop.mapred.FileSplit(
                        new org.apache.hadoop.fs.Path("file:/tables/of/another/store"), 0, 1, new String[0])
            };
        }

        @Override
        public org.apache.hadoop.mapred.RecordReader<LongWritable, Text> getRecordReader(
                org.apache.hadoop.mapred.InputSplit split,
                org.apache.hadoop.mapred.JobConf job,
                org.apache.hadoop.mapred.Reporter reporter) {
            return new org.apache.hadoop.mapred.RecordReader<>() {
                @Override
                public boolean next(LongWritable key, Text value) {
                    return false;
                }

                @Override
                public LongWritable createKey() {
                    return new LongWritable();
                }

                @Override
                public Text createValue() {
                    return new Text();
                }

                @Override
                public long getPos() {
                    return 0;
                }

                @Override
                public float getProgress() {
                    return 1;
                }

                @Override
                public void close() {}
            };
        }
    }

    private Path write(Reader reader) throws IOException {
        Path file = directory.resolve("day=1/part-0");
        Files.createDirectories(file.getParent());
        if (!reader.isSequenceFile()) {
            return Files.writeString(file, "x".repeat(49).concat("\n").repeat(RECORDS));
        }
        try (SequenceFile.Writer out = SequenceFile.createWriter(
                new Configuration(),
                SequenceFile.Writer.file(new org.apache.hadoop.fs.Path(file.toUri())),
                SequenceFile.Writer.keyClass(NullWritable.class),
                SequenceFile.Writer.valueClass(BytesWritable.class),
                SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE))) {
            BytesWritable value = new BytesWritable("x".repeat(49).getBytes(StandardCharsets.UTF_8));
            for (int record = 0; record < RECORDS; record++) {
                out.append(NullWritable.get(), value);
            }
        }
        Files.delete(file.resolveSibling(".part-0.crc"));
        return file;
    }

    private static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static int records(DataSource<?> source) throws IOException {
        int records = 0;
        for (InputSplit split : source.splits(1)) {
            records += read(source, split);
        }
        return records;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> fails(DataSource<?> source, InputSplit split) {
        return assertThatThrownBy(() -> read(source, split))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_CHANGED));
    }

    private static int read(DataSource<?> source, InputSplit split) throws IOException {
        List<?> records = TestFiles.read(source, split, 0);
        for (Object record : records) {
            if (record instanceof Pair<?, ?> pair && pair.value() instanceof PortableDataStream stream) {
                assertThat(stream.toArray()).hasSize((int) stream.length());
            }
        }
        return records.size();
    }
}
