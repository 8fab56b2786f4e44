package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.Misbehaving;

/** What becomes of an application whose client is ended by a signal. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(120)
class KilledClientTest {
    @TempDir
    Path folder;

    @Test
    void terminatingTheClientKillsTheApplicationAndLeavesNoProcess(LisleCluster cluster) throws Exception {
        try (ClientProcess client =
                ClientProcess.submit(cluster, Misbehaving.Waits.class, Map.of(), List.of(), folder.toString())) {
            String applicationId = client.submittedApplication();
            Set<Long> processes = runningProcesses();
            client.terminate();
            String lastWords = client.lastWords();
            assertThat(client.exitCode()).as(lastWords).isEqualTo(143);
            assertThat(lastWords).contains("killing " + applicationId);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertStatus(cluster, applicationId, "KILLED"));
            Processes.awaitEnd(processes);
        }
    }

    @Test
    void interruptingTheClientKillsTheApplication(LisleCluster cluster) throws Exception {
        try (ClientProcess client = ClientProcess.submit(cluster, Misbehaving.Waits.class, Map.of(), List.of())) {
            String applicationId = client.submittedApplication();
            assumeFalse(client.ignoresInterrupts(), "whoever runs the tests has them ignore Ctrl-C");
            client.interrupt();
            String lastWords = client.lastWords();
            assertThat(client.exitCode()).as(lastWords).isEqualTo(130);
            assertThat(lastWords).contains("killing " + applicationId).doesNotContain("\tat ");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertStatus(cluster, applicationId, "KILLED"));
        }
    }

    @Test
    void detachingLeavesTheApplicationRunningAndAttachingFollowsIt(LisleCluster cluster) throws Exception {
        String applicationId;
        try (ClientProcess client = ClientProcess.submit(
                cluster, Misbehaving.Waits.class, Map.of(), List.of("--detach"), folder.toString())) {
            applicationId = client.submittedApplication();
            assertThat(client.exitCode()).isZero();
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertStatus(cluster, applicationId, "RUNNING"));
        try (ClientProcess attached = ClientProcess.start(cluster, Map.of(), List.of("attach", applicationId))) {
            attached.awaitLine(applicationId + " is RUNNING");
            attached.terminate();
            assertThat(attached.exitCode()).isEqualTo(143);
        }
        assertStatus(cluster, applicationId, "RUNNING");
        Set<Long> processes = runningProcesses();
        assertThat(cluster.command("kill", applicationId).exitCode()).isZero();
        LisleCluster.Run attachedAtTheEnd = cluster.command("attach", applicationId);
        assertThat(attachedAtTheEnd.exitCode()).as(attachedAtTheEnd.errors()).isEqualTo(4);
        assertThat(attachedAtTheEnd.errors()).contains("killed");
        Processes.awaitEnd(processes);
    }

    /** Of the driver and its executor, once the executor has worked. */
    private Set<Long> runningProcesses() {
        Marks marks = new Marks(folder.toString());
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        marks.attempts("run") == 2 && marks.processes("run").size() == 1);
        Set<Long> processes = new TreeSet<>(marks.processes("driver"));
        processes.addAll(marks.processes("run"));
        assertThat(processes).as("a driver and an executor").hasSize(2).allMatch(pid -> ProcessHandle.of(pid)
                .map(ProcessHandle::isAlive)
                .orElse(false));
        return processes;
    }

    private static void assertStatus(LisleCluster cluster, String applicationId, String state) {
        assertThat(cluster.command("status", applicationId).output()).contains(state);
    }
}
