package org.lisle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** As a user tests a job: the engine in this JVM, small input, the result compared. */
class ExamplesTest {
    @TempDir
    Path folder;

    private LisleContext context;

    @BeforeEach
    void startContext() {
        context = LisleContext.builder().appName("examples").master("local[2]").getOrCreate();
    }

    @AfterEach
    void closeContext() {
        context.close();
    }

    @Test
    void wordCountCountsTokensBetweenWhiteSpace() {
        String path = write("words.txt", "to be or not to be", "\tto  question ");
        assertThat(WordCount.count(context, path).collectAsMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of("to", 3L, "be", 2L, "or", 1L, "not", 1L, "question", 1L));
    }

    @Test
    void wordCountWritesWordTabCount() throws IOException {
        String in = write("in.txt", "b a b");
        context.close();
        withLocalMaster(
                () -> WordCount.main(new String[] {in, folder.resolve("out").toString()}));
        assertThat(lines(folder.resolve("out"))).containsExactlyInAnyOrder("a\t1", "b\t2");
        assertThat(folder.resolve("out/_SUCCESS")).exists();
    }

    @Test
    void aWrongNumberOfArgumentsShowsTheUsage() {
        assertThatThrownBy(() -> WordCount.main(new String[] {"only one"}))
                .isInstanceOfSatisfying(LisleException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("usage: WordCount IN OUT");
    }

    @Test
    void piIsRoughlyPi() {
        assertThat(Pi.estimate(context, 4, 100_000)).isCloseTo(Math.PI, within(0.02));
    }

    @Test
    void pageRankGivesRankToPagesThatAreLinkedTo() {
        String path = write("links.txt", "a b", "a c", "b c", "c a", "a b");
        Map<String, Double> ranks = PageRank.rank(context, path, 30).collectAsMap();
        // solved by hand: a = .15 + .85c, b = .15 + .85a/2, c = .15 + .85(a/2 + b)
        assertThat(ranks.get("a")).isCloseTo(1.1634, within(0.001));
        assertThat(ranks.get("b")).isCloseTo(0.6444, within(0.001));
        assertThat(ranks.get("c")).isCloseTo(1.1922, within(0.001));
    }

    @Test
    void joinGivesEveryPairOfRowsWithTheSameKey() {
        String left = write("left.txt", "k1\tl1", "k1\tl2", "k2\tl3", "no tab");
        String right = write("right.txt", "k1\tr1", "k3\tr2", "k1\tr3");
        assertThat(Join.join(context, left, right).collect())
                .containsExactlyInAnyOrder(
                        Pair.of("k1", Pair.of("l1", "r1")),
                        Pair.of("k1", Pair.of("l1", "r3")),
                        Pair.of("k1", Pair.of("l2", "r1")),
                        Pair.of("k1", Pair.of("l2", "r3")));
    }

    @Test
    void logQueryCountsFailuresByPathAndStatusAndMalformedLines() {
        String path = write(
                "log.csv",
                "1,h,GET,/a,404,10",
                "2,h,GET,/a,404,20",
                "3,h,GET,/a,200,30",
                "4,h,GET,/b,500,40",
                "not a line");
        var malformed = context.longAccumulator("malformed");
        assertThat(LogQuery.failures(context, path, malformed).collectAsMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new LogQuery.Group("/a", 404), new LogQuery.Totals(2, 30),
                        new LogQuery.Group("/b", 500), new LogQuery.Totals(1, 40)));
        assertThat(malformed.value()).isEqualTo(1L);
    }

    @Test
    void kMeansMovesTheCentresIntoTheClusters() {
        String path = write("points.txt", "0 0", "9 9", "0 1", "1 0", "9 10", "10 9");
        List<double[]> centres = KMeans.cluster(context, path, 2, 5);
        assertThat(centres.get(0)).containsExactly(new double[] {1 / 3.0, 1 / 3.0}, within(1e-9));
        assertThat(centres.get(1)).containsExactly(new double[] {28 / 3.0, 28 / 3.0}, within(1e-9));
    }

    @Test
    void transitiveClosureFindsEveryPath() {
        String path = write("edges.txt", "1 2", "2 3", "3 4", "7 8");
        assertThat(TransitiveClosure.close(context, path).map(Pair::toString).collect())
                .containsExactlyInAnyOrder("(1,2)", "(2,3)", "(3,4)", "(7,8)", "(1,3)", "(2,4)", "(1,4)");
    }

