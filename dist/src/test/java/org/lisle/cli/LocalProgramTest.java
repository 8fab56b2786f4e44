package org.lisle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lisle submit --master local[2]}: what reaches the program, how it ends, and what a user reads when it fails. */
class LocalProgramTest {
    private static final String CONTEXT = "try (var context = org.lisle.api.LisleContext.getOrCreate())";

    @TempDir
    Path folder;

    /** A class Job whose main has this body. */
    private Path job(String... body) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "import java.util.List;",
                "public class Job { public static void main(String[] args) throws Exception {"));
        lines.addAll(List.of(body));
        lines.add("} }");
        return ProgramJar.of(folder, "Job", lines.toArray(String[]::new));
    }

    private static Lisle.Run submit(Path jar, String... arguments) {
        return submit(List.of(), jar, arguments);
    }

    private static Lisle.Run submit(List<String> flags, Path jar, String... arguments) {
        List<String> line = new ArrayList<>(List.of("submit", "--master", "local[2]"));
        line.addAll(flags);
        line.add(jar.toString());
        line.addAll(List.of(arguments));
        return Lisle.run(line.toArray(String[]::new));
    }

    // ---------------------------------------------------------------- what reaches the program

    @Test
    void everythingBehindTheJarIsTheProgramsUntouched() throws IOException {
        Path words = Files.writeString(folder.resolve("words"), "expanded");
        String[] arguments = {
            "in",
            "--name",
            "x",
            "-x",
            "--",
            "--help",
            "-h",
            "@" + words,
            "--conf",
            "a",
            "--class=B",
            "--detach",
            "",
            "'q'"
        };
        Lisle.Run run = submit(job("System.out.println(List.of(args));"), arguments);

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).isEqualToIgnoringNewLines(List.of(arguments).toString());
    }

    @Test
    void aDashedArgumentMayComeFirst() throws IOException {
        Lisle.Run run = submit(job("System.out.println(List.of(args));"), "--help", "--", "status");

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("[--help, --, status]");
    }

    @Test
    void theFlagsAreTheContextsSettingsAndTheNameIsTheClassWithoutAny() throws IOException {
        Path jar = job(
                CONTEXT + " {",
                "System.out.println(context.appName() + \" \" + context.master() + \" \" + context.getConf().get(\"lisle.yarn.tags\"));",
                "System.out.println(context.getConf().get(\"lisle.task.maxFailures\")); }");
        Path file = Files.writeString(
                folder.resolve("settings.conf"), "lisle.task.maxFailures=7\nlisle.yarn.tags=of-the-file\n");

        assertThat(submit(jar).output()).startsWith("Job local[2] null");
        assertThat(submit(List.of("--name", "night", "--tags", "a,b", "--properties-file", file.toString()), jar)
                        .output())
                .isEqualToIgnoringNewLines("night local[2] a,b7");
    }

    @Test
    void moreJarsAreOnTheClassPathAndMayBeGivenAsUris() throws IOException {
        Path helper = ProgramJar.of(
                folder, "Helper", "public class Helper { public static String say() { return \"helped\"; } }");
        Path jar = job("System.out.println(Class.forName(\"Helper\").getMethod(\"say\").invoke(null));");

        Lisle.Run run = Lisle.run(
                "submit",
                "--master",
                "local",
                "--jars",
                helper.toUri().toString(),
                jar.toUri().toString());

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("helped");
        assertThat(submit(List.of("--jars", "/no/such.jar"), jar))
                .satisfies(missing -> assertThat(missing.exitCode()).isEqualTo(2))
                .satisfies(missing -> assertThat(missing.errors()).contains("/no/such.jar"));
    }

    @Test
    void aJarElsewhereIsNotLookedIntoForItsClass() {
        Lisle.Run run = Lisle.run("submit", "--master", "local", "hdfs://nn/jobs/job.jar");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors())
                .contains("hdfs://nn/jobs/job.jar is not on this machine")
                .contains("--class");
    }

    // ---------------------------------------------------------------- files

    @Test
    void filesAreFoundInTheDriverAndInTasksByTheirNamesOrTheOnesGiven() throws IOException {
        Path words = Files.writeString(folder.resolve("words.txt"), "of the words");
        Path other = Files.writeString(folder.resolve("other.txt"), "of the other");
        Path jar = job(
                "System.out.println(read(\"words.txt\"));",
                CONTEXT + " {",
                "System.out.println(context.parallelize(List.of(\"renamed\"), 1).map(Job::read).collect()); } }",
                "static String read(String name) throws Exception {",
                "return java.nio.file.Files.readString(java.nio.file.Path.of(org.lisle.api.LisleFiles.get(name)));");

        Lisle.Run run = submit(List.of("--files", words + "," + other.toUri() + "#renamed"), jar);

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("of the words").contains("[of the other]");
    }

    @Test
    void archivesAreUnpackedIntoAFolderOfTheirName() throws IOException {
        Path archive = folder.resolve("tables.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("inner/one.txt"));
            zip.write("one".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Path jar = job("System.out.println(java.nio.file.Files.readString("
                + "java.nio.file.Path.of(org.lisle.api.LisleFiles.get(args[0]), \"inner\", \"one.txt\")));");

        assertThat(submit(List.of("--archives", archive.toString()), jar, "tables.zip")
                        .output())
                .contains("one");
        assertThat(submit(List.of("--archives", archive + "#tables"), jar, "tables")
                        .output())
                .contains("one");
        Lisle.Run none = submit(List.of("--archives", jar + ".txt"), jar, "x");
        assertThat(none.exitCode()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotThereAndANameThatTwoHaveAreRefusedBeforeMainRuns() throws IOException {
        Path jar = job("System.out.println(\"ran\");");
        Path one = Files.writeString(Files.createDirectory(folder.resolve("1")).resolve("x"), "1");
        Path two = Files.writeString(Files.createDirectory(folder.resolve("2")).resolve("x"), "2");

        for (String files : List.of("/nope.txt", one + "," + two)) {
            Lisle.Run run = submit(List.of("--files", files), jar);
            assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
            assertThat(run.output()).isEmpty();
            assertThat(run.errors().lines()).hasSize(1);
        }
        assertThat(submit(List.of("--files", "/nope.txt"), jar).errors()).contains("/nope.txt");
        assertThat(submit(List.of("--files", one + "," + two), jar).errors()).contains("two files");
    }

    // ---------------------------------------------------------------- how it ends

    @Test
    void theWorkOfOtherThreadsIsWaitedFor() throws IOException {
        Path out = folder.resolve("out");
        Path jar = job(
                "new Thread(() -> { " + CONTEXT + " {",
                "context.parallelize(List.of(1, 2, 3), 2).map(n -> n).saveAsTextFile(args[0]); } }).start();");

        Lisle.Run run = submit(jar, out.toString());

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(out.resolve("_SUCCESS")).exists();
    }

    @Test
    void mainMayStandInAClassThatIsNotPublic() throws IOException {
        Path jar = ProgramJar.of(
                folder, "Job", "class Job { public static void main(String[] args) { System.out.println(\"ran\"); } }");

        Lisle.Run run = submit(jar);

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("ran");
    }

    @Test
    void aContextThatIsNotClosedLeavesNoFolderBehindAtTheEndOfTheProcess() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path jar = job(
                "try { org.lisle.api.LisleContext.builder().config(\"lisle.badRecords.path\", \"/dev/null/no\").build();",
                "} catch (org.lisle.core.error.LisleException e) { System.out.println(\"refused, folders \" + folders()); }",
                "var context = org.lisle.api.LisleContext.getOrCreate();",
                "System.out.println(context.parallelize(List.of(3, 1, 2), 2).sortBy(n -> n, true, 2).collect());",
                "System.out.println(\"open, folders \" + folders()); }",
                "static long folders() throws Exception {",
                "try (var files = java.nio.file.Files.list(java.nio.file.Path.of(System.getProperty(\"java.io.tmpdir\")))) {",
                "return files.filter(f -> f.toString().contains(\"lisle-local-\")).count(); }");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "submit",
                        "--master",
                        "local[2]",
                        "--files",
                        jar.toString(),
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("refused, folders 0", "[1, 2, 3]", "open, folders 1");
        assertThat(temporary).isEmptyDirectory();
    }

    // ---------------------------------------------------------------- what a user reads

    @Test
    void anExceptionInMainShowsTheUsersFramesAloneAndThenOneSentence() throws IOException {
        Lisle.Run run = submit(job("throw new IllegalStateException(\"no day for it\");"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.told())
                .containsExactly(
                        "java.lang.IllegalStateException: no day for it",
                        "\tat Job.main(Job.java:3)",
                        "lisle: the program failed with java.lang.IllegalStateException: no day for it");
    }

    @Test
    void aClassThatCannotBeInitialisedIsTheUsersException() throws IOException {
        Path jar = ProgramJar.of(
                folder,
                "Job",
                "public class Job {",
                "static final int N = Integer.parseInt(\"none\");",
                "public static void main(String[] args) {} }");

        Lisle.Run run = submit(jar);

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(1);
        assertThat(run.errors())
                .startsWith("java.lang.NumberFormatException")
                .contains("\tat Job.<clinit>(Job.java:2)")
                .doesNotContain("org.lisle", "picocli");
    }

    @Test
    void anExceptionInATaskIsShownOnceWithTheUsersTraceFirst() throws IOException {
        Lisle.Run run = submit(
                job(CONTEXT + " {", "context.parallelize(List.of(1, 0), 2)", ".map(n -> 1 / n)", ".collect(); }"));

        assertThat(run.exitCode()).isEqualTo(1);
        List<String> lines = run.told();
        assertThat(lines.get(0)).isEqualTo("java.lang.ArithmeticException: / by zero");
        assertThat(lines.get(1)).startsWith("\tat Job.lambda$main$");
        assertThat(run.errors()).containsOnlyOnce("\tat Job.lambda").doesNotContain("org.lisle.", "local.Local");
        assertThat(lines.get(lines.size() - 1)).startsWith("lisle: ").contains("/ by zero");
    }

    @Test
    void aResultThatIsTooLargeIsOneSentenceWithTheUsersLine() throws IOException {
        Lisle.Run run = submit(
                List.of("--conf", "lisle.driver.maxResultSize=64k"),
                job(
                        CONTEXT + " {",
                        "context.parallelize(List.of(1, 2), 2).map(n -> new java.util.Random(n).ints(100_000).toArray()).collect();",
                        "}"));

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(1);
        assertThat(run.told()).hasSize(1);
        assertThat(run.errors()).contains("lisle.driver.maxResultSize", "(collect at Job.java:4)");
    }

    @Test
    void memoryThatTheUsersFunctionExhaustsIsOneSentenceAndNoFrameOfTheEngine() throws IOException {
        Lisle.Run run = submit(job(
                CONTEXT + " {", "context.parallelize(List.of(1 << 30), 1).map(n -> new long[n].length).collect(); }"));

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(3);
        // the JVM gives a trace to the first few such errors only
        assertThat(run.told().get(run.told().size() - 1)).startsWith("lisle: ").contains("ran out of memory");
        assertThat(run.errors()).doesNotContain("at org.lisle.");
    }

    @Test
    void aFunctionThatCannotBeSentIsNamedOnceWithItsLineOnce() throws IOException {
        Path jar = ProgramJar.of(
                folder,
                "Job",
                "import java.util.List;",
                "public class Job {",
                "int field = 1;",
                "void run() { " + CONTEXT + " {",
                "context.parallelize(List.of(1), 1).map(n -> n + field).collect(); } }",
                "public static void main(String[] args) { new Job().run(); } }");

        Lisle.Run run = submit(jar);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors())
                .contains("captures its surrounding object (Job)")
                .doesNotContain("(Job) (Job)", "//");
        assertThat(run.errors().split("Job\\.java:5", -1)).as(run.errors()).hasSize(2);
    }

    @Test
    void aWrongMasterNamesNoFrameOfTheEngine() throws IOException {
        Lisle.Run run = Lisle.run(
                "submit",
                "--master",
                "local[x]",
                job(CONTEXT + " { context.stop(); }").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("local[x]").doesNotContain("LocalMaster");
    }

    @Test
    void stagesAreToldOfWhenTheyRunAndWhenTheyEnd() throws IOException {
        Path jar = job(
                CONTEXT + " {",
                "for (String line : List.of(\"stage 0 \", \"ended after\")) {",
                "context.parallelize(List.of(line, line), 2).filter(Job::seen).count(); } } }",
                "static boolean seen(String line) throws Exception {",
                "while (!System.getProperty(\"errors\", \"\").contains(line)) { Thread.sleep(10); } return true;");

        Lisle.Run run = submit(jar);

        assertThat(run.errors()).containsPattern("stage 0 count at Job.java:5: 0/2 tasks, 2 running");
        assertThat(run.errors()).containsPattern("stage 0 count at Job.java:5: ended after \\d+\\.\\d s, 2 tasks");
    }
}
