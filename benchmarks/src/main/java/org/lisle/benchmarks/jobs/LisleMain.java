package org.lisle.benchmarks.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.lisle.api.LisleContext;

/** {@code LisleMain RESULT-FILE JOB ARGUMENTS...}: runs a job and leaves its result and its own time, as key=value lines, in a file. */
public final class LisleMain {
    private LisleMain() {}

    public static void main(String[] arguments) throws IOException {
        String job = arguments[1];
        String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
        try (LisleContext context =
                LisleContext.builder().appName("benchmark " + job).getOrCreate()) {
            long start = System.nanoTime();
            String result =
                    switch (job) {
                        case "csv" -> CsvJob.run(context, rest[0]);
                        case "generate" -> Generate.run(context, rest);
                        default -> Jobs.run(context, job, rest);
                    };
            write(arguments[0], result, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static void write(String file, String result, long millis) throws IOException {
        Path path = new Path(file);
        try (var out = path.getFileSystem(new Configuration()).create(path, true)) {
            out.write(("result=" + result + "\njob_ms=" + millis + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
