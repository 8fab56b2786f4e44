package org.lisle.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the JVMs of a run in /proc, five times a second, from its making until {@link #stop}; processes that were there before do not
 * count. What a process uses in its last fifth of a second is missed. On request it kills an executor, once.
 */
final class ProcessWatch {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;
    private static final long INTERVAL_MILLIS = 200;

    private final Map<ProcessRole, List<String>> marks;
    private final double killExecutorAfter;
    private final Set<String> before = new HashSet<>();
    private final Map<String, WatchedProcess> seen = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private long firstExecutorNanos;
    private boolean killed;

    /** @param killExecutorAfter seconds from the first executor's start until one is killed, if the run lasts as long; 0 for none */
    ProcessWatch(Map<ProcessRole, List<String>> marks, double killExecutorAfter) throws IOException {
        this.marks = marks;
        this.killExecutorAfter = killExecutorAfter;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            processes.forEach(process -> before.add(process.getFileName().toString()));
        }
        timer.scheduleAtFixedRate(this::sample, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the watch; what was used. */
    Usage stop() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("reading /proc takes more than 10 s");
        }
        if (killExecutorAfter > 0) {
            System.out.println(killed ? "an executor was killed" : "no executor lived long enough to be killed");
        }
        return Usage.of(seen.values());
    }

    private void sample() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                String id = process.getFileName().toString();
                if (!before.contains(id)) {
                    look(id, process);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("/proc cannot be read", e);
        }
    }

    private void look(String id, Path process) {
        try {
            @Nullable WatchedProcess known = seen.get(id);
            @Nullable ProcessRole role = known != null ? known.role() : roleOf(process);
            if (role != null) {
                // of a process that is ending the kernel tells no size any more
                long peak = Math.max(known == null ? 0 : known.peakMegabytes(), peakMegabytes(process));
                seen.put(id, new WatchedProcess(role, cpuSeconds(process), peak));
                if (role == ProcessRole.EXECUTOR) {
                    killWhenDue(id);
                }
            }
        } catch (IOException e) {
            // it has ended meanwhile: what was read before stands
            seen.computeIfPresent(id, (gone, last) -> last);
        }
    }

    private void killWhenDue(String id) {
        long now = System.nanoTime();
        if (firstExecutorNanos == 0) {
            firstExecutorNanos = now;
        }
        if (killExecutorAfter > 0 && !killed && (now - firstExecutorNanos) / 1e9 >= killExecutorAfter) {
            killed = ProcessHandle.of(Long.parseLong(id))
                    .map(ProcessHandle::destroyForcibly)
                    .orElse(false);
        }
    }

    private @Nullable ProcessRole roleOf(Path process) throws IOException {
        if (!Files.readString(process.resolve("comm")).startsWith("java")) {
            return null;
        }
        String commandLine = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
        for (Map.Entry<ProcessRole, List<String>> mark : marks.entrySet()) {
            if (mark.getValue().stream().anyMatch(commandLine::contains)) {
                return mark.getKey();
            }
        }
        return null;
    }

    private static double cpuSeconds(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static long peakMegabytes(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
