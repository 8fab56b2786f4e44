package org.lisle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example as {@code lisle example NAME ...} runs it, from its main on, and all that it prints or writes. */
class ExamplesRunTest {
    private static final String OUT = "out";

    /** Hadoop's own words, which in tests go where programs print. */
    private static final Pattern LOGGED = Pattern.compile("^\\d{4}-\\d{2}-\\d{2} ");

    @TempDir
    Path folder;

    /**
     * One run.
     *
     * @param inputs the lines of the files in.0, in.1 ... that the example is given first
     * @param arguments after these; {@code out} is a directory that it writes
     * @param expected what is in that directory, or else is printed: each line matches the pattern at its place
     */
    private record Example(String name, List<List<String>> inputs, List<String> arguments, List<String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Example> examples() {
        List<String> ratings = IntStream.range(0, 12)
                .mapToObj(n -> "u" + n % 4 + " i" + n % 3 + " " + (n % 4 + 1) * (n % 3 + 1))
                .toList();
        return Stream.of(
                printing(
                        "DistinctUsers",
                        List.of("u1 a", "u2 a", "u1 b"),
                        List.of(),
                        "\\(a,\\(2,2\\)\\)",
                        "\\(b,\\(1,1\\)\\)"),
                printing("Factorisation", ratings, List.of("1", "8"), "root mean square error: (0\\.0.*|.*E-.*)"),
                new Example(
                        "Join",
                        List.of(List.of("k1\tl1", "k2\tl2"), List.of("k1\tr1", "k3\tr3")),
                        List.of(OUT),
                        List.of("k1\tl1\tr1")),
                printing(
                        "KMeans",
                        List.of("0 0", "9 9", "0 1", "1 0", "9 10", "10 9"),
                        List.of("2", "5"),
                        "\\[0\\.333.*, 0\\.333.*\\]",
                        "\\[9\\.333.*, 9\\.333.*\\]"),
                printing(
                        "LogQuery",
                        List.of("1,h,GET,/a,404,10", "2,h,GET,/a,404,20", "4,h,GET,/b,500,40", "not a line"),
                        List.of(),
                        "/a,404,2,30",
                        "/b,500,1,40",
                        "malformed lines: 1"),
                writing("MovingAverage", List.of("1", "2", "3", "4"), List.of("3"), "1\\.0", "1\\.5", "2\\.0", "3\\.0"),
                printing(
                        "PageRank",
                        List.of("a b", "a c", "b c", "c a"),
                        List.of("30"),
                        "c has rank 1\\.19.*",
                        "a has rank 1\\.16.*",
                        "b has rank 0\\.64.*"),
                new Example("Pi", List.of(), List.of("2", "10000"), List.of("Pi is roughly 3\\.[01].*")),
                writing("SecondarySort", List.of("k 3 c", "j 7 z", "k 1 a"), List.of("1"), "[jk]: .*", "[jk]: .*"),
                writing(
                        "Sessions",
                        List.of("u 100 /a", "u 1800 /b"),
                        List.of(),
                        "Session\\[user=u, start=100, seconds=1700, requests=2\\]"),
                writing("Sort", List.of("10 ten", "b", "9 nine"), List.of("2"), "9 nine", "10 ten", "b"),
                writing("TeraSort", List.of(record('b'), record('a')), List.of("1"), "a{99}", "b{99}"),
                printing("TransitiveClosure", List.of("1 2", "2 3", "3 4", "7 8"), List.of(), "paths: 7"),
                printing("Triangles", List.of("1 2", "2 3", "3 1", "3 4"), List.of(), "triangles: 1"),
                writing("WordCount", List.of("b a b"), List.of(), "[ab]\t[12]", "[ab]\t[12]"),
                printing(
                        "WordPairs",
                        List.of("To be, or not to be", "be not afraid"),
                        List.of("1"),
                        "\\(\\(be,not\\),2\\)"));
    }

    private static Example printing(String name, List<String> input, List<String> arguments, String... expected) {
        return new Example(name, List.of(input), arguments, List.of(expected));
    }

    private static Example writing(String name, List<String> input, List<String> more, String... expected) {
        List<String> arguments = new ArrayList<>(List.of(OUT));
        arguments.addAll(more);
        return new Example(name, List.of(input), arguments, List.of(expected));
    }

    /** With its line end, a record of TeraSort. */
    private static String record(char letter) {
        return String.valueOf(letter).repeat(TeraSort.RECORD_LENGTH - 1);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void givesItsResult(Example example) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (List<String> lines : example.inputs()) {
            Path file = folder.resolve("in." + arguments.size());
            arguments.add(Files.write(file, lines).toString());
        }
        boolean writes = example.arguments().contains(OUT);
        example.arguments()
                .forEach(argument ->
                        arguments.add(argument.equals(OUT) ? folder.resolve(OUT).toString() : argument));
        List<String> printed = run(example.name(), arguments);
        List<String> result = writes ? written() : printed;
        assertThat(result).as("%s", result).hasSameSizeAs(example.expected());
        for (int line = 0; line < result.size(); line++) {
            assertThat(result.get(line)).matches(example.expected().get(line));
        }
    }

    @Test
    void noExampleIsLeftOut() throws IOException {
        try (InputStream in = ExamplesRunTest.class.getResourceAsStream("examples.txt")) {
            String listed = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(new TreeSet<>(examples().map(Example::name).toList()))
                    .containsExactlyElementsOf(listed.lines().toList());
        }
    }

    private static List<String> run(String name, List<String> arguments) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setProperty("lisle.master", "local[2]");
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Class.forName("org.lisle.examples." + name)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.clearProperty("lisle.master");
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !LOGGED.matcher(line).find())
                .toList();
    }

    private List<String> written() throws IOException {
        assertThat(folder.resolve(OUT).resolve("_SUCCESS")).exists();
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(OUT))) {
            for (Path part : files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        return lines;
    }
}
