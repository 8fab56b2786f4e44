package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.OneHungryTask;

/** A task that needs more memory than executors have is tried again in a larger one, and in no other one of the usual size. */
@Tag("soak")
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class OutgrownExecutorTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lisle.executor.instances", "lisle.dynamicAllocation.initialExecutors"})
    void aTaskThatNeedsMoreMemoryCostsOneExecutorAndWhoRunsItIsTold(String number, LisleCluster cluster)
            throws IOException {
        Marks marks = new Marks(Files.createDirectory(folder.resolve("marks")).toString());

        LisleCluster.Run run = cluster.submit(
                OneHungryTask.class, Map.of(number, "2", "lisle.executor.memory", "512m"), marks.folder());

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(marks.processes("hungry"))
                .as("processes in which the task began: one that was too small, and a larger one")
                .hasSize(2);
        assertThat(run.errors())
                .contains(
                        "notice: executor ",
                        "exit code 52",
                        "896 MiB, which is a good value for lisle.executor.memory");
    }
}
