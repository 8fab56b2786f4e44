package org.lisle.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.TaskContext;

/**
 * Three stages and a committed output, each record of which tells which attempts it was made of: {@code m2@17} was made by attempt 17 of the
 * first stage's partition 2. So the output shows what was read, not only that it is right.
 */
final class FaultyProgram {
    static final int PARTITIONS = 4;
    private static final int KEYS = 12;
    private static final Pattern MADE_BY = Pattern.compile("([mr]\\d+)@(\\d+)");

    private FaultyProgram() {}

    static String main(LisleContext context, Path out) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < PARTITIONS * KEYS; number++) {
            numbers.add(number);
        }
        PairRdd<Integer, String> first =
                context.parallelize(numbers, PARTITIONS).mapToPair(number -> Pair.of(number % KEYS, madeHere("m")));
        PairRdd<Integer, String> second = first.groupByKey(PARTITIONS)
                .mapToPair(group -> Pair.of(group.key() / 2, madeHere("r") + "(" + sorted(group.value()) + ")"));
        second.groupByKey(PARTITIONS)
                .map(group -> group.key() + " " + sorted(group.value()))
                .saveAsTextFile(out.toString());
        return lines(out);
    }

    private static String madeHere(String stage) {
        TaskContext task = Objects.requireNonNull(TaskContext.get());
        return stage + task.partitionId() + "@" + task.taskAttemptId();
    }

    private static String sorted(Iterable<String> values) {
        List<String> sorted = new ArrayList<>();
        values.forEach(sorted::add);
        sorted.sort(null);
        return String.join(" ", sorted);
    }

    private static String lines(Path out) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            assertThat(out.resolve("_SUCCESS")).exists();
        }
        lines.sort(null);
        return String.join("\n", lines);
    }

    /** The output without the attempts: the same in each run. */
    static String withoutAttempts(String output) {
        return MADE_BY.matcher(output).replaceAll("$1");
    }

    /** All readers have read the same attempt of each partition. Returns these attempts. */
    static Map<String, String> checkedAttempts(String output, String when) {
        Map<String, String> attempts = new TreeMap<>();
        Matcher made = MADE_BY.matcher(output);
        while (made.find()) {
            String before = attempts.put(made.group(1), made.group(2));
            assertThat(before)
                    .as("%s: attempt of %s that was read beside attempt %s", when, made.group(1), made.group(2))
                    .isIn(null, made.group(2));
        }
        assertThat(attempts).hasSize(2 * PARTITIONS);
        return attempts;
    }
}
