package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Survivor;

/** The ResourceManager stops and another one with its state starts: driver and executors work on, and new containers come from it. */
@Tag("soak")
@Timeout(240)
class ResourceManagerRestartTest {
    @TempDir
    Path folder;

    @Test
    void theApplicationWorksOnAndGetsNewContainersWhenTheResourceManagerIsRestarted(@TempDir Path clusterFolder)
            throws Exception {
        Path marks = Files.createDirectory(folder.resolve("marks"));
        try (LisleCluster cluster = LisleCluster.start(
                clusterFolder, new EmbeddedCluster.Options(1, 4096, 1 << 20, false), recoverable(folder))) {
            CompletableFuture<LisleCluster.Run> running = CompletableFuture.supplyAsync(() -> cluster.submit(
                    Survivor.class,
                    Map.of("lisle.executor.instances", "2", "lisle.executor.cores", "1", "lisle.locality.wait", "0s"),
                    marks.toString()));
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> running.isDone() || pids(marks, "first").size() == 2);
            assertThat(running).as("the application").isNotDone();
            List<Long> executors = List.copyOf(pids(marks, "first"));

            cluster.cluster().yarn().restartResourceManager(0);
            assertThat(ProcessHandle.of(executors.get(0)).orElseThrow().destroyForcibly())
                    .isTrue();
            await("another executor takes the task of the one that was killed")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> running.isDone() || pids(marks, "first").size() == 3);
            assertThat(running).as("the application").isNotDone();
            Files.createFile(marks.resolve("go"));

            LisleCluster.Run run = running.join();
            assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
            assertThat(run.logs()).contains("counted 2 and 4");
            assertThat(pids(marks, "driver")).as("processes of drivers").hasSize(1);
            Processes.awaitEnd(pids(marks, "first"));
        }
    }

    private static Map<String, String> recoverable(Path folder) throws IOException {
        Map<String, String> more = new HashMap<>();
        more.put("yarn.resourcemanager.recovery.enabled", "true");
        more.put(
                "yarn.resourcemanager.store.class",
                "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore");
        more.put(
                "yarn.resourcemanager.fs.state-store.uri",
                folder.resolve("state").toUri().toString());
        more.put("yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms", "500");
        more.put("yarn.resourcemanager.connect.retry-interval.ms", "500");
        // the second one has to be where the first one was
        more.put("yarn.minicluster.fixed.ports", "true");
        more.put("yarn.minicluster.use-rpc", "true");
        List<Integer> ports = freePorts(6);
        String host = InetAddress.getLoopbackAddress().getHostAddress() + ":";
        more.put("yarn.resourcemanager.address", host + ports.get(0));
        more.put("yarn.resourcemanager.scheduler.address", host + ports.get(1));
        more.put("yarn.resourcemanager.resource-tracker.address", host + ports.get(2));
        more.put("yarn.resourcemanager.admin.address", host + ports.get(3));
        more.put("yarn.resourcemanager.webapp.address", host + ports.get(4));
        more.put("yarn.nodemanager.address", host + ports.get(5));
        more.put("yarn.nodemanager.localizer.address", host + "0");
        more.put("yarn.nodemanager.webapp.address", host + "0");
        return more;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Set<Long> pids(Path marks, String what) throws IOException {
        try (Stream<Path> files = Files.list(marks)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(what + "-"))
                    .map(name -> Long.parseLong(name.substring(what.length() + 1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
