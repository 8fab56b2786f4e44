package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Counted;

/** One application for one key, whatever happens to the clients; and what schedulers that start clients rely on. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class SubmitKeyTest {
    @TempDir
    Path folder;

    @Test
    void aKeysResultIsReportedUntilItIsToBeRetriedOrForgotten(LisleCluster cluster) throws Exception {
        go();
        Files.createFile(folder.resolve("fail"));
        LisleCluster.Run failed = submit(cluster);
        LisleCluster.Run failedStill = submit(cluster);
        for (LisleCluster.Run run : List.of(failed, failedStill)) {
            assertThat(run.exitCode()).as(run.errors()).isEqualTo(1);
            assertThat(run.errors()).contains("told to fail", "Counted.main");
        }
        assertThat(failedStill.applicationId()).isEqualTo(failed.applicationId());
        assertThat(runs()).hasSize(1);

        Files.delete(folder.resolve("fail"));
        LisleCluster.Run retried = submit(cluster, "--retry-failed");
        assertThat(retried.exitCode()).as(retried.errors()).isZero();
        assertThat(retried.applicationId()).isNotEqualTo(failed.applicationId());
        for (LisleCluster.Run repeated : List.of(submit(cluster), submit(cluster, "--retry-failed"))) {
            assertThat(repeated.exitCode()).as(repeated.errors()).isZero();
            assertThat(repeated.applicationId()).isEqualTo(retried.applicationId());
            assertThat(repeated.errors()).contains("has ended, and this is its result");
        }
        assertThat(runs()).hasSize(2);

        assertThat(cluster.command("forget", "repeated").output()).contains(retried.applicationId());
        List<LisleCluster.Run> anew = atTheSameInstant(cluster);
        assertThat(anew).allMatch(run -> run.exitCode() == 0, "succeeded");
        assertThat(anew.stream().map(LisleCluster.Run::applicationId).distinct())
                .hasSize(1)
                .doesNotContain(retried.applicationId());
        assertThat(runs()).hasSize(3);
        assertThat(applicationsThatRan(cluster, anew.get(0).applicationId())).isEqualTo(1);
    }

    private List<LisleCluster.Run> atTheSameInstant(LisleCluster cluster) {
        List<CompletableFuture<LisleCluster.Run>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> submit(cluster)));
        }
        return clients.stream().map(CompletableFuture::join).toList();
    }

    /** As a scheduler's worker dies, over and over, and its task is tried again. */
    @Test
    void clientsKilledAtAnyPointAndRepeatedLeaveOneApplication(LisleCluster cluster) throws Exception {
        FileSystem files = cluster.fileSystem();
        org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("/submit-key/" + folder.getFileName());
        List<String> flags = List.of(
                "--submit-key", "dag-2026-11-23-task", "--retry-failed", "--conf", "lisle.yarn.stagingDir=" + root);
        killAsSoonAs(cluster, flags, () -> exists(files, new org.apache.hadoop.fs.Path(root, "cache/*/*")));
        killAsSoonAs(cluster, flags, () -> exists(files, new org.apache.hadoop.fs.Path(root, "staging/*/*")));
        killAsSoonAs(cluster, flags, () -> exists(files, new org.apache.hadoop.fs.Path(root, "submitted/*/*/claim-1")));
        String application;
        try (ClientProcess client = ClientProcess.submit(cluster, Counted.class, Map.of(), flags, folder.toString())) {
            application = client.submittedApplication();
            client.kill();
        }
        try (ClientProcess last = ClientProcess.submit(cluster, Counted.class, Map.of(), flags, folder.toString())) {
            assertThat(last.submittedApplication()).isEqualTo(application);
            go();
            String words = last.lastWords();
            assertThat(last.exitCode()).as(words).isZero();
        }
        assertThat(runs()).hasSize(1);
        assertThat(files.globStatus(new org.apache.hadoop.fs.Path(root, "submitted/*/*/claim-*")))
                .hasSize(1);
        await("its own directory is gone")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !files.exists(new org.apache.hadoop.fs.Path(root, "staging/" + application)));
    }

    /** The environment that Oozie's launcher gives to a shell action. */
    @Test
    void anOozieActionsTagAndTokensReachTheApplication(LisleCluster cluster) throws Exception {
        go();
        Path action = Files.writeString(
                folder.resolve("action.xml"),
                "<configuration><property><name>oozie.child.mapreduce.job.tags</name>"
                        + "<value>oozie-5d41402abc4b2a76</value></property></configuration>");
        Credentials credentials = new Credentials();
        credentials.addToken(
                new Text("lent"),
                new Token<>(new byte[] {1}, new byte[] {2}, new Text("LENT"), new Text("lent-by-oozie")));
        Path tokens = folder.resolve("container_tokens");
        credentials.writeTokenStorageFile(
                new org.apache.hadoop.fs.Path(tokens.toUri()), cluster.cluster().configuration());
        Map<String, String> environment =
                Map.of("OOZIE_ACTION_CONF_XML", action.toString(), "HADOOP_TOKEN_FILE_LOCATION", tokens.toString());
        String application;
        try (ClientProcess client =
                ClientProcess.submit(cluster, Counted.class, environment, List.of(), folder.toString())) {
            application = client.submittedApplication();
            String words = client.lastWords();
            assertThat(client.exitCode()).as(words).isZero();
        }
        assertThat(tags(cluster, application)).contains("oozie-5d41402abc4b2a76");
        assertThat(runs()).hasSize(1);
        assertThat(Files.readString(runs().get(0))).contains("lent-by-oozie");
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void killAsSoonAs(LisleCluster cluster, List<String> flags, Condition condition) throws Exception {
        try (ClientProcess client = ClientProcess.submit(cluster, Counted.class, Map.of(), flags, folder.toString())) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(condition::holds);
            client.kill();
        }
    }

    private static boolean exists(FileSystem files, org.apache.hadoop.fs.Path pattern) throws IOException {
        FileStatus[] found = files.globStatus(pattern);
        return found != null && found.length > 0;
    }

    private LisleCluster.Run submit(LisleCluster cluster, String... flags) {
        List<String> line = new ArrayList<>(List.of("submit", "--submit-key", "repeated"));
        line.addAll(List.of(flags));
        line.addAll(List.of("--num-executors", "1", "--class", Counted.class.getName()));
        line.add(cluster.testJar().toString());
        line.add(folder.toString());
        return cluster.command(line.toArray(String[]::new));
    }

    private void go() throws IOException {
        Files.createFile(folder.resolve("go"));
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("run-"))
                    .toList();
        }
    }

    /** Of the applications from this one on, those with the program of this test that YARN ever had. */
    private static long applicationsThatRan(LisleCluster cluster, String application) throws Exception {
        try (YarnClient yarn = yarn(cluster)) {
            ApplicationId id = ApplicationId.fromString(application);
            String name = yarn.getApplicationReport(id).getName();
            return yarn.getApplications().stream()
                    .filter(report -> report.getApplicationId().compareTo(id) >= 0)
                    .filter(report -> report.getName().equals(name))
                    .count();
        }
    }

    private static java.util.Set<String> tags(LisleCluster cluster, String application) throws Exception {
        try (YarnClient yarn = yarn(cluster)) {
            return yarn.getApplicationReport(ApplicationId.fromString(application))
                    .getApplicationTags();
        }
    }

    private static YarnClient yarn(LisleCluster cluster) {
        YarnClient yarn = YarnClient.createYarnClient();
        yarn.init(cluster.cluster().configuration());
        yarn.start();
        return yarn;
    }
}
