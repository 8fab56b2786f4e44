package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.api.HashPartitioner;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.api.function.Function;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What a user reads when something is wrong, and that the context goes on after it. */
class ErrorsTest {
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();

    private LisleContext context;

    @BeforeEach
    void open() {
        ATTEMPTS.set(0);
        context = LisleContext.builder()
                .appName("errors")
                .master("local[2]")
                .config("lisle.driver.maxResultSize", "64k")
                .build();
    }

    @AfterEach
    void theContextStillWorks() {
        assertThat(numbers(3)
                        .mapToPair(n -> Pair.of(n % 2, n))
                        .reduceByKey(Integer::sum)
                        .count())
                .isEqualTo(2);
        context.close();
    }

    private Rdd<Integer> numbers(int partitions) {
        return context.parallelize(IntStream.range(0, 10).boxed().toList(), partitions);
    }

    /** What is thrown within a function, and the name of its class. */
    static Stream<Function<Integer, Integer>> failures() {
        return Stream.of(
                n -> {
                    throw new IllegalStateException("thrown by the user");
                },
                n -> {
                    throw new IOException("thrown by the user");
                },
                n -> {
                    throw new NotSerializable("thrown by the user");
                },
                n -> {
                    throw new AssertionError("thrown by the user");
                },
                n -> {
                    throw new NoClassDefFoundError("thrown by the user");
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheUsersCodeThrowsComesFirstWithItsOwnLines(Function<Integer, Integer> failing) {
        Throwable failure = catchThrowable(() -> numbers(1).map(failing).collect());
        assertThat(failure)
                .satisfies(Failures.code(ErrorCode.USER_CODE_FAILED))
                .hasMessageContaining("thrown by the user")
                .hasStackTraceContaining("ErrorsTest");
        assertThat(failure.getStackTrace()).as("the line of the action").anyMatch(frame -> frame.getClassName()
                .equals(ErrorsTest.class.getName()));
        Throwable cause = Objects.requireNonNull(failure.getCause());
        assertThat(cause).hasMessageContaining("thrown by the user");
        assertThat(trace(cause).lines().filter(line -> line.contains("\tat ")).findFirst())
                .hasValueSatisfying(first -> assertThat(first).contains("ErrorsTest"));
    }

    private static String trace(Throwable failure) {
        var text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void aTaskIsTriedFourTimes() {
        assertThatThrownBy(() -> numbers(1)
                        .map(n -> {
                            throw new IllegalStateException("attempt " + ATTEMPTS.incrementAndGet());
                        })
                        .count())
                .hasMessageContaining("attempt 4");
        assertThat(ATTEMPTS).hasValue(4);
    }

    @Test
    void aTaskThatFailsThreeTimesStillGivesItsResult() {
        assertThat(numbers(1)
                        .map(n -> {
                            if (ATTEMPTS.incrementAndGet() < 4) {
                                throw new IllegalStateException("not yet");
                            }
                            return n;
                        })
                        .count())
                .isEqualTo(10);
    }

    @Test
    void aFailureBeforeAShuffleFailsTheAction() {
        assertThatThrownBy(() -> numbers(3)
                        .mapToPair(n -> Pair.of(10 / (n - 5), n))
                        .groupByKey()
                        .collect())
                .satisfies(Failures.code(ErrorCode.USER_CODE_FAILED))
                .hasStackTraceContaining("/ by zero");
    }

    @Test
    void anEndlessRecursionIsTheUsers() {
        assertThatThrownBy(() -> numbers(1).map(ErrorsTest::forever).count())
                .satisfies(Failures.code(ErrorCode.USER_CODE_FAILED))
                .hasMessageContaining("StackOverflowError");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int forever(int n) {
        return forever(n + 1) + 1;
    }

    @Test
    void aFunctionThatCannotBeSentIsRefusedWhereItIsPassedIn() {
        var connection = new Connection();
        assertThatThrownBy(() -> numbers(1).map(n -> connection.add(n)))
                .satisfies(Failures.code(ErrorCode.CLOSURE_NOT_SERIALIZABLE))
                .hasMessageContaining("Connection")
                .hasMessageContaining("ErrorsTest.java:");
        var holder = new Holder(connection);
        assertThatThrownBy(() -> numbers(1).filter(n -> holder.connection.add(n) > 0))
                .satisfies(Failures.code(ErrorCode.CLOSURE_NOT_SERIALIZABLE))
                .hasMessageContaining("Holder.connection");
    }

    @Test
    void keysThatDifferInEveryProcessAreRefused() {
        PairRdd<int[], Integer> arrays = numbers(2).mapToPair(n -> Pair.of(new int[] {n}, n));
        for (Function<PairRdd<int[], Integer>, Object> operation : List.<Function<PairRdd<int[], Integer>, Object>>of(
                rdd -> rdd.reduceByKey(Integer::sum).count(),
                rdd -> rdd.groupByKey(2).count(),
                rdd -> rdd.join(rdd).count())) {
            assertThatThrownBy(() -> operation.call(arrays))
                    .isInstanceOf(LisleException.class)
                    .hasMessageContaining("int[]");
        }
        assertThat(numbers(2)
                        .mapToPair(n -> Pair.of(Thread.State.NEW, n))
                        .groupByKey()
                        .count())
                .as("enums are placed by name")
                .isEqualTo(1);
    }

    @Test
    void resultsAboveTheLimitAreRefusedNamingTheSetting() {
        Rdd<String> large = numbers(10).map(n -> new java.util.Random(n)
                .ints(20_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
        assertThatThrownBy(large::collect)
                .satisfies(Failures.code(ErrorCode.RESULT_TOO_LARGE))
                .hasMessageContaining("lisle.driver.maxResultSize");
        assertThat(large.first()).hasSize(20_000);
        assertThat(large.map(String::length).collect()).containsOnly(20_000);
    }

    @Test
    void keysThatCannotBePlacedFailTheJobAtTheFirstAttempt() {
        assertThatThrownBy(() -> numbers(1)
                        .mapToPair(n -> {
                            ATTEMPTS.incrementAndGet();
                            return Pair.of(new int[] {n}, n);
                        })
                        .partitionBy(new HashPartitioner(2))
                        .count())
                .satisfies(Failures.code(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("a String or a List");
        assertThat(ATTEMPTS).hasValue(1);
    }

    /** The driver holds them uncompressed, however few bytes came. */
    @Test
    void resultsAreCountedAsTheyAreBeforeCompression() {
        Rdd<byte[]> zeros = numbers(10).map(n -> new byte[10 << 10]);
        assertThatThrownBy(zeros::collect).satisfies(Failures.code(ErrorCode.RESULT_TOO_LARGE));
        assertThatThrownBy(() -> numbers(1).map(n -> new byte[100 << 10]).collect())
                .satisfies(Failures.code(ErrorCode.RESULT_TOO_LARGE));
        assertThatThrownBy(() -> numbers(1).map(n -> new byte[100 << 10]).reduce((one, other) -> one))
                .satisfies(Failures.code(ErrorCode.RESULT_TOO_LARGE));
        assertThat(zeros.take(3)).hasSize(3);
    }

    @Test
    void aReductionOfNothingSaysSo() {
        assertThatThrownBy(() -> numbers(3).filter(n -> n > 100).reduce(Integer::sum))
                .satisfies(Failures.code(ErrorCode.EMPTY_COLLECTION))
                .hasMessageContaining("ErrorsTest.java:");
    }

    @Test
    void keysWithoutAnOrderCannotBeSorted() {
        assertThatThrownBy(() -> numbers(2)
                        .mapToPair(n -> Pair.of(List.of(n), n))
                        .sortByKey()
                        .collect())
                .satisfies(Failures.code(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("ArrayList")
                .hasMessageContaining("ErrorsTest.java:");
    }

    @Test
    void onlyOneContextIsActive() {
        assertThatThrownBy(() -> LisleContext.builder().master("local").build())
                .satisfies(Failures.code(ErrorCode.INVALID_ARGUMENT));
        assertThat(LisleContext.getOrCreate()).isSameAs(context);
    }

    @Test
    void wrongMastersAndSettingsAreNamed() {
        context.close();
        assertThatThrownBy(() -> LisleContext.builder().master("local[0]").build())
                .satisfies(Failures.code(ErrorCode.INVALID_SETTING))
                .hasMessageContaining("local[0]");
        assertThatThrownBy(() -> LisleContext.builder().master("mesos://x").build())
                .satisfies(Failures.code(ErrorCode.NO_CONTEXT))
                .hasMessageContaining("mesos://x");
        assertThatThrownBy(() -> LisleContext.builder()
                        .master("local")
                        .config("lisle.task.maxFailures", "none")
                        .config("lisle.memory.fraction", "2")
                        .build())
                .satisfies(Failures.code(ErrorCode.INVALID_SETTING))
                .hasMessageContaining("lisle.task.maxFailures")
                .hasMessageContaining("lisle.memory.fraction");
        open();
    }

    private static final class Connection {
        int add(int n) {
            return n + 1;
        }
    }

    private static final class Holder implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Connection connection;

        private Holder(Connection connection) {
            this.connection = connection;
        }
    }

    /** An exception that cannot travel. */
    private static final class NotSerializable extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"})
        private final Thread thread = Thread.currentThread();

        private NotSerializable(String message) {
            super(message);
        }
    }
}
