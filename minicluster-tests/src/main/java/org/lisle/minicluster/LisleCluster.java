package org.lisle.minicluster;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import org.lisle.cli.CommandLineProgram;
import org.lisle.hdfs.conf.HadoopConfiguration;

/**
 * An embedded cluster with Lisle at hand: submits classes of the test's class path as real YARN applications, by the same command line that
 * users type.
 */
public final class LisleCluster implements AutoCloseable {
    private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");

    private final EmbeddedCluster cluster;
    private final Path testJar;
    private int commands;

    private LisleCluster(EmbeddedCluster cluster, Path testJar) {
        this.cluster = cluster;
        this.testJar = testJar;
    }

    /** What a submitted program left. {@code logs} are those of all its containers; {@code applicationId} is empty when nothing was submitted. */
    public record Run(int exitCode, String output, String errors, String applicationId, String logs) {}

    /** Starts a cluster whose files lie below the folder. One in a JVM at a time: YARN keeps the ResourceManager's identity in a static. */
    public static LisleCluster start(Path folder, EmbeddedCluster.Options options) throws IOException {
        return start(folder, options, Map.of());
    }

    /** @param more properties of Hadoop that win over the embedded cluster's */
    static LisleCluster start(Path folder, EmbeddedCluster.Options options, Map<String, String> more)
            throws IOException {
        EmbeddedCluster cluster = EmbeddedCluster.start(folder, options, more);
        return new LisleCluster(cluster, ClassPathJar.write(folder.resolve("test-classes.jar")));
    }

    public EmbeddedCluster cluster() {
        return cluster;
    }

    public FileSystem fileSystem() throws IOException {
        return cluster.fileSystem();
    }

    /** The lines of the files {@code part-*} of an output, sorted. */
    public List<String> sortedLines(String output) throws IOException {
        List<String> lines = new ArrayList<>();
        for (FileStatus part : fileSystem().listStatus(new org.apache.hadoop.fs.Path(output), path -> path.getName()
                .startsWith("part-"))) {
            try (var in = fileSystem().open(part.getPath())) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
            }
        }
        Collections.sort(lines);
        return lines;
    }

    /** Submits a class of the test's class path and waits for its end. */
    public Run submit(Class<?> mainClass, Map<String, String> settings, String... arguments) {
        List<String> line = new ArrayList<>(List.of("submit", "--class", mainClass.getName()));
        settings.forEach((name, value) -> line.addAll(List.of("--conf", name + "=" + value)));
        line.add(jarOf(mainClass).toString());
        line.addAll(List.of(arguments));
        return command(line.toArray(String[]::new));
    }

    /** The jar a class came in; for classes that a build left in folders, the jar made of these. */
    private Path jarOf(Class<?> mainClass) {
        var source = mainClass.getProtectionDomain().getCodeSource();
        Path found = source == null ? testJar : Path.of(source.getLocation().getPath());
        return found.toString().endsWith(".jar") ? found : testJar;
    }

    /** Runs {@code lisle} with these arguments against the cluster, in this JVM; for submit and example, small containers by default. */
    public Run command(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        if (!line.isEmpty() && (line.get(0).equals("submit") || line.get(0).equals("example"))) {
            line.addAll(1, smallContainers());
        }
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        begin();
        try {
            int exitCode = CommandLineProgram.run(
                    line.toArray(String[]::new),
                    new PrintStream(output, true, StandardCharsets.UTF_8),
                    new PrintStream(errors, true, StandardCharsets.UTF_8));
            String text = output.toString(StandardCharsets.UTF_8);
            Matcher found = APPLICATION.matcher(text);
            String applicationId = found.find() ? found.group() : "";
            return new Run(
                    exitCode,
                    text,
                    errors.toString(StandardCharsets.UTF_8),
                    applicationId,
                    containerLogs(applicationId));
        } finally {
            end();
        }
    }

    /** While commands run, this cluster's configuration is the JVM's; local mode has its own again afterwards. */
    private synchronized void begin() {
        if (commands++ == 0) {
            HadoopConfiguration.setBase(cluster.configuration());
        }
    }

    private synchronized void end() {
        if (--commands == 0) {
            HadoopConfiguration.setBase(null);
        }
    }

    /** A jar with the classes of this JVM's class path that lie in folders: what a build has compiled for the test. */
    public Path testJar() {
        return testJar;
    }

    private static List<String> smallContainers() {
        return List.of(
                "--conf", "lisle.driver.memory=512m",
                "--conf", "lisle.executor.memory=512m",
                "--conf", "lisle.yarn.classArchives=false",
                "--conf", "lisle.yarn.java.home=" + System.getProperty("java.home"));
    }

    /**
     * The containers' logs as YARN has aggregated them; those where the NodeManagers keep them, of an application that has not ended, or
     * whose logs are not aggregated.
     */
    private String containerLogs(String applicationId) {
        if (applicationId.isEmpty()) {
            return "";
        }
        if (!cluster.awaitAggregatedLogs(applicationId)) {
            return nodesLogs(applicationId);
        }
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandLineProgram.run(new String[] {"logs", applicationId}, print, print);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Those that are still there: a node removes files of containers that have ended. */
    private String nodesLogs(String applicationId) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(cluster.folder(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    boolean isLog = file.endsWith("stdout") || file.endsWith("stderr");
                    if (isLog && file.toString().contains(applicationId + File.separator + "container_")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StringBuilder logs = new StringBuilder();
        found.stream().sorted().forEach(file -> logs.append(read(file)));
        return logs.toString();
    }

    private static String read(Path file) {
        try {
            return "==> " + file + "\n" + Files.readString(file) + "\n";
        } catch (NoSuchFileException e) {
            return "==> " + file + " was removed before it was read\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
