package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.StruckInEachStage;
import org.lisle.minicluster.jobs.ThreeStages;

/**
 * One of two executors dies in the middle of each stage. Both are on the one node of a cluster of its own: the nodes of an embedded cluster
 * share their host's name, so that on two of them nothing tells where a dead executor's neighbour is.
 */
@Timeout(180)
class KilledExecutorTest {
    private static final List<String> STAGES = List.of("read", "count", "histogram");
    private static final String IN = "/killed/in";

    private static LisleCluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path clusterFolder) throws IOException {
        cluster = LisleCluster.start(clusterFolder, new EmbeddedCluster.Options(1, 8192, 1 << 20, false));
        for (int file = 0; file < ThreeStages.PARTITIONS; file++) {
            try (FSDataOutputStream out =
                    cluster.fileSystem().create(new org.apache.hadoop.fs.Path(IN, "part" + file + ".txt"))) {
                for (int line = 0; line < 5_000; line++) {
                    out.writeBytes("word" + line % 97 + " word" + line % (13 + file) + " word" + line + "\n");
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void anExecutorKilledInTheMiddleOfAStageChangesNothing() throws IOException {
        List<String> runs = new ArrayList<>(List.of("none"));
        runs.addAll(STAGES);
        for (String struck : runs) {
            Files.createDirectory(folder.resolve(struck));
        }
        List<String> arguments = new ArrayList<>(List.of(IN, "/killed/out", folder.toString()));
        arguments.addAll(runs);
        LisleCluster.Run run = cluster.submit(
                StruckInEachStage.class,
                Map.of("lisle.executor.instances", "2", "lisle.speculation", "false"),
                arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();

        List<String> calm = cluster.sortedLines("/killed/out/none");
        assertThat(calm).isNotEmpty();
        for (String struck : runs) {
            assertThat(cluster.sortedLines("/killed/out/" + struck))
                    .as("rows with the victim in %s", struck)
                    .isEqualTo(calm);
            assertOnlyTheLostIsComputedAgain(struck, run);
        }
    }

    private void assertOnlyTheLostIsComputedAgain(String struck, LisleCluster.Run run) {
        Marks marks = new Marks(folder.resolve(struck).toString());
        assertThat(marks.struck()).as("the fault in %s fired", struck).isEqualTo(!struck.equals("none"));
        for (String stage : STAGES) {
            // segments outlive their executor: only the victim's own unfinished task runs again
            assertThat(marks.attempts(stage))
                    .as("attempts of %s with the victim in %s; the containers said:%n%s", stage, struck, run.logs())
                    .isEqualTo(stage.equals(struck) ? ThreeStages.PARTITIONS + 1 : ThreeStages.PARTITIONS);
        }
    }
}
