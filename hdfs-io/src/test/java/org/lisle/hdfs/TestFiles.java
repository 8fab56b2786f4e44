package org.lisle.hdfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.DataSource.ReadContext;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;

/** What tests of sources and sinks need of files. */
public final class TestFiles {
    private TestFiles() {}

    public static ReadContext context(int partition) {
        return new ReadContext() {
            @Override
            public int stageId() {
                return 1;
            }

            @Override
            public int partition() {
                return partition;
            }

            @Override
            public int attempt() {
                return 0;
            }
        };
    }

    /** All records, split by split. */
    public static <T> List<T> readAll(DataSource<T> source, int minPartitions) throws IOException {
        List<T> records = new ArrayList<>();
        List<InputSplit> splits = source.splits(minPartitions);
        for (int i = 0; i < splits.size(); i++) {
            records.addAll(read(source, splits.get(i), i));
        }
        return records;
    }

    public static <T> List<T> read(DataSource<T> source, InputSplit split, int partition) throws IOException {
        List<T> records = new ArrayList<>();
        try (RecordReader<T> reader = source.open(split.payload(), context(partition))) {
            while (reader.advance()) {
                records.add(reader.current());
            }
        }
        return records;
    }

    public static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Names of all files below a directory, without checksum files, sorted. */
    public static List<String> visible(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .sorted()
                    .toList();
        }
    }
}
