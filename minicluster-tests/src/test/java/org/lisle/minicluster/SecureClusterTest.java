package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.CountWords;
import org.lisle.minicluster.jobs.Survivor;

/** A cluster with Kerberos. Containers have no ticket: what they can do they do by tokens. */
@Tag("soak")
@Timeout(240)
class SecureClusterTest {
    @TempDir
    static java.nio.file.Path folder;

    private static SecureCluster secure;

    @BeforeAll
    static void start() throws Exception {
        secure = SecureCluster.start(Files.createTempDirectory(folder, "secure"));
    }

    @AfterAll
    static void stop() throws IOException {
        secure.close();
    }

    @Test
    void whoHasATicketReadsAndWritesWhereTheTokensReach() throws Exception {
        FileSystem other = secure.otherHdfs().getFileSystem();
        write(other, "/user/alice/in.txt", "to be or not to be\n");
        String result = submitted(
                Map.of("KRB5CCNAME", secure.ticketOf("alice").toString()),
                List.of("--conf", "lisle.yarn.access.hadoopFileSystems=" + other.getUri()),
                CountWords.class,
                0,
                other.getUri() + "/user/alice/in.txt",
                "/user/alice/counts");
        assertThat(result).contains("Submitted application application_");
        assertThat(lines("/user/alice/counts")).containsExactly("be\t2", "not\t1", "or\t1", "to\t2");
    }

    @Test
    void withoutATokenForAFileSystemItsNameAndTheSettingAreInTheError() throws Exception {
        FileSystem other = secure.otherHdfs().getFileSystem();
        write(other, "/user/alice/unreached.txt", "nobody reads this\n");
        String result = submitted(
                Map.of("KRB5CCNAME", secure.ticketOf("alice").toString()),
                List.of(),
                CountWords.class,
                4,
                other.getUri() + "/user/alice/unreached.txt",
                "/user/alice/unwritten");
        assertThat(result)
                .contains(other.getUri().getAuthority())
                .contains("lisle.yarn.access.hadoopFileSystems")
                .doesNotContain("\tat ");
    }

    @Test
    void whoHasNoTicketIsToldSo() throws Exception {
        String result = submitted(
                Map.of("KRB5CCNAME", folder.resolve("no-ticket").toString()),
                List.of(),
                CountWords.class,
                4,
                "/in",
                "/out");
        assertThat(result).contains("kinit").doesNotContain("\tat ");
    }

    @Test
    void theTokensOfALauncherAreEnoughAndStayGood() throws Exception {
        write(secure.cluster().fileSystem(), "/user/bob/in.txt", "words and words\n");
        java.nio.file.Path tokens = secure.tokensOf("bob");
        for (String out : List.of("/user/bob/first", "/user/bob/second")) {
            submitted(
                    Map.of("HADOOP_TOKEN_FILE_LOCATION", tokens.toString()),
                    List.of("--conf", "lisle.yarn.stagingDir=/user/bob/.lisle"),
                    CountWords.class,
                    0,
                    "/user/bob/in.txt",
                    out);
            assertThat(lines(out)).containsExactly("and\t1", "words\t2");
            assertThat(secure.cluster()
                            .fileSystem()
                            .getFileStatus(new Path(out))
                            .getOwner())
                    .isEqualTo("bob");
        }
    }

