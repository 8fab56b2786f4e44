package org.lisle.hdfs.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.api.Pair;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.hdfs.HadoopFileService;
import org.lisle.hdfs.TestFiles;

/** SequenceFiles that Hadoop's own writer wrote, whole and damaged, by both of Hadoop's formats for them. */
class SequenceFilesTest {
    private static final int RECORDS = 20_000;
    private static final Pattern OFFSET = Pattern.compile("at byte (\\d+)");

    @TempDir
    Path folder;

    private final HadoopFileService files = new HadoopFileService();

    private List<DataSource<Pair<LongWritable, Text>>> sources(Path file) {
        return List.of(
                files.sequenceFile(file.toString(), LongWritable.class, Text.class, Map.of()),
                files.mapredInput(
                        file.toString(),
                        org.apache.hadoop.mapred.SequenceFileInputFormat.class,
                        LongWritable.class,
                        Text.class,
                        Map.of()),
                files.mapreduceInput(
                        file.toString(),
                        org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat.class,
                        LongWritable.class,
                        Text.class,
                        Map.of("mapreduce.input.fileinputformat.split.maxsize", "50000")));
    }

    private Path write(CompressionType compression) throws IOException {
        Path file = folder.resolve("numbers-" + compression);
        try (SequenceFile.Writer writer = SequenceFile.createWriter(
                new Configuration(),
                SequenceFile.Writer.file(new org.apache.hadoop.fs.Path(file.toUri())),
                SequenceFile.Writer.keyClass(LongWritable.class),
                SequenceFile.Writer.valueClass(Text.class),
                SequenceFile.Writer.compression(compression))) {
            for (long number = 0; number < RECORDS; number++) {
                writer.append(new LongWritable(number), new Text("v" + Long.toHexString(number * 0x9e3779b97f4a7c15L)));
                if (number % 2_000 == 0) {
                    writer.sync();
                }
            }
        }
        return file;
    }

