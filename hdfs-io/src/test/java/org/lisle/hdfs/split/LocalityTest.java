package org.lisle.hdfs.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.io.InputSplit;
import org.lisle.hdfs.BlocksFileSystem;
import org.lisle.hdfs.TestFiles;
import org.lisle.hdfs.text.TextSource;

class LocalityTest {
    @TempDir
    Path directory;

    @Test
    void splitsLieWhereTheirBlocksLie() throws IOException {
        TestFiles.write(directory.resolve("file0"), "0123456789".repeat(3));
        List<InputSplit> splits = splits("file0", 1);
        assertThat(splits).hasSize(3);
        assertThat(splits.get(0).hosts()).containsExactly("node0", "node1");
        assertThat(splits.get(1).hosts()).containsExactly("node1", "node2");
        assertThat(splits.get(2).hosts()).containsExactly("node2", "node3");
        assertThat(splits).allMatch(split -> split.length() == BlocksFileSystem.BLOCK);
        assertThat(splits.get(1).description()).isEqualTo("blocks:" + directory + "/file0:10+10");
    }

    @Test
    void aSplitThatIsPackedNamesTheHostsWithMostOfItsBytesFirst() throws IOException {
        TestFiles.write(directory.resolve("a0"), "12");
        TestFiles.write(directory.resolve("b1"), "1234");
        List<InputSplit> splits = splits("*", 1);
        assertThat(splits).hasSize(1);
        assertThat(splits.get(0).hosts()).containsExactly("node1", "node2");
        assertThat(splits.get(0).length()).isEqualTo(6);
    }

    @Test
    void hostsBelowHalfOfTheBestAreNotWorthWaitingFor() {
        var blocks = List.of(
                new HostRanking.BlockHosts(0, 10, List.of("a", "b")),
                new HostRanking.BlockHosts(10, 20, List.of("b", "c")),
                new HostRanking.BlockHosts(20, 24, List.of("d")));
        Map<String, Long> bytes = HostRanking.bytesByHost(blocks, 5, 19);
        assertThat(bytes).isEqualTo(Map.of("a", 5L, "b", 15L, "c", 10L, "d", 4L));
        assertThat(HostRanking.best(List.of(new FilePiece("x", 5, 19, 24, 0, bytes))))
                .containsExactly("b", "c");
    }

    @Test
    void hostsStayInTheDriver() throws IOException {
        TestFiles.write(directory.resolve("file0"), "0123456789".repeat(3));
        for (InputSplit split : splits("file0", 1)) {
            assertThat(SplitPayload.decode(split.payload())).hasSize(1).allMatch(piece -> piece.hostBytes()
                    .isEmpty());
        }
    }

    @Test
    void theSameFilesGiveTheSameSplits() throws IOException {
        for (int i = 0; i < 30; i++) {
            TestFiles.write(directory.resolve("file" + i), "0123456789".repeat(i % 4) + "x");
        }
        List<InputSplit> first = splits("*", 7);
        List<InputSplit> second = splits("*", 7);
        assertThat(first.toString()).isEqualTo(second.toString());
        assertThat(first.stream().map(InputSplit::hosts).toList())
                .isEqualTo(second.stream().map(InputSplit::hosts).toList());
        assertThat(first.stream().map(split -> List.of(box(split.payload()))).toList())
                .isEqualTo(second.stream()
                        .map(split -> List.of(box(split.payload())))
                        .toList());
    }

    @Test
    void listsAreCutAtCommasOutsideBraces() {
        assertThat(InputPaths.separate("a, b/{c,d}/e ,f,")).containsExactly("a", "b/{c,d}/e", "f");
    }

    @Test
    void blocksOfTheLocalFileSystemHaveNoHosts() throws IOException {
        Path file = TestFiles.write(directory.resolve("a.txt"), "a");
        List<InputSplit> splits = new SplitPlanner(new Configuration(), 1).lines(file.toString());
        assertThat(splits).hasSize(1).allMatch(split -> split.hosts().isEmpty());
    }

    private static String box(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private List<InputSplit> splits(String name, int minPartitions) {
        return new TextSource("blocks://" + directory + "/" + name, BlocksFileSystem.SETTINGS).splits(minPartitions);
    }
}
