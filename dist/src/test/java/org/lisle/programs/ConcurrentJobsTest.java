package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.api.TaskContext;
import org.lisle.core.error.ErrorCode;
import org.lisle.local.WatchedLocal;

/** Jobs of several threads at once, their order, and their end before their time. */
class ConcurrentJobsTest {
    private static final String POOL = "lisle.scheduler.pool";

    /** The tasks that run in turns, in the order in which they start; they run in this JVM. */
    private static final BlockingQueue<Turn> STARTS = new LinkedBlockingQueue<>();

    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final AtomicInteger ENDED = new AtomicInteger();
    private static volatile CountDownLatch gate = new CountDownLatch(0);

    /**
     * A task that has started.
     *
     * @param pool its pool
     * @param end what it waits for
     */
    private record Turn(String pool, CountDownLatch end) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void forget() {
        STARTS.clear();
        STARTED.set(0);
        ENDED.set(0);
        gate = new CountDownLatch(1);
    }

    @AfterEach
    void end() {
        gate.countDown();
        threads.shutdownNow();
    }

    private static LisleContext context(int slots, String mode) {
        return LisleContext.builder()
                .appName("concurrent")
                .master(WatchedLocal.master(slots, 64 << 20))
                .config("lisle.scheduler.mode", mode)
                .build();
    }

    private static Rdd<Integer> numbers(LisleContext context, int partitions) {
        return context.parallelize(IntStream.range(0, 100).boxed().toList(), partitions);
    }

    /** Tasks that wait for the gate, or for their interruption. */
    private static Rdd<Integer> gated(LisleContext context, int partitions) {
        return numbers(context, partitions).mapPartitions(records -> {
            STARTED.incrementAndGet();
            try {
                gate.await();
            } finally {
                ENDED.incrementAndGet();
            }
            return records;
        });
    }

    private static void awaitStarted(int tasks) {
        Awaitility.await().until(() -> STARTED.get() >= tasks);
    }

    private static <T> T within(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIFO", "FAIR"})
    void jobsOfManyThreadsGiveTheirOwnResults(String mode) throws Exception {
        try (LisleContext context = context(3, mode)) {
            PairRdd<Integer, Integer> shared = numbers(context, 5)
                    .mapToPair(n -> Pair.of(n % 7, n))
                    .reduceByKey(Integer::sum)
                    .cache();
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int number = thread;
                results.add(threads.submit(() -> {
                    context.setLocalProperty(POOL, "pool " + number % 3);
                    int sum = 0;
                    for (int round = 0; round < 10; round++) {
                        sum += shared.mapValues(n -> n * number)
                                .values()
                                .repartition(3)
                                .reduce(Integer::sum);
                        sum += (int) numbers(context, 4).filter(n -> n < number).count();
                    }
                    return sum;
                }));
            }
            for (int thread = 0; thread < 8; thread++) {
                assertThat(within(results.get(thread))).isEqualTo(10 * (4950 * thread + thread));
            }
        }
    }

    /**
     * A long job in one pool, then a short one in another: the order in which their tasks start. One task ends at a time, always the one
     * that has run longest, and the next only when the slot was filled again, so that the order is the scheduler's and not that of the
     * threads.
     */
    private static List<String> longThenShort(int slots, String mode, ExecutorService threads) throws Exception {
        List<String> order = new ArrayList<>();
        Deque<Turn> running = new ArrayDeque<>();
        try (LisleContext context = context(slots, mode)) {
            Future<Long> first = threads.submit(inTurns(context, "long", 12));
            for (int slot = 0; slot < slots; slot++) {
                awaitStart(running, order);
            }
            Future<Long> second = threads.submit(inTurns(context, "short", 2));
            Awaitility.await().until(() -> WatchedLocal.status().jobs().size() == 2);
            while (order.size() < 14) {
                running.remove().end.countDown();
                awaitStart(running, order);
            }
            running.forEach(turn -> turn.end.countDown());
            assertThat(within(first)).isEqualTo(100);
            assertThat(within(second)).isEqualTo(100);
        }
        return order;
    }

    private static void awaitStart(Deque<Turn> running, List<String> order) throws InterruptedException {
        Turn turn = Objects.requireNonNull(STARTS.poll(30, TimeUnit.SECONDS), "no task started within 30 s");
        running.add(turn);
        order.add(turn.pool);
    }

