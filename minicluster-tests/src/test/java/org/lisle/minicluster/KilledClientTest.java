package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lisle.minicluster.jobs.Misbehaving;

/** What becomes of an application whose client is ended by a signal. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(120)
class KilledClientTest {
    private static final Pattern SUBMITTED = Pattern.compile("Submitted application (application_\\d+_\\d+)");

    @Test
    void terminatingTheClientKillsTheApplication(LisleCluster cluster) throws Exception {
        Process client = client(cluster);
        String applicationId = submittedApplication(client);
        client.toHandle().destroy();
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String lastWords = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.exitValue()).as(lastWords).isEqualTo(143);
        assertThat(lastWords).contains("killing " + applicationId);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertStatus(cluster, applicationId, "KILLED"));
    }

    @Test
    void detachingLeavesTheApplicationRunning(LisleCluster cluster) throws Exception {
        Process client = client(cluster, "--detach");
        String applicationId = submittedApplication(client);
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isZero();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertStatus(cluster, applicationId, "RUNNING"));
        assertThat(cluster.command("kill", applicationId).exitCode()).isZero();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertStatus(cluster, applicationId, "KILLED"));
    }

    private static void assertStatus(LisleCluster cluster, String applicationId, String state) {
        assertThat(cluster.command("status", applicationId).output()).contains(state);
    }

    private static Process client(LisleCluster cluster, String... flags) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                cluster.cluster().configurationFolder() + File.pathSeparator + classPath,
                "-Dlisle.jar=" + lisleJar(),
                "org.lisle.cli.Main",
                "submit"));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "--driver-memory",
                "512m",
                "--executor-memory",
                "512m",
                "--num-executors",
                "1",
                "--conf",
                "lisle.yarn.java.home=" + System.getProperty("java.home"),
                "--class",
                Misbehaving.Waits.class.getName(),
                cluster.testJar().toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String lisleJar() {
        return org.lisle.cli.Main.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    private static String submittedApplication(Process client) throws IOException {
        BufferedReader lines = client.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            Matcher submitted = SUBMITTED.matcher(line);
            if (submitted.find()) {
                return submitted.group(1);
            }
        }
        throw new AssertionError("the client ended without submitting:\n" + seen);
    }
}
