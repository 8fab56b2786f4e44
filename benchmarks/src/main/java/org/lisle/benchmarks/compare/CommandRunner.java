package org.lisle.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a command to its end, its output in a log file. */
record CommandRunner(Path logs) {
    /**
     * Seconds it took.
     *
     * @throws IllegalStateException when it ended with another exit code than 0; names the log
     */
    double run(String name, List<String> command) throws IOException, InterruptedException {
        Path log = logs.resolve(name + ".log");
        long start = System.nanoTime();
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (status != 0) {
            throw new IllegalStateException(name + " ended with exit code " + status + ": see " + log + "; it was "
                    + String.join(" ", command));
        }
        return seconds;
    }
}
