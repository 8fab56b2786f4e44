package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Survivor;

/** The ApplicationMaster's process is killed; the processes of its executors go on with the next one. */
@Tag("soak")
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class DriverKilledTest {
    @TempDir
    Path folder;

    @Test
    void executorsKeepTheirProcessesWhenTheDriverIsKilledAndTheJobEndsWell(LisleCluster cluster) throws Exception {
        CompletableFuture<LisleCluster.Run> job = CompletableFuture.supplyAsync(() -> cluster.submit(
                Survivor.class,
                Map.of("lisle.executor.instances", "2", "lisle.executor.cores", "1", "lisle.locality.wait", "0s"),
                folder.toString()));
        await().atMost(Duration.ofSeconds(90)).until(() -> pids("first").size() == 2);
        Set<Long> executors = pids("first");
        long firstDriver = pids("driver").iterator().next();

        assertThat(ProcessHandle.of(firstDriver).orElseThrow().destroyForcibly())
                .isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> pids("driver").size() == 2);
        Files.createFile(folder.resolve("go"));

        LisleCluster.Run run = job.join();
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs()).contains("counted 2 and 4", "left by attempt 1 of the driver");
        assertThat(pids("second")).as("processes of the second action").isNotEmpty();
        assertThat(executors).as("processes of executors before and after").containsAll(pids("second"));
        assertThat(executors).containsAll(pids("first"));
        Processes.awaitEnd(executors);
    }

    private Set<Long> pids(String what) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(what + "-"))
                    .map(name -> Long.parseLong(name.substring(what.length() + 1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
