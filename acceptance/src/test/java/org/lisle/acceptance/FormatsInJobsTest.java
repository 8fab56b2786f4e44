package org.lisle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.cli.Main;
import org.lisle.minicluster.LisleCluster;
import org.lisle.minicluster.LisleClusterExtension;

/** Jobs get the formats by the flag jars, beside a Hadoop that has an Avro and a Jackson of its own. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class FormatsInJobsTest {
    private static final String ALL = "csv,json,avro,parquet,sequence,object";

    @Test
    void everyFormatGivesBackItsRecordsOnACluster(LisleCluster cluster) {
        LisleCluster.Run run = cluster.command(
                "submit",
                "--class",
                FormatCheck.class.getName(),
                "--num-executors",
                "1",
                "--jars",
                FormatJar.flag(),
                cluster.testJar().toString(),
                ALL,
                "3000",
                "3",
                "/formats");

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        for (String format : ALL.split(",")) {
            assertThat(run.logs()).contains(format + ": 3,000 records as they must be");
        }
    }

    @Test
    void everySaveModeLeavesWhatItMustOnACluster(LisleCluster cluster) {
        LisleCluster.Run run = cluster.command(
                "submit",
                "--class",
                SaveCheck.class.getName(),
                "--num-executors",
                "1",
                "--conf",
                "lisle.hadoop.mapreduce.outputcommitter.factory.scheme.hdfs="
                        + "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory",
                "--jars",
                FormatJar.flag(),
                cluster.testJar().toString(),
                "700",
                "/saves");

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.logs()).contains("all modes as they must be; committed by the manifest committer");
    }

    @Test
    void everyFormatGivesBackItsRecordsInLocalMode(LisleCluster cluster, @TempDir Path folder) throws Exception {
        Ended run = local("--jars", FormatJar.flag(), cluster.testJar().toString(), ALL, "3000", "3", place(folder));

        assertThat(run.exitCode()).as(run.output()).isZero();
        for (String format : ALL.split(",")) {
            assertThat(run.output()).contains(format + ": 3,000 records as they must be");
        }
    }

    /** So the tests above read what the jars hold. */
    @Test
    void withoutTheJarThereIsNoFormat(LisleCluster cluster, @TempDir Path folder) throws Exception {
        Ended run = local(cluster.testJar().toString(), "parquet", "10", "1", place(folder));

        assertThat(run.exitCode()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("NoClassDefFoundError: org/lisle/format/");
    }

    private record Ended(int exitCode, String output) {}

    /** Surefire starts this JVM with a jar that only names the others. */
    private static String[] classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator);
    }

    private static String place(Path folder) {
        return folder.resolve("out").toUri().toString();
    }

    /** The command line in a process whose class path has the jars of this one's, but not its folders. */
    private static Ended local(String... arguments) throws Exception {
        String jars = Arrays.stream(classPath())
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp", jars));
        line.addAll(List.of(Main.class.getName(), "submit", "--master", "local[2]"));
        line.addAll(List.of("--class", FormatCheck.class.getName()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
