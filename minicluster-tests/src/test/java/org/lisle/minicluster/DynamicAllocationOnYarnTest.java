package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.BusyThenIdle;
import org.lisle.minicluster.jobs.Marks;

/** Nobody names a number of executors: they come with the backlog and go when they are idle, and what they wrote is read after that. */
@ExtendWith(LisleClusterExtension.class)
class DynamicAllocationOnYarnTest {
    @TempDir
    Path marksFolder;

    @Test
    void executorsComeWithTheBacklogGoWhenTheyAreIdleAndWhatTheyWroteIsReadThen(LisleCluster cluster) {
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
        assertThat(marks.attempts("executors"))
                .as("executors that ran tasks of the first job")
                .isEqualTo(3);
        assertThat(marks.attempts("gone")).as("the program saw all of them go").isEqualTo(1);
        assertThat(marks.attempts("map")).as("map tasks, run once each").isEqualTo(BusyThenIdle.TASKS);
    }
}