    @Test
    void teraSortWritesTheRecordsInTheOrderOfTheirKeys() throws IOException {
        Random random = new Random(7);
        byte[] input = new byte[500 * TeraSort.RECORD_LENGTH];
        random.nextBytes(input);
        Files.write(folder.resolve("tera.in"), input);
        context.close();
        Path out = folder.resolve("sorted");
        withLocalMaster(
                () -> TeraSort.main(new String[] {folder.resolve("tera.in").toString(), out.toString(), "3"}));
        List<byte[]> expected = records(input);
        expected.sort((a, b) -> java.util.Arrays.compareUnsigned(a, 0, 10, b, 0, 10));
        var written = new java.io.ByteArrayOutputStream();
        for (Path part : parts(out)) {
            written.write(Files.readAllBytes(part));
        }
        assertThat(parts(out)).hasSize(3);
        assertThat(records(written.toByteArray()))
                .usingElementComparator(java.util.Arrays::compare)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void sortPutsNumbersBeforeWords() {
        String path = write("lines.txt", "10 ten", "b", "9 nine", "a", "-1", "10 eleven");
        assertThat(Sort.sort(context.textFile(path), 3).collect())
                .containsExactly("-1", "9 nine", "10 eleven", "10 ten", "a", "b");
    }

    @Test
    void distinctUsersCountsEachUserOnceForAPage() {
        String path = write("visits.txt", "u1 a", "u2 a", "u1 a", "u1 b", "malformed");
        assertThat(DistinctUsers.count(context, path).collectAsMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", Pair.of(2L, 2L), "b", Pair.of(1L, 1L)));
    }

    @Test
    void secondarySortGivesTheValuesInTheOrderOfTheirTimes() {
        String path = write("timed.txt", "k 3 c", "j 7 z", "k 1 a", "k 2 b", "j 5 y");
        assertThat(SecondarySort.sort(context, path, 2).collect()).containsExactlyInAnyOrder("k: a b c", "j: y z");
    }

    @Test
    void sessionsEndAfterHalfAnHourWithoutARequest() {
        String path = write("log.txt", "u 100 /a", "u 1800 /b", "v 5 /a", "u 3600 /c", "u 1799 /d");
        assertThat(Sessions.sessions(context, path).collect())
                .containsExactlyInAnyOrder(
                        new Sessions.Session("u", 100, 1700, 3),
                        new Sessions.Session("u", 3600, 0, 1),
                        new Sessions.Session("v", 5, 0, 1));
    }

    @Test
    void trianglesAreCountedOnce() {
        String path = write("graph.txt", "1 2", "2 3", "3 1", "1 3", "3 4", "4 2", "5 5", "5 6");
        assertThat(Triangles.count(context, path)).isEqualTo(2);
    }

    @Test
    void wordPairsCountsLinesWithBothWords() {
        String path = write("text.txt", "To be, or not to be", "be not afraid", "");
        assertThat(WordPairs.most(WordPairs.count(context, path), 2))
                .containsExactly(Pair.of(Pair.of("be", "not"), 2L), Pair.of(Pair.of("or", "to"), 1L));
    }

    @Test
    void movingAverageGoesOnFromPartitionToPartition() {
        var numbers = context.parallelize(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), 4);
        assertThat(MovingAverage.average(context, numbers, 3).collect()).containsExactly(1.0, 1.5, 2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void factorisationFindsRatingsOfLowRank() {
        List<String> lines = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            for (int item = 0; item < 6; item++) {
                lines.add("u" + user + " i" + item + " " + ((user + 1) * (item % 3) + item));
            }
        }
        String path = write("ratings.txt", lines.toArray(new String[0]));
        Factorisation.Model model = Factorisation.factorise(context, path, 2, 8);
        assertThat(model.error()).isLessThan(0.1);
        assertThat(model.users()).hasSize(8);
        double[] user = Objects.requireNonNull(model.users().get("u7"));
        double[] item = Objects.requireNonNull(model.items().get("i5"));
        assertThat(Factorisation.dot(user, item)).isCloseTo(8 * 2 + 5, within(0.3));
    }

    @Test
    void theListOfExamplesNamesEveryClassWithAMain() throws Exception {
        List<String> listed;
        try (var in = ExamplesTest.class.getResourceAsStream("examples.txt")) {
            assertThat(in).isNotNull();
            listed = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(listed).isSorted().containsExactlyInAnyOrderElementsOf(classesWithMain());
    }

    @Test
    void everyExampleShowsItsUsageWhenAskedAndWhenItsArgumentsAreWrong() throws Exception {
        context.close();
        for (String name : classesWithMain()) {
            Field text = classNamed(name).getDeclaredField("USAGE");
            text.setAccessible(true);
            String usage = (String) text.get(null);
            assertThat(usage).startsWith("usage: " + name);
            Method main = classNamed(name).getMethod("main", String[].class);

            var output = new ByteArrayOutputStream();
            PrintStream out = System.out;
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            try {
                main.invoke(null, (Object) new String[] {"--help"});
            } finally {
                System.setOut(out);
            }
            assertThat(output.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines(usage);
            assertThatThrownBy(() -> main.invoke(null, (Object) new String[] {"1", "2", "3", "4", "5"}))
                    .cause()
                    .hasMessageContaining(usage);
        }
    }

    private static List<String> classesWithMain() throws Exception {
        Path folder = Path.of(
                Pi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(folder.resolve("org/lisle/examples"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("[A-Za-z]+\\.class"))
                    .map(file -> file.replace(".class", ""))
                    .filter(name -> !name.equals("package-info"))
                    .filter(name -> Stream.of(classNamed(name).getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals("main")))
                    .sorted()
                    .toList();
        }
    }

    private static Class<?> classNamed(String name) {
        try {
            return Class.forName("org.lisle.examples." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("listed in examples.txt, but there is no class " + name, e);
        }
    }

    private static void withLocalMaster(Runnable program) {
        System.setProperty("lisle.master", "local[2]");
        try {
            program.run();
        } finally {
            System.clearProperty("lisle.master");
        }
    }

    private static List<byte[]> records(byte[] bytes) {
        List<byte[]> records = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += TeraSort.RECORD_LENGTH) {
            records.add(java.util.Arrays.copyOfRange(bytes, at, at + TeraSort.RECORD_LENGTH));
        }
        return records;
    }

    private String write(String name, String... lines) {
        try {
            return Files.write(folder.resolve(name), List.of(lines)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> parts(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> lines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path part : parts(directory)) {
            lines.addAll(Files.readAllLines(part));
        }
        return lines;
    }
}
