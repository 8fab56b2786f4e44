package org.lisle.hdfs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.Pair;
import org.lisle.hdfs.TestFiles;

class WholeTextSourceTest {
    @TempDir
    Path directory;

    @Test
    void eachFileIsARecordEvenAnEmptyOneAndACompressedOne() throws IOException {
        TestFiles.write(directory.resolve("a.txt"), "one\r\ntwo");
        TestFiles.write(directory.resolve("b.txt"), "");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("c.gz")))) {
            out.write("packed".getBytes(StandardCharsets.UTF_8));
        }
        WholeTextSource source = new WholeTextSource(directory.toString(), Map.of());
        assertThat(TestFiles.readAll(source, 1))
                .isEqualTo(List.of(
                        Pair.of("file:" + directory + "/a.txt", "one\r\ntwo"),
                        Pair.of("file:" + directory + "/b.txt", ""),
                        Pair.of("file:" + directory + "/c.gz", "packed")));
        assertThat(source.splits(1)).hasSize(1);
        assertThat(source.splits(3)).hasSize(3);
    }
}
