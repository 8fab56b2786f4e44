package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.CountWords;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.Misbehaving;
import org.lisle.minicluster.jobs.ShippedFilesUse;
import org.lisle.minicluster.jobs.SkewedJoin;
import org.lisle.minicluster.jobs.TogetherOnTwo;

/** Jobs on an embedded HDFS and YARN, whole and broken in every way that users break them. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class EngineOnYarnTest {
    private static final long SEED = 20261123;
    private static final Map<String, String> ONE_EXECUTOR = Map.of("lisle.executor.instances", "1");

    @TempDir
    java.nio.file.Path folder;

    @Test
    void anExistingOutputIsRefusedBeforeAnythingRuns(LisleCluster cluster) throws IOException {
        writeText(cluster, "/exists/in", 100);
        cluster.fileSystem().mkdirs(new Path("/exists/out"));
        LisleCluster.Run run = cluster.submit(CountWords.class, ONE_EXECUTOR, "/exists/in", "/exists/out");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors())
                .contains("/exists/out")
                .contains("CountWords.java:")
                .doesNotContain("\tat ");
    }

    @Test
    void anInputThatIsNotThereIsNamed(LisleCluster cluster) {
        LisleCluster.Run run = cluster.submit(CountWords.class, ONE_EXECUTOR, "/no/such/input", "/no/such/output");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("/no/such/input").doesNotContain("\tat ");
    }

    @Test
    @Tag("soak")
    void ofTwoResourceManagersTheOneThatIsDownIsPassedOver(LisleCluster cluster) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "lisle.hadoop.yarn.resourcemanager.ha.enabled", "true",
                "lisle.hadoop.yarn.resourcemanager.ha.rm-ids", "gone,here",
                "lisle.hadoop.yarn.client.failover-sleep-base-ms", "100",
                "lisle.hadoop.yarn.client.failover-sleep-max-ms", "500"));
        for (String address : List.of("address", "scheduler.address", "webapp.address")) {
            String name = "yarn.resourcemanager." + address;
            settings.put("lisle.hadoop." + name + ".gone", "127.0.0.1:1");
            settings.put(
                    "lisle.hadoop." + name + ".here",
                    cluster.cluster().configuration().get(name));
        }
        LisleCluster.Run run = cluster.submit(Misbehaving.NoContext.class, settings);
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs()).contains("nothing to do");
    }

    @Test
    void aTaskThatThrowsIsTriedFourTimesAndShowsTheUsersTrace(LisleCluster cluster) throws IOException {
        Marks marks = marks("throws");
        LisleCluster.Run run = cluster.submit(Misbehaving.TaskThrows.class, ONE_EXECUTOR, marks.folder());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(1);
        assertThat(marks.attempts("throw")).isEqualTo(4);
        assertThat(run.errors())
                .contains("java.lang.IllegalStateException: no fours today")
                .contains("Misbehaving.java:")
                .contains("lisle logs " + run.applicationId());
        int trace = run.errors().indexOf("java.lang.IllegalStateException: no fours today");
        assertThat(run.errors().substring(trace).lines().skip(1).findFirst().orElse(""))
                .as("the user's frame comes first")
                .contains("Misbehaving");
    }

    @Test
    void systemExitInMainIsAFailureThatNamesTheStatus(LisleCluster cluster) {
        LisleCluster.Run run = cluster.submit(Misbehaving.Exits.class, ONE_EXECUTOR);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(1);
        assertThat(run.errors()).contains("System.exit(3)");
    }

    @Test
    void anExceptionInMainShowsItsTrace(LisleCluster cluster) {
        LisleCluster.Run run = cluster.submit(Misbehaving.MainThrows.class, ONE_EXECUTOR);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(1);
        assertThat(run.errors()).contains("IllegalArgumentException: main has had enough");
    }

    @Test
    void aMainThatNeverMakesAContextSucceeds(LisleCluster cluster) {
        LisleCluster.Run run = cluster.submit(Misbehaving.NoContext.class, ONE_EXECUTOR);
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs()).contains("nothing to do");
    }

    @Test
    void aMainThatReturnsWhileItsJobsRunOnAnotherThreadIsWaitedFor(LisleCluster cluster) {
        LisleCluster.Run run = cluster.submit(Misbehaving.ReturnsEarly.class, ONE_EXECUTOR);
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs()).contains("main returns", "the other thread counted 2");
    }

    @Test
    void twoApplicationsRunAtOnce(LisleCluster cluster) throws IOException {
        Map<String, Long> expected = writeText(cluster, "/two/in", 20_000);
        var first = CompletableFuture.supplyAsync(
                () -> cluster.submit(CountWords.class, ONE_EXECUTOR, "/two/in", "/two/out1"));
        var second = CompletableFuture.supplyAsync(
                () -> cluster.submit(CountWords.class, ONE_EXECUTOR, "/two/in", "/two/out2"));
        assertThat(first.join().exitCode()).as(first.join().errors()).isZero();
        assertThat(second.join().exitCode()).as(second.join().errors()).isZero();
        List<String> lines = expected.entrySet().stream()
                .map(count -> count.getKey() + "\t" + count.getValue())
                .sorted()
                .toList();
        assertThat(cluster.sortedLines("/two/out1")).isEqualTo(lines);
        assertThat(cluster.sortedLines("/two/out2")).isEqualTo(lines);
    }

    @Test
    void aSkewedPartitionOfAJoinIsComputedBySeveralTasks(LisleCluster cluster) {
        long rows = 0;
        long sum = 0;
        for (int number = 0; number < SkewedJoin.LARGE; number++) {
            rows++;
            sum += SkewedJoin.value(number, SkewedJoin.key(number));
        }
        LisleCluster.Run run = cluster.submit(
                SkewedJoin.class,
                Map.of(
                        "lisle.executor.instances",
                        "2",
                        "lisle.skewJoin.skewedPartitionThreshold",
                        "4k",
                        "lisle.skewJoin.skewedPartitionFactor",
                        "3"));
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs())
                .contains("joined " + rows + " rows of the sum " + sum)
                .contains("several tasks had a part of a partition: true");
    }

    @Test
    void theTasksOfABarrierStageOnTwoExecutorsHearEachOther(LisleCluster cluster) {
        LisleCluster.Run run = cluster.submit(
                TogetherOnTwo.class, Map.of("lisle.executor.instances", "2", "lisle.executor.cores", "1"));
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs()).contains("heard [[0:10, 1:35] on 2, [0:10, 1:35] on 2]");
    }

    @Test
    void wrongUsageIsOneSentenceAndExitCodeTwo(LisleCluster cluster) {
        assertUsage(cluster.command("submit", "--no-such-flag"), "--no-such-flag");
        assertUsage(cluster.command("submit", "--class", "X", "/no/such.jar"), "/no/such.jar");
        assertUsage(
                cluster.command(
                        "submit", "--class", "no.such.Clazz", cluster.testJar().toString()),
                "no.such.Clazz");
        assertUsage(
                cluster.command(
                        "submit",
                        "--queue",
                        "nowhere",
                        "--class",
                        Misbehaving.NoContext.class.getName(),
                        cluster.testJar().toString(),
                        "a",
                        "b"),
                "nowhere");
        assertUsage(
                cluster.command(
                        "submit",
                        "--conf",
                        "lisle.no.such=1",
                        "--class",
                        "x.X",
                        cluster.testJar().toString()),
                "lisle.no.such");
    }

    private static void assertUsage(LisleCluster.Run run, String named) {
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
        assertThat(run.errors()).contains(named).doesNotContain("\tat ");
        assertThat(run.errors().lines().filter(line -> line.startsWith("lisle: ")))
                .hasSize(1);
        assertThat(run.applicationId()).isEmpty();
    }

    @Test
    void executorsLargerThanAnyNodeAreFoundBeforeSubmission(LisleCluster cluster) {
        LisleCluster.Run run = cluster.command(
                "submit",
                "--conf",
                "lisle.executor.memory=512g",
                "--class",
                Misbehaving.NoContext.class.getName(),
                cluster.testJar().toString(),
                "a",
                "b");
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(3);
        assertThat(run.errors()).contains("lisle.executor.memory").doesNotContain("\tat ");
        assertThat(run.applicationId()).isEmpty();
    }

    @Test
    void shippedFilesAndArchivesAreFoundByTheNamesTheyWereGiven(LisleCluster cluster) throws IOException {
        java.nio.file.Path file = Files.writeString(folder.resolve("words.txt"), "of the file");
        java.nio.file.Path archive = folder.resolve("tables.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("one.txt"));
            zip.write("of the archive".getBytes(StandardCharsets.UTF_8));
        }
        LisleCluster.Run run = cluster.submit(
                ShippedFilesUse.class,
                Map.of("lisle.files", file + "#renamed", "lisle.archives", archive.toString()),
                "renamed",
                "tables.zip");

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs())
                .contains("the driver reads of the file and of the archive")
                .contains("the executors read [of the file, of the archive]");
    }

    @Test
    void whatStandsBehindTheJarReachesTheProgramUntouched(LisleCluster cluster) {
        LisleCluster.Run run =
                cluster.submit(Misbehaving.NoContext.class, Map.of(), "--name", "x", "--", "--help", "@file", "--conf");

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs()).contains("nothing to do with [--name, x, --, --help, @file, --conf]");
    }

    private Marks marks(String name) throws IOException {
        return new Marks(Files.createDirectory(folder.resolve(name)).toString());
    }

    /** Four files of random words; returns how often each word stands in them. */
    private static Map<String, Long> writeText(LisleCluster cluster, String directory, int lines) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Long> counts = new TreeMap<>();
        for (int file = 0; file < 4; file++) {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < lines / 4; line++) {
                for (int word = 0; word < 8; word++) {
                    String chosen = "w" + random.nextInt(1 + random.nextInt(2000));
                    counts.merge(chosen, 1L, Long::sum);
                    text.append(word == 0 ? "" : " ").append(chosen);
                }
                text.append('\n');
            }
            try (var out = cluster.fileSystem().create(new Path(directory, "part" + file + ".txt"))) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return counts;
    }
}
