package org.lisle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.core.launch.LisleVersion;
import org.lisle.hdfs.conf.HadoopConfiguration;

/** Every command, as far as it goes without a cluster. Programs in this JVM are {@link LocalProgramTest}'s. */
class CommandLineProgramTest {
    private static final String EXAMPLES_JAR = "lisle.examples.jar";

    @TempDir
    Path folder;

    @AfterEach
    void forgetTheCluster() {
        HadoopConfiguration.setBase(null);
        System.clearProperty(EXAMPLES_JAR);
    }

    @Test
    void versionNamesLisleJavaAndHadoop() {
        Lisle.Run run = Lisle.run("version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output().lines()).hasSize(3);
        assertThat(run.output()).containsPattern("Lisle \\d+\\.\\d+\\.\\d+").contains("Java ", "Hadoop 3.");
        assertThat(LisleVersion.text()).as("the build's").matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void theHelpListsEveryCommand() {
        Lisle.Run run = Lisle.run("--help");

        assertThat(run.exitCode()).isZero();
        for (String command : List.of(
                "submit", "example", "demo", "status", "attach", "timings", "kill", "forget", "logs", "list", "version",
                "help")) {
            assertThat(run.output()).containsPattern("(?m)^  " + command + " ");
        }
        assertThat(run.output()).contains("Exit codes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit", "example", "demo", "status", "attach", "timings", "kill", "forget", "logs", "list", "version"
            })
    void everyCommandHasHelp(String command) {
        for (Lisle.Run run : List.of(Lisle.run(command, "--help"), Lisle.run("help", command))) {
            assertThat(run.exitCode()).isZero();
            assertThat(run.output()).contains("Usage: lisle " + command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "attach", "timings", "kill", "forget", "logs", "list"})
    void everyCommandAboutAClusterTakesItsSettings(String command) {
        assertThat(Lisle.run(command, "--help").output()).contains("--conf", "--properties-file");
    }

    @Test
    void theHelpOfSubmitSaysThatSizesAreThoseOfContainers() {
        String help = Lisle.run("submit", "--help").output().replaceAll("\\s+", " ");

        assertThat(help).contains("Size of an executor's container", "Size of the driver's container");
    }

    @ParameterizedTest
    @CsvSource({
        "submit --no-such-flag, --no-such-flag",
        "submit --num-executors, --num-executors",
        "submit, no jar given",
        "submit --master local /no/such.jar, /no/such.jar",
        "submit --master mars --class X pom.xml, mars",
        "submit --conf lisle.no.such=1 --class X pom.xml, lisle.no.such",
        "submit --conf novalue --class X pom.xml, novalue",
        "submit --properties-file /no/such.conf --class X pom.xml, /no/such.conf",
        "submit --master local --class no.such.Job pom.xml, no.such.Job",
        "status, APP_ID",
        "status --no-such-flag x, --no-such-flag",
        "nonsense, nonsense",
        "demo x, bin/lisle demo"
    })
    void wrongUsageIsOneSentenceThatNamesTheThing(String line, String named) {
        Lisle.Run run = Lisle.run(line.split(" "));

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
        assertThat(run.errors().lines()).hasSize(1);
        assertThat(run.errors()).startsWith("lisle: ").contains(named);
        assertThat(run.output()).isEmpty();
    }

    @Test
    void examplesAreListedAndAnUnknownOneIsNamed() throws IOException {
        System.setProperty(EXAMPLES_JAR, examples().toString());

        assertThat(Lisle.run("example").output()).isEqualToIgnoringNewLines("examples: Echo, Other");
        Lisle.Run unknown = Lisle.run("example", "Nothing");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errors()).contains("'Nothing'", "Echo, Other");
    }

    @Test
    void withoutTheirJarThereAreNoExamples() {
        Lisle.Run run = Lisle.run("example");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("bin/lisle");
    }

    @Test
    void everythingBehindTheNameOfAnExampleIsItsOwn() throws IOException {
        System.setProperty(EXAMPLES_JAR, examples().toString());
        Lisle.Run run = Lisle.run("example", "--master", "local", "Echo", "--master", "yarn", "@x", "--", "-h");

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("[--master, yarn, @x, --, -h]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void theUsageOfAnExampleNeedsNoCluster(String flag) throws IOException {
        System.setProperty(EXAMPLES_JAR, examples().toString());
        Lisle.Run run = Lisle.run("example", "Echo", flag);

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("[" + flag + "]");
    }

    /** A jar as the examples', whose Echo prints its arguments. */
    private Path examples() throws IOException {
        Path echo = ProgramJar.of(
                folder,
                "org.lisle.examples.Echo",
                "package org.lisle.examples;",
                "public class Echo { public static void main(String[] args) {",
                "System.out.println(java.util.List.of(args)); } }");
        Path jar = folder.resolve("examples.jar");
        try (var classes = new java.util.jar.JarFile(echo.toFile());
                var zip = new JarOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("org/lisle/examples/Echo.class"));
            classes.getInputStream(classes.getJarEntry("org/lisle/examples/Echo.class"))
                    .transferTo(zip);
            zip.putNextEntry(new ZipEntry("org/lisle/examples/examples.txt"));
            zip.write("Other\nEcho\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return jar;
    }

    // ---------------------------------------------------------------- a cluster that is not there

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit --class X", "status application_1_0001", "kill application_1_0001", "logs application_1_0001",
                "attach application_1_0001", "timings application_1_0001", "forget k", "list"
            })
    void aClusterThatIsNotReachableIsOneSentence(String line) throws IOException {
        Configuration nowhere = new Configuration();
        nowhere.set("yarn.resourcemanager.address", "127.0.0.1:1");
        HadoopConfiguration.setBase(nowhere);
        String command = line.startsWith("submit") ? line + " " + Files.createFile(folder.resolve("job.jar")) : line;
        System.setProperty("lisle.jar", folder.resolve("job.jar").toString());
        try {
            assertUnreachable(Lisle.run(command.split(" ")), "127.0.0.1:1");
        } finally {
            System.clearProperty("lisle.jar");
        }
    }

    @Test
    void theSettingsOfACommandSayWhichClusterItAsks() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cluster.conf"), "lisle.hadoop.yarn.resourcemanager.address=127.0.0.1:2\n");

        assertUnreachable(
                Lisle.run("list", "--conf", "lisle.hadoop.yarn.resourcemanager.address=127.0.0.1:1"), "127.0.0.1:1");
        assertUnreachable(
                Lisle.run("status", "--properties-file", file.toString(), "application_1_0001"), "127.0.0.1:2");
    }

    private static void assertUnreachable(Lisle.Run run, String address) {
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(4);
        assertThat(run.errors().lines()).hasSize(1);
        assertThat(run.errors()).startsWith("lisle: ").contains(address);
    }
}