    private static Callable<Long> inTurns(LisleContext context, String pool, int partitions) {
        return () -> {
            context.setLocalProperty(POOL, pool);
            return numbers(context, partitions)
                    .mapPartitions(records -> {
                        Turn turn = new Turn(
                                Objects.requireNonNull(Objects.requireNonNull(TaskContext.get())
                                        .getLocalProperty(POOL)),
                                new CountDownLatch(1));
                        STARTS.add(turn);
                        turn.end.await();
                        return records;
                    })
                    .count();
        };
    }

    @Test
    void inFifoOrderTheFirstJobComesFirst() throws Exception {
        assertThat(longThenShort(2, "FIFO", threads).subList(0, 12)).containsOnly("long");
    }

    @Test
    void fairPoolsTakeTurnsEvenWhenThereAreMoreOfThemThanSlots() throws Exception {
        assertThat(longThenShort(1, "FAIR", threads)).startsWith("long", "short", "long", "short");
    }

    @Test
    void fairPoolsShareTheSlots() throws Exception {
        assertThat(longThenShort(2, "FAIR", threads)).startsWith("long", "long", "short", "long", "short");
    }

    @Test
    void aCancelledGroupEndsAndOthersGoOn() throws Exception {
        try (LisleContext context = context(4, "FIFO")) {
            Future<Long> cancelled = threads.submit(() -> {
                context.setJobGroup("one", "to be cancelled");
                return gated(context, 2).count();
            });
            Future<Long> other = threads.submit(() -> {
                context.setJobGroup("other", "goes on");
                return gated(context, 2).count();
            });
            awaitStarted(4);
            context.cancelJobGroup("one");
            assertThatThrownBy(() -> within(cancelled))
                    .cause()
                    .satisfies(Failures.code(ErrorCode.JOB_CANCELLED))
                    .hasMessageContaining("one");
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(ENDED).as("tasks interrupted").hasValue(2));
            assertThat(other).isNotDone();
            gate.countDown();
            assertThat(within(other)).isEqualTo(100);
        }
    }

    @Test
    void anInterruptedThreadCancelsItsJob() throws Exception {
        try (LisleContext context = context(2, "FIFO")) {
            Future<Long> job = threads.submit(() -> gated(context, 2).count());
            awaitStarted(2);
            job.cancel(true);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(ENDED).as("tasks interrupted").hasValue(2));
            assertThat(numbers(context, 4).count()).isEqualTo(100);
        }
    }

    @Test
    void closingEndsWhatRuns() throws Exception {
        LisleContext context = context(2, "FIFO");
        Rdd<Integer> rdd = gated(context, 2);
        Future<Long> job = threads.submit(rdd::count);
        awaitStarted(2);
        context.close();
        assertThatThrownBy(() -> within(job))
                .cause()
                .satisfiesAnyOf(
                        failure -> Failures.code(ErrorCode.JOB_CANCELLED).accept(failure),
                        failure -> Failures.code(ErrorCode.CONTEXT_CLOSED).accept(failure));
        Awaitility.await()
                .untilAsserted(() -> assertThat(ENDED).as("tasks interrupted").hasValue(2));
        assertThatThrownBy(rdd::count).satisfies(Failures.code(ErrorCode.CONTEXT_CLOSED));
    }

    @Test
    void aTaskThatLooksSeesThatItIsToStop() throws Exception {
        try (LisleContext context = context(1, "FIFO")) {
            Future<Long> job = threads.submit(() -> {
                context.setJobGroup("busy", "");
                return numbers(context, 1)
                        .map(n -> {
                            STARTED.incrementAndGet();
                            while (!Objects.requireNonNull(TaskContext.get()).isInterrupted()) {
                                Thread.onSpinWait();
                            }
                            ENDED.incrementAndGet();
                            return n;
                        })
                        .count();
            });
            awaitStarted(1);
            context.cancelJobGroup("busy");
            assertThatThrownBy(() -> within(job)).cause().satisfies(Failures.code(ErrorCode.JOB_CANCELLED));
            Awaitility.await().untilAsserted(() -> assertThat(ENDED.get()).isPositive());
            assertThat(numbers(context, 2).count()).isEqualTo(100);
        }
    }
}
