package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lisle.minicluster.jobs.Misbehaving;

/** What becomes of an application whose client is ended by a signal. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(120)
class KilledClientTest {
    @Test
    void terminatingTheClientKillsTheApplication(LisleCluster cluster) throws Exception {
        try (ClientProcess client = ClientProcess.submit(cluster, Misbehaving.Waits.class, Map.of(), List.of())) {
            String applicationId = client.submittedApplication();
            client.terminate();
            String lastWords = client.lastWords();
            assertThat(client.exitCode()).as(lastWords).isEqualTo(143);
            assertThat(lastWords).contains("killing " + applicationId);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertStatus(cluster, applicationId, "KILLED"));
        }
    }

    @Test
    void detachingLeavesTheApplicationRunningAndAttachingFollowsIt(LisleCluster cluster) throws Exception {
        String applicationId;
        try (ClientProcess client =
                ClientProcess.submit(cluster, Misbehaving.Waits.class, Map.of(), List.of("--detach"))) {
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
        assertThat(cluster.command("kill", applicationId).exitCode()).isZero();
        LisleCluster.Run attachedAtTheEnd = cluster.command("attach", applicationId);
        assertThat(attachedAtTheEnd.exitCode()).as(attachedAtTheEnd.errors()).isEqualTo(4);
        assertThat(attachedAtTheEnd.errors()).contains("killed");
    }

    private static void assertStatus(LisleCluster cluster, String applicationId, String state) {
        assertThat(cluster.command("status", applicationId).output()).contains(state);
    }
}
