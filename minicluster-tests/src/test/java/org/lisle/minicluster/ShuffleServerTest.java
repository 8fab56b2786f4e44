package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.ThreeStages;

/**
 * The only executor dies in the middle of the second stage. YARN starts the next one on either of two nodes: on the same one it serves what
 * the first wrote; on the other one a shuffle server has to. Never is a map task run again for it.
 */
@Tag("soak")
@ExtendWith(LisleClusterExtension.class)
class ShuffleServerTest {
    private static final int MOST_RUNS = 8;

    @TempDir
    Path marksFolder;

    @Test
    void aShuffleServerServesWhatADeadExecutorWroteOnANodeWithoutOthers(LisleCluster cluster) throws IOException {
        try (FSDataOutputStream out =
                cluster.fileSystem().create(new org.apache.hadoop.fs.Path("/served/in/text.txt"))) {
            for (int line = 0; line < 20_000; line++) {
                out.writeBytes("word" + line % 97 + " word" + line % 13 + " word" + line + "\n");
            }
        }
        boolean served = false;
        for (int run = 0; run < MOST_RUNS && !served; run++) {
            served = killedInTheSecondStage(cluster, run)
                    .contains("Registered with the driver, attempt 1 (shuffle server)");
        }
        assertThat(served)
                .as("a shuffle server was started in one of %s runs", MOST_RUNS)
                .isTrue();
    }

    private String killedInTheSecondStage(LisleCluster cluster, int number) throws IOException {
        Path folder = Files.createDirectory(marksFolder.resolve("run" + number));
        Marks marks = new Marks(folder.toString());
        LisleCluster.Run run = cluster.submit(
                ThreeStages.class,
                Map.of("lisle.executor.instances", "1"),
                "/served/in",
                "/served/out" + number,
                marks.folder(),
                "count",
                "2");

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(marks.killed()).as("the fault fired").isTrue();
        assertThat(marks.attempts("read")).isEqualTo(ThreeStages.PARTITIONS);
        assertThat(marks.attempts("histogram")).isEqualTo(ThreeStages.PARTITIONS);
        return run.logs();
    }
}
