package org.lisle.executor.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.Pair;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.api.function.Predicate;
import org.lisle.core.operator.Operator;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.KillSwitch;
import org.lisle.executor.scope.TaskKilledException;

class ChainsTest {
    private static final int RECORDS = 10_000;

    @TempDir
    Path root;

    private OperatorHarness harness;

    @BeforeEach
    void open() {
        harness = new OperatorHarness(root);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void hotChainsGiveWhatPlainOnesGive() throws Exception {
        Operator chain = everyKindOfStep(7);
        List<Object> plain = harness.push(chain, 0);
        harness.hotAfter(1);
        assertThat(harness.push(chain, 0)).isEqualTo(plain).hasSizeGreaterThan(RECORDS);
        assertThat(harness.push(chain, 0)).as("in the classes made before").isEqualTo(plain);
    }

    @Test
    void functionsThatCapturedOtherValuesUseTheSameClasses() throws Exception {
        List<Object> three = harness.push(everyKindOfStep(3), 0);
        List<Object> eleven = harness.push(everyKindOfStep(11), 0);
        harness.hotAfter(1);
        assertThat(harness.push(everyKindOfStep(3), 0)).isEqualTo(three);
        assertThat(harness.push(everyKindOfStep(11), 0)).isEqualTo(eleven).isNotEqualTo(three);
        assertThat(harness.push(everyKindOfStep(3), 0)).isEqualTo(three);
    }

    @Test
    void aHotChainIsSpecialisedOnceForOneTaskAfterTheOther() throws Exception {
        Chains chains = new Chains(1);
        List<String> classes = new ArrayList<>();
        Step end = record -> classes.add(caller());
        for (int task = 0; task < 3; task++) {
            Function<Object, Object> function = keep(task);
            chains.run(
                    new Numbers(2_000),
                    List.of(new Operator.MapRecords(1, new Operator.Values(0, 1), function)),
                    end,
                    new Demand(),
                    new KillSwitch());
        }
        List<String> hot =
                classes.stream().filter(name -> name.contains("HotEnd")).toList();
        assertThat(hot).hasSize(3 * (2_000 - 512));
        assertThat(hot).containsOnly(hot.get(0));
    }

    @Test
    void tasksAtTheSameTimeDoNotMeet() throws Exception {
        Chains chains = new Chains(1);
        Callable<Long> task = () -> {
            long[] sum = new long[1];
            for (int round = 0; round < 20; round++) {
                chains.run(
                        new Numbers(RECORDS),
                        List.of(new Operator.MapRecords(1, new Operator.Values(0, 1), keep(1))),
                        record -> sum[0] += (Long) Objects.requireNonNull(record),
                        new Demand(),
                        new KillSwitch());
            }
            return sum[0];
        };
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Long> sum : threads.invokeAll(Collections.nCopies(4, task))) {
                assertThat(sum.get()).isEqualTo(20L * RECORDS * (RECORDS - 1) / 2);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void hotChainsStopWhenNoMoreIsWanted() throws Exception {
        harness.hotAfter(1);
        assertThat(harness.push(everyKindOfStep(7), 0, 5_000)).hasSize(5_000);
    }

    @Test
    void anEndlessHotFlatMapStopsWhenKilled() throws Exception {
        KillSwitch killSwitch = new KillSwitch();
        FlatMapFunction<Object, Object> endless = value -> (Long) value < 1_000
                ? List.of(value).iterator()
                : IntStream.generate(() -> 1).boxed().map(Object.class::cast).iterator();
        long[] count = new long[1];
        assertThatThrownBy(() -> new Chains(1)
                        .run(
                                new Numbers(2_000),
                                List.of(new Operator.FlatMapRecords(1, new Operator.Values(0, 1), endless)),
                                record -> {
                                    if (++count[0] == 50_000) {
                                        killSwitch.kill("enough");
                                    }
                                },
                                new Demand(),
                                killSwitch))
                .isInstanceOf(TaskKilledException.class);
    }

    @Test
    void whatAFunctionThrowsShowsItsLineAndNoneOfTheHiddenClasses() {
        Function<Object, Object> function = value -> {
            if ((Long) value == 5_000) {
                throw new IllegalStateException("at 5000");
            }
            return value;
        };
        assertThatThrownBy(() -> new Chains(1)
                        .run(
                                new Numbers(RECORDS),
                                List.of(new Operator.MapRecords(1, new Operator.Values(0, 1), function)),
                                record -> {},
                                new Demand(),
                                new KillSwitch()))
                .hasMessage("at 5000")
                .satisfies(failure -> {
                    assertThat(failure.getStackTrace()[0].getClassName()).isEqualTo(ChainsTest.class.getName());
                    assertThat(failure.getStackTrace()[1].getClassName()).isEqualTo(SpecialChain.class.getName());
                });
    }

    private static String caller() {
        return StackWalker.getInstance(java.util.Set.of(
                        StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES))
                .walk(frames -> frames.map(frame -> frame.getDeclaringClass().getName())
                        .filter(name -> name.contains("Hot"))
                        .findFirst()
                        .orElse("plain"));
    }

    @SuppressWarnings("NullAway") // a function of the user's may give null
    private static Function<Object, Object> keep(int captured) {
        return value -> captured < 0 ? null : value;
    }

    private Operator everyKindOfStep(int number) {
        Operator values = harness.values(IntStream.range(0, RECORDS).boxed().toList());
        Predicate<Integer> notDivided = value -> value % number != 0;
        Operator kept = new Operator.FilterRecords(harness.id(), values, notDivided);
        FlatMapFunction<Integer, Integer> twice =
                value -> List.of(value, value + number).iterator();
        Operator doubled = new Operator.FlatMapRecords(harness.id(), kept, twice);
        Function<Integer, Pair<String, Integer>> pair = value -> Pair.of("key " + value % 10, value);
        Operator pairs = new Operator.MapRecords(harness.id(), doubled, pair);
        Function<Integer, Integer> more = value -> value + 1;
        Operator mapped = new Operator.MapValues(harness.id(), pairs, more);
        FlatMapFunction<Integer, String> texts =
                value -> List.of("a" + value, "b" + value).iterator();
        return new Operator.FlatMapValues(harness.id(), mapped, texts);
    }

    private static final class Numbers implements RecordCursor {
        private final long end;
        private long next;

        Numbers(long end) {
            this.end = end;
        }

        @Override
        public boolean advance() {
            return next++ < end;
        }

        @Override
        public @Nullable Object current() {
            return next - 1;
        }

        @Override
        public void close() {}
    }
}
