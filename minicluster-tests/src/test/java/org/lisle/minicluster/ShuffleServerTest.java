package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.ThreeStages;

/**
 * The only executor dies in the middle of the second stage: a shuffle server and the next executor are asked for at once, and whichever is
 * there first serves what the dead one wrote. Never is a map task run again for it. On the one node of a cluster of its own, for the reason
 * told in {@link KilledExecutorTest}.
 */
@Tag("soak")
@Timeout(600)
class ShuffleServerTest {
    private static final int MOST_RUNS = 8;

    private static LisleCluster cluster;

    @TempDir
    Path marksFolder;

    @BeforeAll
    static void start(@TempDir Path clusterFolder) throws IOException {
        cluster = LisleCluster.start(clusterFolder, new EmbeddedCluster.Options(1, 8192, 1 << 20, false));
        try (FSDataOutputStream out =
                cluster.fileSystem().create(new org.apache.hadoop.fs.Path("/served/in/text.txt"))) {
            for (int line = 0; line < 20_000; line++) {
                out.writeBytes("word" + line % 97 + " word" + line % 13 + " word" + line + "\n");
            }
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aShuffleServerServesWhatADeadExecutorWroteOnANodeWithoutOthers() throws IOException {
        boolean served = false;
        for (int run = 0; run < MOST_RUNS && !served; run++) {
            served = killedInTheSecondStage(run).contains("Registered with the driver, attempt 1 (shuffle server)");
        }
        assertThat(served)
                .as("a shuffle server was started in one of %s runs", MOST_RUNS)
                .isTrue();
    }

    private String killedInTheSecondStage(int number) throws IOException {
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
        assertThat(marks.struck()).as("the fault fired").isTrue();
        assertThat(marks.attempts("read")).isEqualTo(ThreeStages.PARTITIONS);
        assertThat(marks.attempts("histogram")).isEqualTo(ThreeStages.PARTITIONS);
        return run.logs();
    }
}
