package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.BusyThenIdle;
import org.lisle.minicluster.jobs.Marks;

/**
 * Nobody names a number of executors: they come with the backlog and go when they are idle, and what they wrote is read after that. On the
 * one node of a cluster of its own, for the reason told in {@link KilledExecutorTest}: the server of what they wrote has to be where that is.
 */
class DynamicAllocationOnYarnTest {
    private static LisleCluster cluster;

    @TempDir
    Path marksFolder;

    @BeforeAll
    static void start(@TempDir Path clusterFolder) throws IOException {
        cluster = LisleCluster.start(clusterFolder, new EmbeddedCluster.Options(1, 8192, 1 << 20, false));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void executorsComeWithTheBacklogGoWhenTheyAreIdleAndWhatTheyWroteIsReadThen() {
        Marks marks = new Marks(marksFolder.toString());
        LisleCluster.Run run = cluster.submit(
                BusyThenIdle.class,
                Map.of(
                        "lisle.dynamicAllocation.initialExecutors", "1",
                        "lisle.dynamicAllocation.maxExecutors", "3",
                        "lisle.dynamicAllocation.executorIdleTimeout", "2s",
                        "lisle.dynamicAllocation.schedulerBacklogTimeout", "500ms",
                        "lisle.speculation", "false"),
                marks.folder());

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(marks.attempts("map"))
                .as("map tasks, run once each\n%s", run.logs())
                .isEqualTo(BusyThenIdle.TASKS);
        assertThat(marks.attempts("executors"))
                .as("executors that ran tasks of the first job\n%s", run.logs())
                .isEqualTo(3);
        assertThat(marks.attempts("gone")).as("the program saw all of them go").isEqualTo(1);
    }
}
