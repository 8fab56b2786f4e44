package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.ThreeStages;

/**
 * One of two executors gets SIGSTOP in the middle of a stage, and SIGCONT after a while. Both are on the one node of a cluster of its own, for
 * the reason told in {@link KilledExecutorTest}.
 */
@Tag("soak")
@Timeout(180)
class StoppedExecutorTest {
    private static final List<String> STAGES = List.of("read", "count", "histogram");
    private static final String IN = "/stopped/in";

    private static LisleCluster cluster;
    private static List<String> calm;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path clusterFolder, @TempDir Path calmMarks) throws IOException {
        cluster = LisleCluster.start(clusterFolder, new EmbeddedCluster.Options(1, 8192, 1 << 20, false));
        for (int file = 0; file < ThreeStages.PARTITIONS; file++) {
            try (FSDataOutputStream out =
                    cluster.fileSystem().create(new org.apache.hadoop.fs.Path(IN, "part" + file + ".txt"))) {
                for (int line = 0; line < 5_000; line++) {
                    out.writeBytes("word" + line % 97 + " word" + line % (13 + file) + " word" + line + "\n");
                }
            }
        }
        LisleCluster.Run run =
                cluster.submit(ThreeStages.class, Map.of(), IN, "/stopped/calm", calmMarks.toString(), "none", "0");
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        calm = cluster.sortedLines("/stopped/calm");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "count", "histogram"})
    void anExecutorThatGoesOnSoonLosesNothing(String stage) throws IOException {
        Marks marks = run("soon-" + stage, stage, 6, "60s");

        for (String each : STAGES) {
            assertThat(marks.attempts(each)).as("attempts of %s", each).isEqualTo(ThreeStages.PARTITIONS);
        }
        assertThat(executors(marks))
                .as("processes of all tasks")
                .hasSizeLessThanOrEqualTo(2)
                .containsAll(marks.processes("struck"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "count", "histogram"})
    void anExecutorThatStandsStillForLongIsReplacedAndEnds(String stage) throws IOException {
        Marks marks = run("long-" + stage, stage, 600, "6s");

        for (String each : STAGES) {
            assertThat(marks.attempts(each))
                    .as("attempts of %s", each)
                    .isEqualTo(each.equals(stage) ? ThreeStages.PARTITIONS + 1 : ThreeStages.PARTITIONS);
        }
        Processes.awaitEnd(marks.processes("struck"));
    }

    private Marks run(String name, String stage, int seconds, String patience) throws IOException {
        Marks marks = new Marks(Files.createDirectory(folder.resolve(name)).toString());
        Map<String, String> settings = new HashMap<>();
        settings.put("lisle.executor.instances", "2");
        settings.put("lisle.executor.cores", "1");
        settings.put("lisle.speculation", "false");
        settings.put("lisle.network.timeout", patience);
        String out = "/stopped/" + name;
        LisleCluster.Run run = cluster.submit(
                ThreeStages.class, settings, IN, out, marks.folder(), stage, "2", Integer.toString(seconds));

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(marks.struck()).as("the fault fired").isTrue();
        assertThat(cluster.sortedLines(out)).isEqualTo(calm);
        return marks;
    }

    private static Set<Long> executors(Marks marks) {
        Set<Long> processes = new TreeSet<>();
        STAGES.forEach(stage -> processes.addAll(marks.processes(stage)));
        return processes;
    }
}
