package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.dag.journal.JournalStore;
import org.lisle.yarn.journal.HadoopJournalStore;

/** How HDFS keeps a driver out that only seemed dead, and what happens to a journal that died with its DataNode. */
class JournalOnHdfsTest {
    private static MiniDFSCluster hdfs;
    private static FileSystem files;

    @BeforeAll
    static void start(@TempDir java.nio.file.Path folder) throws IOException {
        Configuration conf = new HdfsConfiguration();
        conf.setInt("dfs.replication", 1);
        hdfs = new MiniDFSCluster.Builder(conf, folder.toFile()).numDataNodes(2).build();
        hdfs.waitActive();
        files = hdfs.getFileSystem();
    }

    @AfterAll
    static void stop() {
        hdfs.shutdown();
    }

    private static JournalStore store(Path directory, int epoch, Duration leaseWait) {
        return new HadoopJournalStore(files, directory, epoch, leaseWait);
    }

    private static JournalStore written(Path directory) throws IOException {
        files.mkdirs(directory);
        JournalStore first = store(directory, 1, Duration.ofSeconds(30));
        first.seal();
        first.create();
        first.append(new byte[] {1, 2, 3}, 0, 3);
        first.flush();
        return first;
    }

    @Test
    void aSealedJournalIsReadAndRefusesItsOldWriter() throws IOException {
        Path directory = new Path("/fenced");
        JournalStore first = written(directory);
        List<JournalStore.Sealed> sealed =
                store(directory, 2, Duration.ofSeconds(30)).seal();
        assertThat(sealed).hasSize(1);
        try (InputStream in = sealed.get(0).open()) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
        }
        assertThatThrownBy(() -> {
                    first.append(new byte[] {4}, 0, 1);
                    first.flush();
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aJournalThatDiedWithItsDataNodeIsUnreadableAndTheNextOneBegins() throws IOException {
        Path directory = new Path("/gone");
        written(directory);
        BlockLocation end = files.getFileBlockLocations(new Path(directory, "journal-1"), 0, 1)[0];
        MiniDFSCluster.DataNodeProperties dead = hdfs.stopDataNode(end.getNames()[0]);
        try {
            JournalStore second = store(directory, 2, Duration.ofSeconds(1));
            List<JournalStore.Sealed> sealed = second.seal();
            assertThat(sealed).hasSize(1);
            assertThatThrownBy(() -> sealed.get(0).open())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("sealed-journal-1");
            second.create();
            second.append(new byte[] {5}, 0, 1);
            second.flush();
        } finally {
            hdfs.restartDataNode(dead, true);
        }
    }
}
