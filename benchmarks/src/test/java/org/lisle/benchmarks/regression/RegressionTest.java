package org.lisle.benchmarks.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.benchmarks.jobs.LisleMain;
import org.lisle.benchmarks.limit.SortLimit;
import org.lisle.benchmarks.limit.WordCountLimit;

/**
 * Word count and sort in local mode with one slot cost no more processor seconds, as multiples of those of the limit programs on the same
 * files, than {@code benchmarks/regression.properties} says. {@code -Dlisle.regression.renew=true} writes what was measured there instead.
 */
@Tag("regression")
class RegressionTest {
    private static final int ROUNDS = 5;
    private static final Path STORED = Path.of("regression.properties").toAbsolutePath();
    private static final Path DATA = Path.of("target", "regression").toAbsolutePath();
    /** The data of other sizes would have other ratios. */
    private static final int TEXT_MEGABYTES = 200;

    private static final int RECORDS_MEGABYTES = 100;

    @TempDir
    static Path work;

    @BeforeAll
    static void generate() throws Exception {
        generate("text", TEXT_MEGABYTES);
        generate("records", RECORDS_MEGABYTES);
    }

    private static void generate(String kind, int megabytes) throws Exception {
        if (!Files.exists(DATA.resolve(kind).resolve("_SUCCESS"))) {
            Files.createDirectories(DATA);
            run(LisleMain.class, result(), "generate", kind, DATA.resolve(kind).toString(), "" + megabytes, "4");
        }
    }

    @Test
    void wordCountCostsNoMoreThanItDid() throws Exception {
        check("wordcount", "text", out -> run(WordCountLimit.class, in("text"), out, "1"));
    }

    @Test
    void sortCostsNoMoreThanItDid() throws Exception {
        check("sort", "records", out -> run(SortLimit.class, in("records"), out, "1", "100"));
    }

    private interface Limit {
        double run(String out) throws Exception;
    }

    private static void check(String job, String data, Limit limit) throws Exception {
        List<CpuRatio.Round> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path out = work.resolve(job + round);
            double seconds = run(LisleMain.class, result(), job, in(data), out + "-lisle");
            rounds.add(new CpuRatio.Round(seconds, limit.run(out + "-limit")));
            delete(Path.of(out + "-lisle"));
            delete(Path.of(out + "-limit"));
        }
        var ratio = new CpuRatio(job, rounds);
        System.out.println(ratio);
        Properties stored = stored();
        if (Boolean.getBoolean("lisle.regression.renew")) {
            renew(job, ratio);
            return;
        }
        double before = Double.parseDouble(stored.getProperty(job));
        double margin = Double.parseDouble(stored.getProperty("margin"));
        assertThat(ratio.exceeds(before, margin))
                .as(
                        "%s; stored in %s is %s and a margin of %s. When the cost is meant, renew it with"
                                + " -Dlisle.regression.renew=true",
                        ratio, STORED, before, margin)
                .isFalse();
    }

    private static String in(String data) {
        return DATA.resolve(data).toString();
    }

    private static String result() {
        return work.resolve("result").toString();
    }

    /** Runs a main in a JVM of its own; returns the processor seconds, user's and system's, of all its threads. */
    private static double run(Class<?> main, String... arguments) throws Exception {
        Path cpu = work.resolve("cpu");
        Path log = work.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Dlisle.master=local[1]",
                "-cp",
                System.getProperty("java.class.path"),
                MeasuredMain.class.getName(),
                cpu.toString(),
                main.getName()));
        command.addAll(List.of(arguments));
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as("%s: %s", command, Files.readString(log)).isZero();
        return Long.parseLong(Files.readString(cpu)) / 1e9;
    }

    private static Properties stored() throws IOException {
        var stored = new Properties();
        try (Reader in = Files.newBufferedReader(STORED)) {
            stored.load(in);
        }
        return stored;
    }

    /** Changes the job's line and leaves the others, comments too, as they are. */
    private static void renew(String job, CpuRatio ratio) throws IOException {
        List<String> lines = Files.readAllLines(STORED).stream()
                .map(line ->
                        line.startsWith(job + "=") ? String.format(Locale.ROOT, "%s=%.2f", job, ratio.median()) : line)
                .toList();
        Files.write(STORED, lines);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
