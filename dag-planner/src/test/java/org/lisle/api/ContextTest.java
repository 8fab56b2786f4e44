package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.dag.reference.MemoryFiles;

/** One context at a time; wrong use is refused in one sentence, where it happens. */
@SuppressWarnings("NullAway") // nulls are passed to see them refused
class ContextTest extends OnReference {
    @Test
    void aSecondContextIsRefusedWhileOneIsActive() {
        refused(ErrorCode.INVALID_ARGUMENT, "active in this process already", () -> LisleContext.builder()
                .master("reference[1]")
                .build());
        assertThat(LisleContext.getOrCreate()).isSameAs(context);
        context.close();
        try (LisleContext next = LisleContext.builder().master("reference[1]").build()) {
            assertThat(next).isNotSameAs(context);
        }
    }

    @Test
    void aClosedContextIsRefused() {
        Rdd<Integer> rdd = context.parallelize(List.of(1), 1);
        context.close();
        context.close();
        assertThat(backend().isClosed()).isTrue();
        assertThat(context.isStopped()).isTrue();
        refused(ErrorCode.CONTEXT_CLOSED, "closed", rdd::collect);
        refused(ErrorCode.CONTEXT_CLOSED, "closed", () -> rdd.map(n -> n));
        refused(ErrorCode.CONTEXT_CLOSED, "closed", () -> context.parallelize(List.of(1)));
        refused(ErrorCode.CONTEXT_CLOSED, "closed", () -> context.textFile("x"));
        refused(ErrorCode.CONTEXT_CLOSED, "closed", () -> context.broadcast(1));
        refused(ErrorCode.CONTEXT_CLOSED, "closed", context::longAccumulator);
    }

    @Test
    void anUnknownMasterIsNamed() {
        context.close();
        refused(ErrorCode.NO_CONTEXT, "'moon'", () -> LisleContext.builder()
                .master("moon")
                .build());
    }

    @Test
    void wrongSettingsAreNamedTogether() {
        context.close();
        refused(ErrorCode.INVALID_SETTING, "lisle.no.such", () -> LisleContext.builder()
                .master("reference[1]")
                .config("lisle.no.such", "1")
                .build());
    }

    @Test
    void settingsOfTheSubmissionAreOverriddenByTheProgram() {
        context.close();
        System.setProperty("lisle.default.parallelism", "7");
        System.setProperty("lisle.app.name", "submitted");
        try (LisleContext next =
                LisleContext.builder().master("reference[1]").appName("mine").build()) {
            assertThat(next.defaultParallelism()).isEqualTo(7);
            assertThat(next.appName()).isEqualTo("mine");
            assertThat(next.getConf()).containsEntry("lisle.default.parallelism", "7");
        } finally {
            System.clearProperty("lisle.default.parallelism");
            System.clearProperty("lisle.app.name");
        }
    }

    @Test
    void datasetsOfAnotherContextAreRefused() {
        Rdd<Integer> old = context.parallelize(List.of(1), 1);
        PairRdd<Integer, Integer> oldPairs = old.keyBy(n -> n);
        context.close();
        try (LisleContext next = LisleContext.builder().master("reference[1]").build()) {
            Rdd<Integer> mine = next.parallelize(List.of(1), 1);
            refused(ErrorCode.INVALID_ARGUMENT, "another LisleContext", () -> mine.union(old));
            refused(ErrorCode.INVALID_ARGUMENT, "another LisleContext", () -> mine.keyBy(n -> n)
                    .join(oldPairs));
        }
    }

    @Test
    void nullsAndWrongNumbersAreRefusedWithTheLine() {
        Rdd<Integer> rdd = context.parallelize(List.of(1), 1);
        refused(ErrorCode.INVALID_ARGUMENT, "map at ContextTest.java:", () -> rdd.map(null));
        refused(ErrorCode.INVALID_ARGUMENT, "0 partitions", () -> rdd.repartition(0));
        refused(ErrorCode.INVALID_ARGUMENT, "-1 partitions", () -> rdd.keyBy(n -> n)
                .groupByKey(-1));
        refused(ErrorCode.INVALID_ARGUMENT, "fraction", () -> rdd.sample(false, 1.5));
        refused(ErrorCode.INVALID_ARGUMENT, "fraction", () -> rdd.sample(true, Double.NaN));
        refused(ErrorCode.INVALID_ARGUMENT, "-1", () -> rdd.take(-1));
        refused(ErrorCode.INVALID_ARGUMENT, "partitioner is null", () -> rdd.keyBy(n -> n)
                .partitionBy(null));
        refused(ErrorCode.INVALID_ARGUMENT, "null", () -> rdd.union(null));
        refused(ErrorCode.INVALID_ARGUMENT, "null", () -> context.textFile(null));
    }

    @Test
    void aFunctionThatCannotBeSentFailsWhenItIsPassedIn() {
        Rdd<Integer> rdd = context.parallelize(List.of(1), 1);
        Object lock = new Object();
        assertThatThrownBy(() -> rdd.map(n -> lock.hashCode() + n)).isInstanceOfSatisfying(LisleException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CLOSURE_NOT_SERIALIZABLE);
            assertThat(e.getMessage()).contains("map at ContextTest.java:", "java.lang.Object");
        });
        assertThat(runner().jobs()).isEmpty();
    }

    @Test
    void missingInputsAreFoundByTheFirstActionOnly() {
        Rdd<String> lines = context.textFile("nowhere").map(String::trim);
        PairRdd<String, Integer> counts =
                lines.mapToPair(line -> Pair.of(line, 1)).reduceByKey(Integer::sum);
        assertThat(MemoryFiles.calls()).isEmpty();
        refused(ErrorCode.INPUT_NOT_FOUND, "nowhere", counts::collect);
        MemoryFiles.put("nowhere", "a", "b", "a");
        assertThat(counts.collectAsMap()).containsEntry("a", 2);
        assertThat(counts.count()).isEqualTo(2);
        assertThat(MemoryFiles.calls())
                .as("asked again after the failure, then never")
                .containsExactly("splits nowhere", "splits nowhere");
    }

    @Test
    void localPropertiesBelongToTheThreadAndItsChildren() throws Exception {
        context.setLocalProperty("lisle.scheduler.pool", "fast");
        context.parallelize(List.of(1), 1).count();
        assertThat(runner().jobs().get(0).properties()).containsEntry("lisle.scheduler.pool", "fast");
        CompletableFuture<String> inherited = new CompletableFuture<>();
        Thread child = new Thread(() -> {
            String before = context.getLocalProperty("lisle.scheduler.pool");
            context.setLocalProperty("lisle.scheduler.pool", "slow");
            inherited.complete(before);
        });
        child.start();
        child.join();
        assertThat(inherited.get()).isEqualTo("fast");
        assertThat(context.getLocalProperty("lisle.scheduler.pool")).isEqualTo("fast");
        context.setLocalProperty("lisle.scheduler.pool", null);
        assertThat(context.getLocalProperty("lisle.scheduler.pool")).isNull();
    }

    @Test
    void anAccumulatorIsRegisteredOnce() {
        LongAccumulator sum = new LongAccumulator();
        context.register(sum, "sum");
        assertThat(sum.name()).isEqualTo("sum");
        refused(ErrorCode.INVALID_ARGUMENT, "registered already", () -> context.register(sum));
    }

    private static void refused(ErrorCode code, String part, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}
