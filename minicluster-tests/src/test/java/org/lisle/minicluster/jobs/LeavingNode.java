package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;

/**
 * Caches a dataset on two nodes, shuffles it, and reads the cached partitions again. Each task leaves a file {@code PHASE-HOST-PID-PARTITION-ATTEMPT};
 * those that read the shuffle wait for a file {@code reduce}, and the last phase for a file {@code again}. Argument: the local folder.
 */
public final class LeavingNode {
    public static final int CACHED = 8;
    public static final int REDUCERS = 4;

    private LeavingNode() {}

    public static void main(String[] arguments) {
        Steps steps = new Steps(arguments[0]);
        try (LisleContext context =
                LisleContext.builder().appName("LeavingNode").getOrCreate()) {
            Rdd<Integer> cached = context.parallelize(
                            IntStream.range(0, CACHED).boxed().toList(), CACHED)
                    .map(value -> {
                        steps.mark("cached");
                        steps.await(() -> steps.processes("cached") > 1);
                        return value;
                    })
                    .cache();
            cached.count();
            int sum = cached.mapToPair(value -> {
                        steps.mark("map");
                        return Pair.of(value, value);
                    })
                    .reduceByKey(Integer::sum, REDUCERS)
                    .mapPartitions(pairs -> {
                        steps.mark("reduce");
                        steps.await(() -> steps.has("reduce"));
                        return pairs;
                    })
                    .map(Pair::value)
                    .reduce(Integer::sum);
            steps.await(() -> steps.has("again"));
            int again = cached.map(value -> {
                        steps.mark("again");
                        return value;
                    })
                    .reduce(Integer::sum);
            System.out.println("sums " + sum + " and " + again);
        }
    }

    /** Says whether it is time to go on. */
    private interface Condition {
        boolean holds();
    }

    /** Files by which the program's processes and the test tell each other how far they are. */
    public record Steps(String folder) implements Serializable {
        private void mark(String phase) {
            var task = org.lisle.api.TaskContext.get();
            if (task == null) {
                throw new IllegalStateException("only tasks leave marks");
            }
            String name = String.join(
                    "-",
                    phase,
                    System.getenv("NM_HOST"),
                    Long.toString(ProcessHandle.current().pid()),
                    Integer.toString(task.partitionId()),
                    Long.toString(task.taskAttemptId()));
            try {
                Files.createFile(Path.of(folder, name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The parts of the names of the marks that tasks of this phase left: phase, host, process, partition, attempt. */
        public List<String[]> marks(String phase) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                return files.map(file -> file.getFileName().toString().split("-", -1))
                        .filter(parts -> parts.length == 5 && parts[0].equals(phase))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long processes(String phase) {
            return marks(phase).stream().map(parts -> parts[2]).distinct().count();
        }

        private boolean has(String step) {
            return Files.exists(Path.of(folder, step));
        }

        private void await(Condition condition) {
            Object lock = new Object();
            synchronized (lock) {
                try {
                    for (int looks = 0; looks < 1200 && !condition.holds(); looks++) {
                        lock.wait(100);
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
