package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.RMContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.LeavingNode;

/** A node is told to leave the cluster gracefully while an application works on it. */
@Tag("soak")
@Timeout(240)
class DecommissioningTest {
    /** The embedded cluster's own node has another name, so that the two are two hosts. */
    private static final String LEAVING = "127.0.0.2";

    @TempDir
    Path folder;

    @Test
    void aNodeThatLeavesGetsNoMoreTasksItsOnlyCachedBlocksMoveAndItsExecutorGoesWhenNobodyReadsThere(
            @TempDir Path clusterFolder) throws Exception {
        Path exclude = Files.createFile(folder.resolve("exclude"));
        Path marks = Files.createDirectory(folder.resolve("marks"));
        LeavingNode.Steps steps = new LeavingNode.Steps(marks.toString());
        try (LisleCluster cluster = LisleCluster.start(
                        clusterFolder,
                        // room for the driver and one executor
                        new EmbeddedCluster.Options(1, 1536, 1 << 20, false),
                        Map.of("yarn.resourcemanager.nodes.exclude-path", exclude.toString()));
                NodeManager second = node(cluster, Files.createDirectory(folder.resolve("node")))) {
            RMContext manager = cluster.cluster().yarn().getResourceManager().getRMContext();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> manager.getRMNodes().size() == 2);
            CompletableFuture<LisleCluster.Run> running = CompletableFuture.supplyAsync(
                    () -> cluster.submit(LeavingNode.class, settings(), marks.toString()));
            await("each executor has a reduce task")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> running.isDone() || steps.marks("reduce").size() == 2);
            assertThat(running).as("the application").isNotDone();
            long leaving = steps.marks("reduce").stream()
                    .filter(mark -> mark[1].equals(LEAVING))
                    .mapToLong(mark -> Long.parseLong(mark[2]))
                    .findFirst()
                    .orElseThrow();

            Files.writeString(exclude, LEAVING + "\n");
            manager.getNodesListManager()
                    .refreshNodesGracefully(cluster.cluster().configuration(), 600);
            await("the driver has heard of it").atMost(Duration.ofSeconds(60)).until(() -> Files.walk(clusterFolder)
                    .filter(file -> file.endsWith("stderr"))
                    .anyMatch(DecommissioningTest::tellsThatAnExecutorLeaves));
            Files.createFile(marks.resolve("reduce"));
            Processes.awaitEnd(Set.of(leaving));
            Files.createFile(marks.resolve("again"));

            LisleCluster.Run run = running.join();
            assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
            assertThat(run.logs()).contains("sums 28 and 28");
            assertThat(steps.marks("cached")).as("computed once each").hasSize(LeavingNode.CACHED);
            assertThat(steps.marks("map")).as("computed once each").hasSize(LeavingNode.CACHED);
            assertThat(steps.marks("reduce")).hasSize(LeavingNode.REDUCERS);
            assertThat(steps.marks("reduce"))
                    .as("tasks on the node that leaves: the one that ran already")
                    .filteredOn(mark -> mark[1].equals(LEAVING))
                    .hasSize(1);
            assertThat(steps.marks("cached"))
                    .as("cached on the node that leaves")
                    .filteredOn(mark -> mark[1].equals(LEAVING))
                    .isNotEmpty();
            assertThat(steps.marks("again")).hasSize(LeavingNode.CACHED).noneMatch(mark -> mark[1].equals(LEAVING));
        }
    }

    private static Map<String, String> settings() {
        return Map.of(
                "lisle.executor.instances", "2",
                "lisle.executor.cores", "1",
                "lisle.locality.wait", "0s",
                "lisle.speculation", "false");
    }

    private static NodeManager node(LisleCluster cluster, Path folder) {
        Configuration conf = new YarnConfiguration(cluster.cluster().configuration());
        for (String address : Set.of(
                YarnConfiguration.NM_ADDRESS,
                YarnConfiguration.NM_LOCALIZER_ADDRESS,
                YarnConfiguration.NM_WEBAPP_ADDRESS,
                YarnConfiguration.NM_COLLECTOR_SERVICE_ADDRESS)) {
            conf.set(address, LEAVING + ":0");
        }
        conf.set(YarnConfiguration.NM_LOCAL_DIRS, folder.resolve("local").toString());
        conf.set(YarnConfiguration.NM_LOG_DIRS, folder.resolve("log").toString());
        // room for one executor
        conf.setInt(YarnConfiguration.NM_PMEM_MB, 768);
        NodeManager node = new NodeManager();
        node.init(conf);
        node.start();
        return node;
    }

    private static boolean tellsThatAnExecutorLeaves(Path log) {
        try {
            return Files.readString(log).contains("gets no more tasks and goes back");
        } catch (IOException e) {
            return false;
        }
    }
}
