package org.lisle.minicluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code lisle} as a process of its own, as a person or a scheduler starts it, so that it can be killed. */
final class ClientProcess implements AutoCloseable {
    private static final Pattern SUBMITTED = Pattern.compile("Submitted application (application_\\d+_\\d+)");

    private final Process process;
    private final BufferedReader lines;

    private ClientProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader();
    }

    /** Submits a class of the tests with one small executor. */
    static ClientProcess submit(
            LisleCluster cluster,
            Class<?> mainClass,
            Map<String, String> environment,
            List<String> flags,
            String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(List.of("submit"));
        line.addAll(flags);
        line.addAll(List.of("--driver-memory", "512m", "--executor-memory", "512m", "--num-executors", "1"));
        line.addAll(List.of("--conf", "lisle.yarn.java.home=" + System.getProperty("java.home")));
        line.addAll(List.of("--class", mainClass.getName(), cluster.testJar().toString()));
        line.addAll(List.of(arguments));
        return start(cluster, environment, line);
    }

    static ClientProcess start(LisleCluster cluster, Map<String, String> environment, List<String> line)
            throws IOException {
        return start(cluster.cluster(), List.of(), environment, line);
    }

    /** @param javaFlags for the JVM of the client */
    static ClientProcess start(
            EmbeddedCluster cluster, List<String> javaFlags, Map<String, String> environment, List<String> line)
            throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                cluster.configurationFolder() + File.pathSeparator + classPath,
                "-Dlisle.jar=" + lisleJar()));
        command.addAll(javaFlags);
        command.add("org.lisle.cli.Main");
        command.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ClientProcess(builder.start());
    }

    private static String lisleJar() {
        String built = org.lisle.cli.Main.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return System.getProperty("lisle.jar", built);
    }

    /** The id in the line that says so; waits for it. */
    String submittedApplication() throws IOException {
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

    /** Waits until it has written a line that contains this text. */
    void awaitLine(String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("the client ended without '" + text + "':\n" + seen);
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGINT, as Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Whether SIGINT does nothing, as in what a shell without job control starts in the background; what it starts inherits that. */
    boolean ignoresInterrupts() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    /** SIGKILL, and waits until it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            throw new AssertionError("the client has not ended");
        }
        return process.exitValue();
    }

    /** What it has said that was not read before; waits for its end. */
    String lastWords() {
        return lines.lines().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
