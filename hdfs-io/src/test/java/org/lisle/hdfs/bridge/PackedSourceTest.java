package org.lisle.hdfs.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.Pair;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.HadoopFileService;
import org.lisle.hdfs.TestFiles;

class PackedSourceTest {
    private static final int FILES = 24;
    private static final int PER_FILE = 3;

    @TempDir
    Path directory;

    private final HadoopFileService files = new HadoopFileService();

    @Test
    void smallSequenceFilesShareAPartitionInTheirOrder() throws IOException {
        writeFiles();
        DataSource<Pair<IntWritable, Text>> source = source(Map.of());

        assertThat(source.splits(2)).hasSizeBetween(2, 3);
        assertThat(source.splits(2).get(0).toString()).contains("part-0000", " to ", "part-0011", "(12 splits)");
        for (int wanted : List.of(1, 2, 7, FILES)) {
            assertThat(source.splits(wanted)).as("%s wanted", wanted).hasSizeGreaterThanOrEqualTo(wanted);
            assertThat(TestFiles.readAll(source, wanted))
                    .as("%s wanted", wanted)
                    .isEqualTo(expected(0, FILES * PER_FILE));
        }
    }

    @Test
    void noPartitionOfSeveralIsLargerThanABlock() throws IOException {
        writeFiles();
        long all = source(Map.of()).splits(1).stream()
                .mapToLong(InputSplit::length)
                .sum();

        for (String bound : List.of("dfs.blocksize", "mapreduce.input.fileinputformat.split.maxsize")) {
            List<InputSplit> splits =
                    source(Map.of(bound, Long.toString(all / 4))).splits(1);
            assertThat(splits).as(bound).hasSizeBetween(4, 8).allMatch(split -> split.length() <= all / 4);
            assertThat(splits.stream().mapToLong(InputSplit::length).sum()).isEqualTo(all);
        }
    }

    @Test
    void theVersionOfTheContentIsThatOfAllFiles() throws IOException {
        writeFiles();
        DataSource<Pair<IntWritable, Text>> source = source(Map.of());

        assertThat(source.contentVersion(source.splits(2))).hasSize(FILES).allMatch(text -> text.contains("part-"));
    }

    @Test
    void whoReadsIsToldWhereTheRecordIsAndOfAFileThatHasChanged() throws IOException {
        writeFiles();
        DataSource<Pair<IntWritable, Text>> source = source(Map.of());
        List<InputSplit> splits = source.splits(1);
        try (RecordReader<Pair<IntWritable, Text>> reader =
                source.open(splits.get(0).payload(), TestFiles.context(0))) {
            for (int i = 0; i <= 5 * PER_FILE; i++) {
                assertThat(reader.advance()).isTrue();
            }
            assertThat(reader.where()).contains("part-0005");
            assertThat(reader.bytesRead()).isPositive();
        }

        write(20, PER_FILE + 1);
        assertThatThrownBy(() -> TestFiles.read(source, splits.get(0), 0))
                .hasMessageContaining("part-0020")
                .hasMessageContaining("changed while it was read");
    }

    private DataSource<Pair<IntWritable, Text>> source(Map<String, String> settings) {
        return files.sequenceFile(directory.toString(), IntWritable.class, Text.class, settings);
    }

    private void writeFiles() throws IOException {
        for (int file = 0; file < FILES; file++) {
            write(file, PER_FILE);
        }
    }

    private void write(int file, int records) throws IOException {
        var path = new org.apache.hadoop.fs.Path(directory.toString(), String.format("part-%04d", file));
        try (SequenceFile.Writer writer = SequenceFile.createWriter(
                new Configuration(false),
                SequenceFile.Writer.file(path),
                SequenceFile.Writer.keyClass(IntWritable.class),
                SequenceFile.Writer.valueClass(Text.class))) {
            for (Pair<IntWritable, Text> record : expected(file * PER_FILE, records)) {
                writer.append(record.key(), record.value());
            }
        }
    }

    private static List<Pair<IntWritable, Text>> expected(int first, int count) {
        List<Pair<IntWritable, Text>> records = new ArrayList<>();
        IntStream.range(first, first + count)
                .forEach(n -> records.add(Pair.of(new IntWritable(n), new Text("record " + n))));
        return records;
    }
}
