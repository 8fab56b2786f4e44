package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.listener.LisleListener;

/**
 * A job of many slow map tasks; then rest, until no executor is left; then a second job that reads what they wrote. Argument: the folder
 * for the marks: {@code map-PARTITION-ATTEMPT}, {@code executors-PID} for each process that ran map tasks, and {@code gone-all}.
 */
public final class BusyThenIdle {
    public static final int TASKS = 12;
    private static final int KEYS = 3;
    private static final long LONGEST_REST_MILLIS = 120_000;

    private BusyThenIdle() {}

    public static void main(String[] arguments) throws InterruptedException {
        Marks marks = new Marks(arguments[0]);
        Executors executors = new Executors();
        try (LisleContext context =
                LisleContext.builder().appName("BusyThenIdle").getOrCreate()) {
            context.addListener(executors);
            PairRdd<Integer, Integer> counts = context.parallelize(
                            IntStream.range(0, TASKS).boxed().toList(), TASKS)
                    .mapToPair(number -> {
                        marks.attempt("map", "none", -1);
                        mark(
                                marks.folder(),
                                "executors-" + ProcessHandle.current().pid());
                        Thread.sleep(1500);
                        return Pair.of(number % KEYS, number);
                    })
                    .reduceByKey(Integer::sum, KEYS);
            check(counts.count() == KEYS, "the first job counts " + KEYS + " keys");
            executors.awaitNone();
            mark(marks.folder(), "gone-all");
            List<Integer> sums =
                    counts.map(Pair::value).collect().stream().sorted().toList();
            check(sums.equals(List.of(18, 22, 26)), "the sums are " + sums);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }

    private static void mark(String folder, String name) {
        try {
            Files.createFile(Path.of(folder, name));
        } catch (FileAlreadyExistsException e) {
            // another task of the process was first
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that are there. */
    private static final class Executors implements LisleListener {
        private final Set<String> alive = new HashSet<>();
        private boolean begun;

        @Override
        public synchronized void onTaskStart(TaskStart event) {
            alive.add(event.executor());
            begun = true;
        }

        @Override
        public synchronized void onExecutorAdded(ExecutorAdded event) {
            alive.add(event.executor());
        }

        @Override
        public synchronized void onExecutorRemoved(ExecutorRemoved event) {
            alive.remove(event.executor());
            notifyAll();
        }

        synchronized void awaitNone() throws InterruptedException {
            long deadline = System.currentTimeMillis() + LONGEST_REST_MILLIS;
            while (!begun || !alive.isEmpty()) {
                check(System.currentTimeMillis() < deadline, "executors are given back; there are still " + alive);
                wait(1000);
            }
        }
    }
}
