package org.lisle.hdfs.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: an archive is the JVM's business, and so is what it does with one that does not fit. */
class LoadedClassesTest {
    @TempDir
    Path folder;

    private Path archive;

    /** A process that leaves its classes, or says whether it uses those that another one left. */
    public static final class Process {
        private Process() {}

        public static void main(String[] arguments) throws IOException {
            switch (arguments[0]) {
                case "leave" ->
                    LoadedClasses.store(arguments[1], List.of("org/lisle/hdfs/archive/"), new Configuration());
                case "look" -> System.out.println("used: " + LoadedClasses.isUsed(arguments[1]));
                default -> {
                    var path = new org.apache.hadoop.fs.Path(arguments[1]);
                    try (var in = path.getFileSystem(new Configuration()).open(path)) {
                        System.out.println("read: " + in.read());
                    }
                }
            }
        }
    }

    @BeforeEach
    void leaveAnArchive() throws Exception {
        archive = folder.resolve("store/left.jsa");
        Files.createDirectories(archive.getParent());
        Files.createDirectories(folder.resolve("one"));
        pack(folder.resolve("one/own.jar"));
        run(
                folder.resolve("one"),
                List.of("-XX:+RecordDynamicDumpInfo"),
                "leave",
                archive.toUri().toString());
    }

    @Test
    void whatOneProcessLeftIsUsedByTheNextInAnotherDirectory() throws Exception {
        Path two = Files.createDirectories(folder.resolve("two"));
        Files.copy(
                folder.resolve("one/own.jar"),
                two.resolve("own.jar"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(archive).isNotEmptyFile();
        assertThat(look(two)).isEqualTo("used: true");
        try (Stream<Path> left = Files.list(archive.getParent())) {
            assertThat(left)
                    .as("nothing else is left")
                    .filteredOn(file -> !isChecksum(file))
                    .containsExactly(archive);
        }
    }

    @Test
    void whatReadingAFileTakesIsInItThoughTheProcessHadReadNone() throws Exception {
        Path log = folder.resolve("loaded.log");
        Path file = Files.write(folder.resolve("file"), new byte[] {7});

        String printed = run(
                folder.resolve("one"),
                List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log),
                "read",
                file.toUri().toString());

        assertThat(printed).contains("read: 7");
        List<String> hadoop = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" org.apache.hadoop."))
                .toList();
        assertThat(hadoop).as("classes of Hadoop").hasSizeGreaterThan(100);
        assertThat(hadoop.stream().filter(line -> !line.contains("source: shared objects file")))
                .as("those that came from a jar")
                .hasSizeLessThan(hadoop.size() / 20);
    }

    @Test
    void aProcessWithAnotherJarStartsWithoutIt() throws Exception {
        Path two = Files.createDirectories(folder.resolve("two"));
        Files.copy(folder.resolve("one/own.jar"), two.resolve("own.jar"));
        Files.setLastModifiedTime(two.resolve("own.jar"), java.nio.file.attribute.FileTime.fromMillis(1_000_000_000));

        assertThat(look(two)).isEqualTo("used: false");
    }

    @Test
    void aProcessStartsWithoutAnArchiveThatIsNone() throws Exception {
        byte[] bytes = Files.readAllBytes(archive);
        Arrays.fill(bytes, 0, 4096, (byte) 7);
        Files.delete(archive);
        Files.write(archive, bytes);

        assertThat(look(folder.resolve("one"))).isEqualTo("used: false");
    }

    @Test
    void anArchiveThatIsThereStays() throws Exception {
        byte[] bytes = Files.readAllBytes(archive);
        run(
                folder.resolve("one"),
                List.of("-XX:+RecordDynamicDumpInfo", "-Dmore=1"),
                "leave",
                archive.toUri().toString());

        assertThat(archive).hasBinaryContent(bytes);
    }

    private String look(Path directory) throws IOException, InterruptedException {
        String printed = run(directory, List.of("-XX:SharedArchiveFile=" + archive), "look", "left.jsa");
        return printed.lines()
                .filter(line -> line.startsWith("used:"))
                .findFirst()
                .orElse(printed);
    }

    private static String run(Path directory, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx64m"));
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        line.addAll(flags);
        line.addAll(List.of("-cp", "own.jar" + File.pathSeparator + jars(), Process.class.getName()));
        line.addAll(List.of(arguments));
        java.lang.Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    /** The libraries of this test's class path; folders have no place in an archive. */
    private static String jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .reduce((left, right) -> left + File.pathSeparator + right)
                .orElse("");
    }

    /** This package's classes, with those of the test. */
    private static void pack(Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Class<?> packed : List.of(LoadedClasses.class, Process.class, LoadedClassesTest.class)) {
                String name = packed.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(name));
                try (var in = LoadedClassesTest.class.getClassLoader().getResourceAsStream(name)) {
                    entries.write(java.util.Objects.requireNonNull(in).readAllBytes());
                }
                entries.closeEntry();
            }
        }
    }

    private static boolean isChecksum(Path file) {
        return file.getFileName().toString().endsWith(".crc");
    }
}
