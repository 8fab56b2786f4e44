package org.lisle.minicluster.jobs;

import java.util.stream.IntStream;
import org.lisle.api.LisleContext;

/**
 * Counts the numbers of as many tasks, of which the first one ends its process, as an OutOfMemoryError does, where its JVM may have less than
 * 500 MiB. Argument: a folder for {@link Marks}; that task leaves {@code hungry}, the others {@code modest}.
 */
public final class OneHungryTask {
    /** How many there are. */
    public static final int TASKS = 6;

    private static final long ENOUGH_BYTES = 500L << 20;
    private static final int NO_MEMORY_LEFT = 52;

    private OneHungryTask() {}

    public static void main(String[] arguments) {
        Marks marks = new Marks(arguments[0]);
        try (LisleContext context =
                LisleContext.builder().appName("one hungry task").getOrCreate()) {
            long count = context.parallelize(IntStream.range(0, TASKS).boxed().toList(), TASKS)
                    .map(number -> {
                        marks.attempt(number == 0 ? "hungry" : "modest", "none", 0);
                        if (number == 0 && Runtime.getRuntime().maxMemory() < ENOUGH_BYTES) {
                            Runtime.getRuntime().halt(NO_MEMORY_LEFT);
                        }
                        return number;
                    })
                    .count();
            if (count != TASKS) {
                throw new IllegalStateException(count + " of " + TASKS + " numbers");
            }
        }
    }
}
