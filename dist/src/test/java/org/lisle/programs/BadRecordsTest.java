package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;
import org.lisle.api.StorageLevel;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Records that make the user's functions throw are set aside, each once, and the job goes on. */
class BadRecordsTest {
    private static final AtomicInteger CALLS = new AtomicInteger();

    @TempDir
    Path folder;

    @FunctionalInterface
    private interface Program<T> {
        T run(LisleContext context) throws Exception;
    }

    private <T> T with(int most, Program<T> program) throws Exception {
        CALLS.set(0);
        try (LisleContext context = LisleContext.builder()
                .appName("bad records")
                .master("local[2]")
                .config("lisle.badRecords.path", folder.resolve("bad").toString())
                .config("lisle.badRecords.max", Integer.toString(most))
                .build()) {
            return program.run(context);
        }
    }

    private List<JsonNode> setAside() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        if (!Files.exists(folder.resolve("bad"))) {
            return records;
        }
        try (Stream<Path> files = Files.walk(folder.resolve("bad"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    records.add(new ObjectMapper().readTree(line));
                }
            }
        }
        return records;
    }

    private List<String> recordsSetAside() throws IOException {
        return setAside().stream()
                .map(record -> record.get("record").asText())
                .sorted()
                .toList();
    }

    private static Rdd<String> words(LisleContext context) {
        return context.parallelize(List.of("1", "two", "3", "four", "5"), 2);
    }

    @Test
    void whatThrowsIsSetAsideWithItsErrorAndTheRestGoesOn() throws Exception {
        List<Integer> numbers =
                with(10, context -> words(context).map(Integer::parseInt).collect());

        assertThat(numbers).containsExactly(1, 3, 5);
        assertThat(recordsSetAside()).containsExactly("four", "two");
        JsonNode record = setAside().get(0);
        assertThat(record.get("operator").asText()).matches("map at BadRecordsTest.java:\\d+");
        assertThat(record.get("error").asText())
                .isEqualTo("java.lang.NumberFormatException: For input string: \"two\"");
        assertThat(record.get("stack").asText()).contains("java.lang.Integer.parseInt");
        assertThat(record.get("class").asText()).isEqualTo("java.lang.String");
        assertThat(record.get("task").asText()).contains("partition 0");
    }

    @Test
    void eachOperatorThatWorksRecordByRecordSetsAside() throws Exception {
        List<Pair<String, Integer>> pairs = with(10, context -> words(context)
                .filter(word -> !fails(word, "1"))
                .mapToPair(word -> Pair.of(word, fails(word, "two") ? 0 : 1))
                .mapValues(one -> one + 1)
                .flatMapValues(value -> List.of(value, value).iterator())
                .filter(pair -> !fails(pair.key(), "five"))
                .collect());

        assertThat(pairs).extracting(Pair::key).containsExactly("3", "3", "four", "four", "5", "5");
        assertThat(recordsSetAside()).containsExactly("1", "two");
    }

    private static boolean fails(String word, String bad) {
        if (word.equals(bad)) {
            throw new IllegalArgumentException("not " + bad);
        }
        return false;
    }

    @Test
    void whatARecordMadeBeforeItThrewIsTakenBack() throws Exception {
        List<String> letters = with(10, context -> words(context)
                .flatMap(word -> word.chars()
                        .mapToObj(letter -> {
                            if (letter == 'r') {
                                throw new IllegalStateException("r");
                            }
                            return String.valueOf((char) letter);
                        })
                        .iterator())
                .collect());

        assertThat(String.join("", letters)).isEqualTo("1two35");
        assertThat(recordsSetAside()).containsExactly("four");
    }

    @Test
    void aLineOfAFileIsNamedByFileAndOffset() throws Exception {
        Path input = folder.resolve("in.txt");
        Files.writeString(input, "1\ntwo\n3\n");

        int sum = with(10, context -> context.textFile(input.toString(), 1)
                .map(Integer::parseInt)
                .reduce(Integer::sum));

        assertThat(sum).isEqualTo(4);
        assertThat(setAside().get(0).get("source").asText()).endsWith("in.txt at byte 2");
    }

    @Test
    void tooManyFailTheJobAndTheErrorSaysWhereAndHowMany() {
        assertThatThrownBy(() ->
                        with(1, context -> words(context).map(Integer::parseInt).count()))
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.TOO_MANY_BAD_RECORDS);
                    assertThat(failure.getMessage())
                            .contains("has 2 bad records", "lisle.badRecords.max allows 1", folder.toString());
                });
    }

    @Test
    void tooManyInOneTaskFailItAtOnce() {
        assertThatThrownBy(() -> with(1, context -> context.parallelize(List.of("a", "b", "c"), 1)
                        .map(Integer::parseInt)
                        .count()))
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.TOO_MANY_BAD_RECORDS);
                    assertThat(failure.getMessage())
                            .contains("more than 1 bad records", "map at BadRecordsTest", "lisle.badRecords.max");
                });
    }

    @Test
    void anAttemptThatFailsLeavesNothingBehind() throws Exception {
        long count = with(10, context -> context.parallelize(List.of("1", "two", "3"), 1)
                .map(Integer::parseInt)
                .mapPartitions(numbers -> {
                    List<Integer> all = new ArrayList<>();
                    numbers.forEachRemaining(all::add);
                    if (CALLS.incrementAndGet() == 1) {
                        throw new IllegalStateException("the first attempt");
                    }
                    return all.iterator();
                })
                .count());

        assertThat(count).isEqualTo(2);
        assertThat(CALLS).hasValue(2);
        assertThat(recordsSetAside()).containsExactly("two");
    }

    @Test
    void whatIsStoredByAnAttemptThatFailsDoesNotHideBadRecords() throws Exception {
        with(10, context -> {
            Rdd<Integer> stored = context.parallelize(List.of("1", "two", "3"), 1)
                    .map(Integer::parseInt)
                    .persist(StorageLevel.MEMORY_ONLY);
            assertThat(stored.mapPartitions(BadRecordsTest::failTheFirstTime).count())
                    .isEqualTo(2);
            assertThat(stored.count()).isEqualTo(2);
            return "";
        });

        assertThat(recordsSetAside()).containsExactly("two");
    }

    private static Iterator<Integer> failTheFirstTime(Iterator<Integer> numbers) {
        List<Integer> all = new ArrayList<>();
        numbers.forEachRemaining(all::add);
        if (CALLS.incrementAndGet() == 1) {
            throw new IllegalStateException("the first attempt");
        }
        return all.iterator();
    }

    @Test
    void theSampleOfASortSetsNothingAside() throws Exception {
        List<Integer> sorted = with(10, context -> words(context)
                .map(Integer::parseInt)
                .sortBy(number -> -number, true, 2)
                .collect());

        assertThat(sorted).containsExactly(5, 3, 1);
        assertThat(recordsSetAside()).containsExactly("four", "two");
    }

    @Test
    void functionsOverIteratorsAndErrorsFailTheJobAsBefore() {
        assertThatThrownBy(() -> with(10, context -> words(context)
                        .mapPartitions(all -> {
                            List<Integer> numbers = new ArrayList<>();
                            all.forEachRemaining(word -> numbers.add(Integer.parseInt(word)));
                            return numbers.iterator();
                        })
                        .count()))
                .isInstanceOfSatisfying(LisleException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.USER_CODE_FAILED));
        assertThatThrownBy(() -> with(10, context -> words(context)
                        .map(word -> {
                            throw new AssertionError("an error");
                        })
                        .count()))
                .hasMessageContaining("an error");
    }

    @Test
    void outputIsWrittenWithoutTheBadRecords() throws Exception {
        with(10, context -> {
            words(context)
                    .map(Integer::parseInt)
                    .saveAsTextFile(folder.resolve("out").toString());
            return "";
        });

        List<String> lines = new ArrayList<>();
        lines.addAll(Files.readAllLines(folder.resolve("out/part-00000")));
        lines.addAll(Files.readAllLines(folder.resolve("out/part-00001")));
        assertThat(lines).containsExactly("1", "3", "5");
        assertThat(recordsSetAside()).containsExactly("four", "two");
    }

    @Test
    void withoutBadRecordsTheDirectoryIsGoneAtTheEnd() throws Exception {
        long count = with(10, context -> words(context).map(String::length).count());

        assertThat(count).isEqualTo(5);

        try (Stream<Path> left = Files.list(folder.resolve("bad"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aRecordThatIsHugeOrCannotBePrintedIsSetAsideAllTheSame() throws Exception {
        long count = with(10, context -> context.parallelize(List.of(0, 1, 2), 1)
                .map(kind -> kind == 0 ? new Unprintable() : kind == 1 ? "x".repeat(1 << 20) : "fine")
                .map(value -> {
                    if (!value.equals("fine")) {
                        throw new IOException("no");
                    }
                    return value;
                })
                .count());

        assertThat(count).isEqualTo(1);
        List<JsonNode> records = setAside();
        assertThat(records).hasSize(2);
        assertThat(records.get(0).get("record").asText()).contains("its toString failed");
        assertThat(records.get(1).get("record").asText().length()).isBetween(4096, 5000);
    }

    /** Not fit to be printed. */
    static final class Unprintable implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("nothing to print");
        }
    }
}
