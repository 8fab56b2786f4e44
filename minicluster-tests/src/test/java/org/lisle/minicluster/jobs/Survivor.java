package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lisle.api.LisleContext;

/**
 * Two actions, each task of which tells the process it runs in; those of the first wait until they may end. Argument: a local folder, in
 * which files named {@code driver-PID}, {@code first-PID} and {@code second-PID} appear, and {@code go} is waited for.
 */
public final class Survivor {
    private Survivor() {}

    public static void main(String[] arguments) {
        String folder = arguments[0];
        tell(folder, "driver");
        try (LisleContext context = LisleContext.builder().appName("Survivor").getOrCreate()) {
            long first = context.parallelize(List.of(1, 2), 2)
                    .map(value -> {
                        tell(folder, "first");
                        waitFor(Path.of(folder, "go"));
                        return value;
                    })
                    .count();
            long second = context.parallelize(List.of(1, 2, 3, 4), 4)
                    .map(value -> {
                        tell(folder, "second");
                        return value;
                    })
                    .count();
            System.out.println("counted " + first + " and " + second);
        }
    }

    private static void tell(String folder, String what) {
        try {
            Path file = Path.of(folder, what + "-" + ProcessHandle.current().pid());
            if (!Files.exists(file)) {
                Files.writeString(file, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void waitFor(Path file) throws InterruptedException {
        Object lock = new Object();
        synchronized (lock) {
            for (int looks = 0; looks < 1200 && !Files.exists(file); looks++) {
                lock.wait(100);
            }
        }
    }
}
