package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.BarrierTaskContext;
import org.lisle.api.LisleContext;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;
import org.lisle.api.StorageLevel;
import org.lisle.api.TaskContext;
import org.lisle.api.function.Function;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What programs with barrier stages mean, on local mode: the whole engine but for the wire. */
@Timeout(60)
class BarrierStageTest {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static CountDownLatch inside = new CountDownLatch(0);

    @BeforeEach
    void forget() {
        CALLS.set(0);
        FAILURES.set(0);
    }

    private static <R> R with(int slots, Function<LisleContext, R> program) throws Exception {
        try (LisleContext context = LisleContext.builder()
                .appName("barrier")
                .master("local[" + slots + "]")
                .build()) {
            return program.call(context);
        }
    }

    private static Rdd<Integer> numbers(LisleContext context, int partitions) {
        return context.parallelize(IntStream.range(0, 10).boxed().toList(), partitions);
    }

    private static BarrierTaskContext task() {
        return Objects.requireNonNull(BarrierTaskContext.get());
    }

    private static int sum(Iterator<Integer> numbers) {
        int sum = 0;
        while (numbers.hasNext()) {
            sum += numbers.next();
        }
        return sum;
    }

    private static <T> void refused(Function<LisleContext, T> program, int slots, ErrorCode code, String... parts) {
        assertThatThrownBy(() -> with(slots, program))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    // ---------------------------------------------------------------- together

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void tasksSeeWhatAllOthersSay(int partitions) throws Exception {
        List<List<String>> said = with(5, context -> numbers(context, partitions)
                .barrier()
                .mapPartitionsWithIndex((partition, records) -> {
                    task().barrier();
                    List<String> first = task().allGather(partition + "=" + sum(records));
                    List<String> second = task().allGather("then " + partition);
                    return List.of(first, second).iterator();
                })
                .collect());

        int each = 10 / partitions;
        List<String> first = IntStream.range(0, partitions)
                .mapToObj(partition -> partition + "="
                        + IntStream.range(partition * each, (partition + 1) * each)
                                .sum())
                .toList();
        List<String> second = IntStream.range(0, partitions)
                .mapToObj(partition -> "then " + partition)
                .toList();
        assertThat(said).hasSize(2 * partitions);
        for (int partition = 0; partition < partitions; partition++) {
            assertThat(said.get(2 * partition)).isEqualTo(first);
            assertThat(said.get(2 * partition + 1)).isEqualTo(second);
        }
    }

    @Test
    void allTasksRunAtTheSameTimeAndNoneGoesOnBeforeTheLastHasCome() throws Exception {
        inside = new CountDownLatch(3);
        List<Integer> seen = with(3, context -> numbers(context, 3)
                .barrier()
                .mapPartitions(records -> {
                    inside.countDown();
                    inside.await();
                    CALLS.incrementAndGet();
                    task().barrier();
                    return List.of(CALLS.get()).iterator();
                })
                .collect());
        assertThat(seen).containsExactly(3, 3, 3);
    }

    @Test
    void aTaskKnowsTheOthers() throws Exception {
        List<String> told = with(2, context -> numbers(context, 2)
                .barrier()
                .mapPartitions(records -> {
                    BarrierTaskContext task = task();
                    assertThat(TaskContext.get()).isSameAs(task);
                    return List.of(task.getTaskInfos().size() + " " + task.numPartitions() + " " + task.partitionId()
                                    + " "
                                    + task.stageAttemptNumber() + " "
                                    + task.getTaskInfos().get(0).address().contains(":"))
                            .iterator();
                })
                .collect());
        assertThat(told).containsExactly("2 2 0 0 true", "2 2 1 0 true");
    }

    @Test
    void aBarrierStageMayReadAShuffleAndWriteOne() throws Exception {
        List<Pair<Integer, Integer>> sums = with(2, context -> numbers(context, 4)
                .mapToPair(n -> Pair.of(n % 5, n))
                .reduceByKey(Integer::sum, 2)
                .barrier()
                .mapPartitions(
                        pairs -> {
                            task().barrier();
                            return pairs;
                        },
                        true)
                .mapToPair(pair -> Pair.of(pair.key() % 2, pair.value()))
                .reduceByKey(Integer::sum, 3)
                .sortByKey()
                .collect());
        assertThat(sums).containsExactly(Pair.of(0, 27), Pair.of(1, 18));
    }

    @Test
    void twoJobsWithBarrierStagesNeverHoldHalfOfTheSlotsEach() throws Exception {
        int[] counts = with(2, context -> {
            Rdd<Integer> together = numbers(context, 2).barrier().mapPartitions(records -> {
                task().barrier();
                return records;
            });
            var first = together.countAsync();
            var second = together.countAsync();
            var third = numbers(context, 8).countAsync();
            return new int[] {
                first.get().intValue(), second.get().intValue(), third.get().intValue()
            };
        });
        assertThat(counts).containsExactly(10, 10, 10);
    }

    @Test
    void outsideOfABarrierStageThereIsNoSuchContext() throws Exception {
        assertThat(BarrierTaskContext.get()).isNull();
        refused(
                context -> numbers(context, 1)
                        .mapPartitions(
                                records -> List.of(task().numPartitions()).iterator())
                        .collect(),
                1,
                ErrorCode.INVALID_ARGUMENT,
                "no barrier stage",
                "rdd.barrier()");
    }

    @Test
    void thePlanSaysIt() throws Exception {
        String plan = with(1, context -> numbers(context, 1)
                .barrier()
                .mapPartitionsWithIndex((partition, records) -> records, true)
                .explain());
        assertThat(plan).contains("a barrier stage: all tasks at once");
    }

    // ---------------------------------------------------------------- what cannot be

    @Test
    void morePartitionsThanThereAreSlotsAreRefusedAtOnce() {
        refused(
                context -> numbers(context, 3)
                        .barrier()
                        .mapPartitions(records -> records)
                        .count(),
                2,
                ErrorCode.TOO_FEW_SLOTS,
                "3 partitions",
                "2 task slots",
                "lisle.executor.cores is 2");
        assertThat(CALLS).hasValue(0);
    }

    @Test
    void somePartitionsOfABarrierStageAreRefused() throws Exception {
        refused(
                context -> numbers(context, 2)
                        .barrier()
                        .mapPartitions(records -> records)
                        .first(),
                2,
                ErrorCode.INVALID_ARGUMENT,
                "1 of the 2 partitions",
                "collect()");
        Integer first = with(1, context -> numbers(context, 1)
                .barrier()
                .mapPartitions(records -> records)
                .first());
        assertThat(first).isZero();
    }

    @Test
    void anotherNumberOfPartitionsInTheSameStageIsRefused() {
        refused(
                context -> numbers(context, 2)
                        .barrier()
                        .mapPartitions(records -> records)
                        .union(numbers(context, 2))
                        .collect(),
                4,
                ErrorCode.INVALID_ARGUMENT,
                "2 partitions",
                "of 4 tasks",
                "repartition(4)");
        refused(
                context -> numbers(context, 4)
                        .coalesce(2)
                        .barrier()
                        .mapPartitions(records -> records)
                        .collect(),
                4,
                ErrorCode.INVALID_ARGUMENT,
                "4 partitions",
                "of 2 tasks");
        refused(
                context -> numbers(context, 4)
                        .coalesce(2)
                        .barrier()
                        .mapPartitions(records -> records)
                        .distinct(2)
                        .collect(),
                4,
                ErrorCode.INVALID_ARGUMENT,
                "4 partitions",
                "of 2 tasks");
    }

    @Test
    void twoBarrierDatasetsInOneDatasetAreRefused() {
        refused(
                context -> {
                    Rdd<Integer> left = numbers(context, 2).barrier().mapPartitions(records -> records);
                    Rdd<Integer> right = numbers(context, 2).barrier().mapPartitions(records -> records);
                    return left.zip(right).collect();
                },
                2,
                ErrorCode.INVALID_ARGUMENT,
                "2 datasets of barrier stages");
    }

    @Test
    void aShuffleBetweenMakesItGood() throws Exception {
        long count = with(2, context -> numbers(context, 2)
                .barrier()
                .mapPartitions(records -> records)
                .repartition(3)
                .union(numbers(context, 4))
                .count());
        assertThat(count).isEqualTo(20);
    }

    // ---------------------------------------------------------------- failures

    @Test
    void whenOneFailsAllBeginAnewAndNothingIsCountedTwice() throws Exception {
        String said = with(3, context -> {
            LongAccumulator seen = context.longAccumulator("seen");
            List<String> attempts = numbers(context, 3)
                    .barrier()
                    .mapPartitionsWithIndex((partition, records) -> {
                        BarrierTaskContext task = task();
                        records.forEachRemaining(record -> seen.add(1));
                        CALLS.incrementAndGet();
                        task.barrier();
                        if (partition == 1 && task.stageAttemptNumber() == 0) {
                            FAILURES.incrementAndGet();
                            throw new IllegalStateException("one of them fails");
                        }
                        if (task.stageAttemptNumber() == 0 && partition == 2) {
                            task.barrier();
                        }
                        return List.of(partition + " in " + task.stageAttemptNumber())
                                .iterator();
                    })
                    .collect();
            return attempts + " " + seen.value();
        });
        assertThat(said).isEqualTo("[0 in 1, 1 in 1, 2 in 1] 10");
        assertThat(CALLS).hasValue(6);
        assertThat(FAILURES).hasValue(1);
    }

    @Test
    void aTaskThatFailsEachTimeFailsTheJobAfterAsManyAttemptsOfTheStage() {
        refused(
                context -> numbers(context, 2)
                        .barrier()
                        .mapPartitionsWithIndex((partition, records) -> {
                            if (partition == 1) {
                                FAILURES.incrementAndGet();
                                throw new IllegalStateException("always");
                            }
                            task().barrier();
                            return records;
                        })
                        .count(),
                2,
                ErrorCode.USER_CODE_FAILED,
                "always",
                "failed in 4 attempts");
        assertThat(FAILURES).hasValue(4);
    }

    @Test
    void barrierHereAndAllGatherThereFailsTheJob() {
        refused(
                context -> numbers(context, 2)
                        .barrier()
                        .mapPartitionsWithIndex((partition, records) -> {
                            CALLS.incrementAndGet();
                            if (partition == 0) {
                                task().barrier();
                            } else {
                                task().allGather("hello");
                            }
                            return records;
                        })
                        .count(),
                2,
                ErrorCode.BARRIER_MISMATCH,
                "some tasks",
                "barrier()",
                "allGather()");
        assertThat(CALLS).hasValue(2);
    }

    @Test
    void aTaskThatEndsWithoutTheCallOfTheOthersDoesNotLeaveThemWaiting() {
        refused(
                context -> numbers(context, 3)
                        .barrier()
                        .mapPartitionsWithIndex((partition, records) -> {
                            task().barrier();
                            if (partition != 2) {
                                task().barrier();
                            }
                            return records;
                        })
                        .count(),
                3,
                ErrorCode.BARRIER_BROKEN,
                "partition 2",
                "has ended without the call of barrier()");
    }

    @Test
    void whoDoesNotComeInTimeFailsTheOthers() {
        inside = new CountDownLatch(1);
        assertThatThrownBy(() -> {
                    try (LisleContext context = LisleContext.builder()
                            .appName("barrier")
                            .master("local[2]")
                            .config("lisle.barrier.sync.timeout", "20ms")
                            .config("lisle.stage.maxConsecutiveAttempts", "1")
                            .build()) {
                        numbers(context, 2)
                                .barrier()
                                .mapPartitionsWithIndex((partition, records) -> {
                                    if (partition == 0) {
                                        inside.await();
                                    }
                                    task().barrier();
                                    return records;
                                })
                                .count();
                    }
                })
                .hasMessageContainingAll("lisle.barrier.sync.timeout", "partitions have not come", ": 0");
    }

    // ---------------------------------------------------------------- stored

    @Test
    void aPersistedBarrierDatasetIsTakenWholeOrMadeWhole() throws Exception {
        Set<Long> counts = with(2, context -> {
            Rdd<Integer> stored = numbers(context, 2)
                    .barrier()
                    .mapPartitions(records -> {
                        CALLS.incrementAndGet();
                        task().barrier();
                        return records;
                    })
                    .persist(StorageLevel.MEMORY_ONLY);
            Set<Long> seen = new HashSet<>(List.of(stored.count(), stored.count()));
            assertThat(CALLS).hasValue(2);
            stored.unpersist();
            seen.add(stored.count());
            return seen;
        });
        assertThat(counts).containsExactly(10L);
        assertThat(CALLS).hasValue(4);
    }
}