    /** The checksums that the local file system keeps would tell of the damage first. */
    private static void withoutChecksums(Path file) throws IOException {
        Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void everyRecordIsReadOnceHoweverTheFileIsCut(CompressionType compression) throws IOException {
        Path file = write(compression);
        for (DataSource<Pair<LongWritable, Text>> source : sources(file)) {
            for (int partitions : new int[] {1, 3, 8}) {
                List<InputSplit> splits = source.splits(partitions);
                assertThat(splits).hasSizeGreaterThanOrEqualTo(partitions == 8 ? 2 : 1);
                List<Long> keys = new ArrayList<>();
                for (Pair<LongWritable, Text> record : TestFiles.readAll(source, partitions)) {
                    long key = record.key().get();
                    assertThat(record.value()).hasToString("v" + Long.toHexString(key * 0x9e3779b97f4a7c15L));
                    keys.add(key);
                }
                assertThat(keys).hasSize(RECORDS).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aFileThatIsCutOffIsNamedWithTheOffset(CompressionType compression) throws IOException {
        Path file = write(compression);
        withoutChecksums(file);
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length * 2 / 3;
        Files.write(file, Arrays.copyOf(bytes, end));
        for (DataSource<Pair<LongWritable, Text>> source : sources(file)) {
            assertThat(offsetOfDamage(source, file)).as("%s", source).isBetween(end * 8L / 10, (long) end);
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void bytesThatWereOverwrittenAreNamedWithTheOffset(CompressionType compression) throws IOException {
        Path file = write(compression);
        withoutChecksums(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int shift = 0; shift < 60; shift += 12) {
            byte[] damaged = bytes.clone();
            int from = bytes.length / 2 + shift;
            Arrays.fill(damaged, from, from + 400, (byte) 0xff);
            Files.write(file, damaged);
            for (DataSource<?> source : sources(file)) {
                for (int partitions : new int[] {1, 4}) {
                    assertThat(offsetOfDamage(source, partitions, file))
                            .as("%s damaged from %s on", source, from)
                            .isPositive()
                            .isLessThanOrEqualTo(bytes.length);
                }
            }
        }
    }

    /** Hadoop's reader would make arrays of two gigabytes, more than this JVM has. */
    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aLengthThatCannotBeTrueIsNamedWithTheOffset(CompressionType compression) throws IOException {
        Path file = write(compression);
        withoutChecksums(file);
        long position = placeOfARecord(file, 5_000);
        byte[] bytes = Files.readAllBytes(file);
        boolean inBlocks = compression == CompressionType.BLOCK;
        int length = (int) position + (inBlocks ? 20 + WritableUtils.decodeVIntSize(bytes[(int) position + 20]) : 0);
        byte[] huge = inBlocks ? new byte[] {-116, 0x7f, -1, -1, -16} : new byte[] {0x7f, -1, -1, -16};
        for (int each = 0; each < (compression == CompressionType.NONE ? 3 : inBlocks ? 1 : 2); each++) {
            byte[] damaged = bytes.clone();
            if (each < 2) {
                System.arraycopy(huge, 0, damaged, length + 4 * each, huge.length);
            } else {
                System.arraycopy(new byte[] {-116, 0x7f, -1, -1, -16}, 0, damaged, length + 8 + Long.BYTES, 5);
            }
            Files.write(file, damaged);
            for (DataSource<?> source : sources(file)) {
                assertThat(offsetOfDamage(source, file))
                        .as("%s, length %s", source, each)
                        .isEqualTo(position);
            }
        }
    }

    private static long placeOfARecord(Path file, int number) throws IOException {
        try (var reader = new SequenceFile.Reader(
                new Configuration(), SequenceFile.Reader.file(new org.apache.hadoop.fs.Path(file.toUri())))) {
            LongWritable key = new LongWritable();
            while (key.get() < number) {
                reader.next(key, new Text());
            }
            return reader.getPosition();
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void whatIsNoSequenceFileIsNamed(CompressionType compression) throws IOException {
        Path text = folder.resolve("text-" + compression);
        TestFiles.write(text, "this is a text of some length and no SequenceFile");
        Path empty = folder.resolve("empty-" + compression);
        TestFiles.write(empty, "");
        for (Path file : List.of(text, empty)) {
            for (DataSource<Pair<LongWritable, Text>> source : sources(file)) {
                assertThat(offsetOfDamage(source, file)).isZero();
            }
        }
    }

    /** The disk may be better elsewhere: the task is tried again. */
    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void bytesThatTheFileSystemRefusesAreNoDamageOfTheFormat(CompressionType compression) throws IOException {
        Path file = write(compression);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        for (DataSource<Pair<LongWritable, Text>> source : sources(file)) {
            assertThatThrownBy(() -> TestFiles.readAll(source, 1))
                    .isInstanceOf(ChecksumException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    /** Wherever a block or a record was cut off. */
    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void noRecordIsLostInSilenceWhereverAFileIsCutOff(CompressionType compression) throws IOException {
        Path file = write(compression);
        withoutChecksums(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int missing = 1; missing < 100; missing += 11) {
            Files.write(file, Arrays.copyOf(bytes, bytes.length - missing));
            int read = -1;
            try {
                read = TestFiles.readAll(sources(file).get(missing % 3), 1).size();
            } catch (LisleException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
            }
            if (read >= 0) {
                assertThat(RECORDS - read)
                        .as("%s bytes are missing: they are whole records", missing)
                        .isPositive();
                assertThat(compression).isNotEqualTo(CompressionType.BLOCK);
            }
        }
    }

    private static long offsetOfDamage(DataSource<?> source, Path file) {
        return offsetOfDamage(source, 1, file);
    }

    private static long offsetOfDamage(DataSource<?> source, int partitions, Path file) {
        long[] offset = {-1};
        assertThat(catchThrowable(() -> TestFiles.readAll(source, partitions)))
                .as("%s", source)
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INPUT_CORRUPT);
                    assertThat(failure.getMessage()).contains(file.toString());
                    Matcher found = OFFSET.matcher(failure.getMessage());
                    assertThat(found.find()).as(failure.getMessage()).isTrue();
                    offset[0] = Long.parseLong(found.group(1));
                });
        return offset[0];
    }
}
