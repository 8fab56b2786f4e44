package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lisle.minicluster.jobs.ArchiveUse;

/** The first application leaves its loaded classes, the next starts from them, and one whose archive is rubbish starts as well. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(240)
class ClassArchiveTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void theFirstApplicationLeavesArchivesThatTheNextOnesUseAndRubbishIsPassedOver(LisleCluster cluster)
            throws IOException {
        FileSystem files = cluster.fileSystem();
        Path root = new Path("/class-archives");
        LisleCluster.Run first = run(cluster, root);
        assertThat(first.logs()).contains("the driver uses its archive: false", "the executors use theirs: false");
        await().atMost(LONG).until(() -> archives(files, root).length == 2);

        LisleCluster.Run second = run(cluster, root);
        assertThat(second.logs()).contains("the driver uses its archive: true", "the executors use theirs: true");

        for (FileStatus archive : archives(files, root)) {
            try (var out = files.create(archive.getPath(), true)) {
                out.write(new byte[5000]);
            }
        }
        LisleCluster.Run third = run(cluster, root);
        assertThat(third.logs()).contains("the driver uses its archive: false", "the executors use theirs: false");
    }

    private static LisleCluster.Run run(LisleCluster cluster, Path root) {
        LisleCluster.Run run = cluster.submit(
                ArchiveUse.class,
                Map.of(
                        "lisle.yarn.classArchives", "true",
                        "lisle.yarn.stagingDir", root.toString(),
                        "lisle.executor.instances", "1"));
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        return run;
    }

    private static FileStatus[] archives(FileSystem files, Path root) throws IOException {
        return files.globStatus(new Path(root, "cache/*/{driver,executor}.jsa"));
    }
}