    @Test
    void onlyTheOwnerReadsThePageAndOnlyThroughTheProxy() throws Exception {
        java.nio.file.Path marks = Files.createDirectory(folder.resolve("page"));
        Map<String, String> ticket =
                Map.of("KRB5CCNAME", secure.ticketOf("alice").toString());
        try (ClientProcess client = secure.client(ticket, line(List.of(), Survivor.class, marks.toString()))) {
            String id = client.submittedApplication();
            await().atMost(Duration.ofSeconds(120)).until(() -> marks(marks, "first-"));
            String page = "http://" + secure.cluster().configuration().get("yarn.resourcemanager.webapp.address")
                    + "/proxy/" + id + "/";
            SecureCluster.Answer owners = secure.get("alice", page + "api/v1/application");
            assertThat(owners.status()).as(owners.text()).isEqualTo(200);
            assertThat(owners.text()).contains("\"stagingDirectory\"").contains("/user/alice/");
            assertThat(secure.get("alice", page + "api/v1/jobs").text()).contains("map at Survivor.java:");
            assertThat(secure.get("alice", page).text()).contains("map at Survivor.java:");
            assertThat(secure.get("bob", page + "?proxyapproved=true").status()).isEqualTo(403);
            var nobody = (HttpURLConnection) URI.create(page).toURL().openConnection();
            assertThat(nobody.getResponseCode()).isEqualTo(401);
            Files.createFile(marks.resolve("go"));
            String words = client.lastWords();
            assertThat(client.exitCode()).as(words).isZero();
        }
    }

    @Test
    void aJobThatIsLongerThanATokensTermGoesOnBecauseYarnRenewsIt() throws Exception {
        java.nio.file.Path marks = Files.createDirectory(folder.resolve("long"));
        Map<String, String> ticket =
                Map.of("KRB5CCNAME", secure.ticketOf("alice").toString());
        try (ClientProcess client = secure.client(ticket, line(List.of(), Survivor.class, marks.toString()))) {
            client.submittedApplication();
            await().atMost(Duration.ofSeconds(120)).until(() -> marks(marks, "first-"));
            long started = System.nanoTime();
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> System.nanoTime() - started > 2 * SecureCluster.RENEWAL_MILLIS * 1_000_000);
            Files.createFile(marks.resolve("go"));
            String words = client.lastWords();
            assertThat(client.exitCode()).as(words).isZero();
        }
    }

    private static boolean marks(java.nio.file.Path folder, String prefix) {
        String[] names = folder.toFile().list((dir, name) -> name.startsWith(prefix));
        return names != null && names.length > 0;
    }

    /** What the client said; its exit code is checked. */
    private static String submitted(
            Map<String, String> variables, List<String> flags, Class<?> mainClass, int exitCode, String... arguments)
            throws Exception {
        try (ClientProcess client = secure.client(variables, line(flags, mainClass, arguments))) {
            String words = client.lastWords();
            assertThat(client.exitCode()).as(words).isEqualTo(exitCode);
            return words;
        }
    }

    private static List<String> line(List<String> flags, Class<?> mainClass, String... arguments) throws IOException {
        List<String> line = new java.util.ArrayList<>(List.of("submit"));
        line.addAll(flags);
        line.addAll(List.of("--driver-memory", "512m", "--executor-memory", "512m", "--num-executors", "1"));
        line.addAll(List.of("--conf", "lisle.yarn.java.home=" + System.getProperty("java.home")));
        // on a real cluster every node has the file in /etc
        for (String process : List.of("driver", "executor")) {
            line.addAll(List.of("--conf", "lisle." + process + ".extraJavaOptions=" + secure.kerberosFlag()));
        }
        line.addAll(List.of("--class", mainClass.getName(), jarOf(mainClass).toString()));
        line.addAll(List.of(arguments));
        return line;
    }

    private static java.nio.file.Path jarOf(Class<?> mainClass) throws IOException {
        java.nio.file.Path source = java.nio.file.Path.of(
                mainClass.getProtectionDomain().getCodeSource().getLocation().getPath());
        return source.toString().endsWith(".jar") ? source : ClassPathJar.write(folder.resolve("test-classes.jar"));
    }

    private static void write(FileSystem files, String path, String text) throws IOException {
        secure.write(files, path, text);
        files.setPermission(new Path(path), new org.apache.hadoop.fs.permission.FsPermission((short) 0644));
    }

    private static TreeSet<String> lines(String directory) throws IOException {
        TreeSet<String> lines = new TreeSet<>();
        FileSystem files = secure.cluster().fileSystem();
        for (var file : files.listStatus(new Path(directory))) {
            if (file.getPath().getName().startsWith("part-")) {
                try (var in = files.open(file.getPath())) {
                    lines.addAll(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
                }
            }
        }
        return lines;
    }
}
