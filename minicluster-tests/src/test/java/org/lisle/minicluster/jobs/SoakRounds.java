package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lisle.api.Broadcast;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/**
 * Round after round of a shuffle, a broadcast, a cached dataset and an output, whose sums are checked, until there is a file {@code stop}; then
 * it idles until there is a file {@code end}. After each round that an earlier driver has not done each process writes down what it holds. Arguments: the local folder for {@code driver-PID} and {@code executor-PID}, which have a
 * line of {@link Held} for each round, and {@code rounds}; and the directory for outputs.
 */
public final class SoakRounds {
    private static final int PARTITIONS = 6;
    private static final int PER_PARTITION = 20_000;
    private static final int KEYS = 50;

    private SoakRounds() {}

    /**
     * What a process holds.
     *
     * @param threads alive
     * @param files open descriptors
     * @param directBytes of direct buffers, those of the JVM and of the transport
     * @param diskEntries files and directories of the application on the node's local disks, but for the containers' own
     */
    public record Held(long threads, long files, long directBytes, long diskEntries) {
        /** The reverse of the form in which a process writes it down. */
        public static Held parse(String line) {
            String[] parts = line.split(" ");
            return new Held(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]));
        }

        private static Held now() throws IOException {
            System.gc();
            return new Held(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    countFiles(),
                    countDirectBytes(),
                    countDiskEntries());
        }

        private static long countFiles() throws IOException {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return open.count();
            }
        }

        private static long countDirectBytes() {
            return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                            .filter(pool -> pool.getName().equals("direct"))
                            .mapToLong(BufferPoolMXBean::getMemoryUsed)
                            .sum()
                    + countTransportBytes();
        }

        /** Netty's own count; its class has another name in the jar that users submit. */
        private static long countTransportBytes() {
            try {
                return (long) Class.forName("org.lisle.shaded.io.netty.util.internal.PlatformDependent")
                        .getMethod("usedDirectMemory")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static long countDiskEntries() throws IOException {
            long entries = 0;
            for (String directory : System.getenv("LOCAL_DIRS").split(",")) {
                try (Stream<Path> children = Files.list(Path.of(directory))) {
                    for (Path child : children.filter(
                                    path -> !path.getFileName().toString().startsWith("container_"))
                            .filter(path -> !path.endsWith("filecache"))
                            .toList()) {
                        try (Stream<Path> all = Files.walk(child)) {
                            entries += all.count();
                        } catch (UncheckedIOException e) {
                            // removed while it was counted
                        }
                    }
                }
            }
            return entries;
        }

        private static void writeDown(String folder, String kind) throws IOException {
            Held held = now();
            append(
                    Path.of(folder, kind + "-" + ProcessHandle.current().pid()),
                    held.threads + " " + held.files + " " + held.directBytes + " " + held.diskEntries);
        }
    }

    public static void main(String[] arguments) throws IOException {
        String folder = arguments[0];
        Files.createFile(Path.of(folder, "driver-" + ProcessHandle.current().pid()));
        try (LisleContext context = LisleContext.builder().appName("SoakRounds").getOrCreate()) {
            long answered = lastRound(folder);
            // what the driver before did is asked for again, also after the stop: else what it left would wait for that
            for (long round = 1; round <= answered || !Files.exists(Path.of(folder, "stop")); round++) {
                round(context, round, arguments[1]);
                if (round > answered) {
                    append(Path.of(folder, "rounds"), Long.toString(round));
                    Held.writeDown(folder, "driver");
                }
                context.parallelize(IntStream.range(0, 4).boxed().toList(), 4)
                        .foreach(task -> Held.writeDown(folder, "executor"));
            }
            idle(folder);
        }
    }

    /** The last round of the driver before, 0 for the first driver: up to it the journal answers. */
    private static long lastRound(String folder) throws IOException {
        Path rounds = Path.of(folder, "rounds");
        return Files.exists(rounds) ? Files.readAllLines(rounds).size() : 0;
    }

    /** Until there is a file {@code end}. Datasets that nothing refers to are given back when the heap is collected. */
    private static void idle(String folder) throws IOException {
        Path idle = Path.of(folder, "idle");
        if (!Files.exists(idle)) {
            Files.createFile(idle);
        }
        while (!Files.exists(Path.of(folder, "end"))) {
            System.gc();
            LockSupport.parkNanos(500_000_000);
        }
    }

    private static void round(LisleContext context, long round, String out) {
        List<Integer> starts = IntStream.range(0, PARTITIONS).boxed().toList();
        Broadcast<Long> factor = context.broadcast(round);
        PairRdd<Integer, Long> sums = context.parallelize(starts, PARTITIONS)
                .flatMap(start -> IntStream.range(start * PER_PARTITION, (start + 1) * PER_PARTITION)
                        .boxed()
                        .iterator())
                .mapToPair(number -> Pair.of(number % KEYS, number * factor.value()))
                .reduceByKey(Long::sum, 4)
                .cache();
        check(sums.count(), KEYS);
        long count = PARTITIONS * PER_PARTITION;
        check(sums.map(Pair::value).reduce(Long::sum), round * (count * (count - 1) / 2));
        sums.map(sum -> sum.key() + "\t" + sum.value()).saveAsTextFile(out + "/" + round);
        sums.unpersist();
        factor.destroy();
    }

    private static void check(long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException("it is " + found + ", not " + expected);
        }
    }

    private static void append(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
