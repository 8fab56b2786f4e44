package org.lisle.yarn.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts a container's JVM, with a program in the JVM's place that tells how it was called. */
class StartScriptTest {
    private static final String FIRST_ATTEMPT = "container_e17_1410901177871_0002_01_000003";
    private static final String SECOND_ATTEMPT = "container_e17_1410901177871_0001_02_000003";

    @TempDir
    Path container;

    private Path script;

    @BeforeEach
    void makeContainer() throws IOException {
        script = container.resolve("start");
        try (InputStream in = LaunchContexts.class.getResourceAsStream(LaunchContexts.START_NAME)) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        java(container.resolve("jdk"), "jdk");
        for (String jar : List.of("lib/b.jar", "lib/a.jar", "lib/B.JAR", "lib/notes.txt", "lisle/lisle.jar")) {
            Files.createDirectories(container.resolve(jar).getParent());
            Files.writeString(container.resolve(jar), jar);
        }
        Files.createDirectories(container.resolve("conf"));
        Files.writeString(container.resolve("executor.jsa"), "12345");
    }

    @Test
    void wildcardsAreWrittenOutInOrderAndDirectoriesComeLast() throws Exception {
        assertThat(run(Map.of("CLASSPATH", "lisle/lisle.jar:conf:lib/*:not/there/*:gone.jar")))
                .contains("CLASSPATH=lisle/lisle.jar:lib/a.jar:lib/b.jar:lib/B.JAR:conf:gone.jar");
    }

    @Test
    void theFlagsOfTheCommandComeLastAndUnchanged() throws Exception {
        assertThat(run(Map.of())).containsSequence("-Xmx1m", "-Da=b c*", "a.Main");
    }

    @Test
    void anArchiveThatIsWholeIsUsed() throws Exception {
        assertThat(run(archive(FIRST_ATTEMPT, "5"))).contains("-XX:SharedArchiveFile=executor.jsa");
    }

    @Test
    void anArchiveOfAnotherLengthOrThatIsNotThereIsNotUsed() throws Exception {
        assertThat(run(archive(FIRST_ATTEMPT, "6"))).noneMatch(word -> word.contains("SharedArchiveFile"));
        Files.delete(container.resolve("executor.jsa"));
        assertThat(run(archive(FIRST_ATTEMPT, "5"))).noneMatch(word -> word.contains("SharedArchiveFile"));
    }

    @Test
    void anApplicationThatYarnStartedAgainDoesWithoutAnArchive() throws Exception {
        assertThat(run(archive(SECOND_ATTEMPT, "5"))).noneMatch(word -> word.contains("SharedArchiveFile"));
    }

    @Test
    void aProcessThatIsToLeaveAnArchiveTakesNotes() throws Exception {
        assertThat(run(Map.of("CONTAINER_ID", FIRST_ATTEMPT, "LISLE_CLASS_ARCHIVE_TARGET", "hdfs://x/executor.jsa")))
                .contains("-XX:+RecordDynamicDumpInfo");
        assertThat(run(Map.of("CONTAINER_ID", FIRST_ATTEMPT))).doesNotContain("-XX:+RecordDynamicDumpInfo");
    }

    @Test
    void aShippedJdkIsFoundBelowItsOneTopDirectory() throws Exception {
        java(container.resolve("lisle-jdk/jdk-21.0.1"), "shipped");

        assertThat(run(Map.of("LISLE_JAVA_ARCHIVE", "lisle-jdk"))).contains("JAVA=shipped");
        assertThat(run(Map.of())).contains("JAVA=jdk");
    }

    private static Map<String, String> archive(String containerId, String bytes) {
        return Map.of(
                "CONTAINER_ID", containerId, "LISLE_CLASS_ARCHIVE", "executor.jsa", "LISLE_CLASS_ARCHIVE_BYTES", bytes);
    }

    /** Each line that the program in the JVM's place writes: who it is, its class path, its arguments. */
    private List<String> run(Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "start", "-Xmx1m", "-Da=b c*", "a.Main");
        builder.directory(container.toFile()).redirectErrorStream(true);
        Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", container.resolve("jdk") + "", "CLASSPATH", ""));
        all.putAll(variables);
        builder.environment().remove("CONTAINER_ID");
        builder.environment().putAll(all);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    private static void java(Path home, String name) throws IOException {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                java, "#!/bin/bash\necho JAVA=" + name + "\necho CLASSPATH=$CLASSPATH\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
