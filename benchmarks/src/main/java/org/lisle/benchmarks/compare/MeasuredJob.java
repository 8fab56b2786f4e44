package org.lisle.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A job of the table.
 *
 * @param input kind and size in MB of what it reads, or null
 * @param hasOutput whether it takes an output directory, whose content is its result
 */
record MeasuredJob(String name, Input input, boolean hasOutput, List<String> arguments) {
    /** Input that the generator makes: {@code kind}, megabytes, files. */
    record Input(String kind, int megabytes, int files) {
        static final Input NONE = new Input("none", 0, 0);

        String path(String folder) {
            return folder + "/" + kind + "-" + megabytes;
        }
    }

    /** All jobs, their input scaled: 1 is 1,000 MB of text and records, 500 MB of CSV. */
    static List<MeasuredJob> all(double scale) {
        int megabytes = (int) (1000 * scale);
        return List.of(
                new MeasuredJob("empty", Input.NONE, false, List.of()),
                new MeasuredJob("tiny", Input.NONE, false, List.of("20000")),
                new MeasuredJob("wordcount", new Input("text", megabytes, 8), true, List.of()),
                new MeasuredJob("sort", new Input("records", megabytes, 8), true, List.of()),
                new MeasuredJob("join", Input.NONE, false, rows(scale, 5_000_000, 1_000_000)),
                new MeasuredJob("pagerank", Input.NONE, false, rows(scale, 200_000, 2_000_000)),
                new MeasuredJob("groupbykey", Input.NONE, false, rows(scale, 5_000_000, 100_000)),
                new MeasuredJob("csv", new Input("csv", megabytes / 2, 4), false, List.of()));
    }

    private static List<String> rows(double scale, long first, long second) {
        return List.of(Long.toString((long) (first * scale)), Long.toString((long) (second * scale)));
    }

    /** The arguments of the program after the file for its result. */
    List<String> programArguments(String folder, String output) {
        List<String> all = new ArrayList<>(List.of(name.toLowerCase(Locale.ROOT)));
        if (input.megabytes() > 0) {
            all.add(input.path(folder));
        }
        if (hasOutput) {
            all.add(output);
        }
        all.addAll(arguments);
        return all;
    }
}
