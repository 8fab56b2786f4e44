package org.lisle.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.example.UserFunctions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.HashPartitioner;
import org.lisle.api.Pair;
import org.lisle.api.TaskContext;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.config.LisleConf;
import org.lisle.core.io.DataSink;
import org.lisle.core.message.DumpTasks;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.LeafInput;
import org.lisle.core.message.TaskStack;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;

/** One executor with a driver that is played: whole tasks, and every way in which they end. */
@SuppressWarnings("NullAway") // what is missing fails the test anyway
class ExecutorTest {
    private static final List<String> CALLS = java.util.Collections.synchronizedList(new ArrayList<>());
    private static volatile CountDownLatch started = new CountDownLatch(1);

    @TempDir
    Path directory;

    private final FakeDriver driver = new FakeDriver();
    private Executor executor;

    @BeforeEach
    void start() {
        CALLS.clear();
        started = new CountDownLatch(1);
        var place = new ExecutorConfig.Place("1", 1, "localhost", 2, 64 << 20, "", "", 0);
        executor = new Executor(
                ExecutorConfig.of(place, LisleConf.empty()),
                driver,
                ExecutorParts.local(List.of(directory), ExecutorTest.class.getClassLoader(), name -> new byte[0]));
    }

    @AfterEach
    void stop() {
        executor.close();
    }

    private static RecordCodec codec() {
        return RecordCodecs.forJob(ExecutorTest.class.getClassLoader());
    }

    private static List<LeafInput> input(int operator, int partition, Object... values) {
        return List.of(new LeafInput(
                operator, partition, ByteBuffer.wrap(ResultEncoding.encode(Arrays.asList(values), codec()))));
    }

    private static List<Object> records(TaskUpdate update) {
        assertThat(update.getState()).as("%s", update.getFailure()).isEqualTo(TaskState.SUCCEEDED);
        ByteBuffer bytes = update.getResult().duplicate();
        byte[] result = new byte[bytes.remaining()];
        bytes.get(result);
        return new ArrayList<>(ResultEncoding.decode(result, codec()));
    }

    private TaskUpdate run(Function<Object, Object> function, Object... values) throws InterruptedException {
        Operator map = new Operator.MapRecords(2, new Operator.Values(1, 1), function);
        driver.launch(
                executor,
                new StageProgram(5, "test", map, new StageOutput.Records(Integer.MAX_VALUE)),
                0,
                input(1, 0, values));
        return driver.next();
    }

    @Test
    void countsWordsThroughAShuffle() throws Exception {
        Operator lines = new Operator.Values(1, 2);
        Operator words = new Operator.FlatMapRecords(2, lines, (FlatMapFunction<String, String>)
                line -> List.of(line.split(" ")).iterator());
        Operator ones = new Operator.MapRecords(3, words, (Function<String, Pair<String, Long>>) w -> Pair.of(w, 1L));
        Aggregator<Long, Long> sum = new Aggregator<>(x -> x, Long::sum, Long::sum);
        ShuffleSpec shuffle = new ShuffleSpec(9, 2, new HashPartitioner(3), sum);
        var maps = new StageProgram(1, "map", ones, new StageOutput.ShuffleWrite(shuffle));
        driver.launch(executor, maps, 0, input(1, 0, "a b a", "c"));
        driver.launch(executor, maps, 1, input(1, 1, "a c", "d d"));
        for (int i = 0; i < 2; i++) {
            TaskUpdate update = driver.next();
            assertThat(update.getState()).as("%s", update.getFailure()).isEqualTo(TaskState.SUCCEEDED);
            driver.mapOutputs.add(update.getMapOutput());
        }
        Operator counts = new Operator.CombineByKey(4, new Operator.ShuffleRead(4, shuffle), sum, true);
        var reduce = new StageProgram(2, "reduce", counts, new StageOutput.Records(Integer.MAX_VALUE));
        TreeMap<Object, Object> found = new TreeMap<>();
        for (int partition = 0; partition < 3; partition++) {
            driver.launch(executor, reduce, partition, List.of());
            records(driver.next())
                    .forEach(record -> found.put(((Pair<?, ?>) record).key(), ((Pair<?, ?>) record).value()));
        }
        assertThat(found.toString()).isEqualTo("{a=3, b=1, c=2, d=2}");
    }

    @Test
    void userExceptionComesWithTheUsersFramesOnly() throws Exception {
        TaskUpdate update = run(UserFunctions::failing, "luck");
        assertThat(update.getState()).isEqualTo(TaskState.FAILED);
        assertThat(update.getFailure().getCode()).isEqualTo("USER_CODE_FAILED");
        assertThat(update.getFailure().getMessage()).contains("no luck");
        assertThat(update.getFailure().getStackTrace())
                .startsWith("java.io.IOException: no luck\n\tat org.example.UserFunctions.failing");
    }

    @Test
    void stackOverflowIsTheUsersAndLackOfMemoryNamesTheSetting() throws Exception {
        assertThat(run(ExecutorTest::deeper, 1).getFailure().getCode()).isEqualTo("USER_CODE_FAILED");
        TaskUpdate update = run(
                x -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                1);
        assertThat(update.getFailure().getCode()).isEqualTo("MEMORY_EXHAUSTED");
        assertThat(update.getFailure().getMessage()).contains("lisle.executor.memory");
        assertThat(records(run(x -> x, 1))).isEqualTo(List.of(1));
    }

    @SuppressWarnings("InfiniteRecursion") // what is tested
    private static Object deeper(Object x) {
        return List.of(deeper(x), x);
    }

    @Test
    void aResultThatCannotBeWrittenIsSaidSo() throws Exception {
        TaskUpdate update = run(x -> new Thread(), 1);
        assertThat(update.getFailure().getCode()).isEqualTo("RECORD_NOT_SERIALIZABLE");
    }

    @Test
    void aKilledTaskIsInterruptedAndTheSlotGoesOn() throws Exception {
        Operator waiting = new Operator.MapRecords(2, new Operator.Values(1, 1), (Function<Object, Object>) x -> {
            started.countDown();
            new CountDownLatch(1).await();
            return x;
        });
        long task = driver.launch(
                executor, new StageProgram(6, "waits", waiting, new StageOutput.Records(1)), 0, input(1, 0, 1));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        executor.handle(new KillTasks(1, List.of(task), "not needed"));
        TaskUpdate update = driver.next();
        assertThat(update.getState()).isEqualTo(TaskState.KILLED);
        assertThat(update.getFailure().getMessage()).isEqualTo("not needed");
        assertThat(records(run(x -> Thread.currentThread().isInterrupted(), 1, 2)))
                .isEqualTo(List.of(false, false));
    }

    @Test
    void aTaskWhoseOrderComesAgainAfterItsEndRunsOnce() throws Exception {
        Function<Object, Object> counted = x -> {
            CALLS.add("task " + x);
            return x;
        };
        for (int round = 0; round < 100; round++) {
            run(counted, round);
            driver.launchAgain(executor);
        }
        // both slots are through with what came before when these have ended
        run(x -> x, "last");
        run(x -> x, "very last");
        assertThat(CALLS).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void tellsWhereATaskIsThatMakesNoProgress() throws Exception {
        Operator waiting = new Operator.MapRecords(
                2, new Operator.Values(1, 1), (Function<Object, Object>) ExecutorTest::waitForNothing);
        long task = driver.launch(
                executor, new StageProgram(6, "waits", waiting, new StageOutput.Records(1)), 0, input(1, 0, 1));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        executor.handle(new DumpTasks(1, List.of(task, 12345L)));
        TaskStack stack = driver.stacks.poll(30, TimeUnit.SECONDS);
        assertThat(stack).isNotNull();
        assertThat(stack.getTaskId()).isEqualTo(task);
        assertThat(stack.getStack()).contains("ExecutorTest.waitForNothing");
        executor.handle(new KillTasks(1, List.of(task), "not needed"));
        assertThat(driver.next().getState()).isEqualTo(TaskState.KILLED);
    }

    private static Object waitForNothing(Object value) throws InterruptedException {
        started.countDown();
        new CountDownLatch(1).await();
        return value;
    }

    @Test
    void functionsBeginAnewWithEachTaskAndKnowTheirContext() throws Exception {
        var counter = new Counter();
        Function<Object, Object> counting =
                x -> counter.next() + ":" + TaskContext.get().getLocalProperty("color");
        assertThat(records(run(counting, "a", "b"))).isEqualTo(List.of("1:blue", "2:blue"));
        assertThat(records(run(counting, "a"))).isEqualTo(List.of("1:blue"));
    }

    private static final class Counter implements Serializable {
        private static final long serialVersionUID = 1L;
        private int count;

        int next() {
            return ++count;
        }
    }

    @Test
    void aLargeResultIsKeptAsABlock() throws Exception {
        java.util.Random random = new java.util.Random(1);
        TaskUpdate update = run(
                x -> {
                    byte[] noise = new byte[1 << 20];
                    new java.util.Random(1).nextBytes(noise);
                    return noise;
                },
                1);
        assertThat(update.getState()).as("%s", update.getFailure()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(update.getResult()).isNull();
        byte[] expected = new byte[1 << 20];
        random.nextBytes(expected);
        assertThat((byte[]) ResultEncoding.decode(executor.block(update.getResultBlock()), codec())
                        .get(0))
                .isEqualTo(expected);
    }

    @Test
    void whatTheDriverDoesNotAcknowledgeIsSentAgain() throws Exception {
        driver.refuseUpdates(2);
        assertThat(records(run(x -> x, 7))).isEqualTo(List.of(7));
    }

    @Test
    void anAllowedAttemptCommitsAndADeniedOneAborts() throws Exception {
        var save = new StageOutput.Save(new RecordingSink(), new DataSink.JobToken(1, 1, 1, 1));
        var program = new StageProgram(8, "save", new Operator.Values(1, 1), save);
        driver.launch(executor, program, 0, input(1, 0, "x"));
        assertThat(driver.next().getState()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(CALLS).isEqualTo(List.of("open", "write x", "finish", "commit", "close"));
        CALLS.clear();
        driver.commitAllowed = false;
        driver.launch(executor, program, 0, input(1, 0, "x"));
        assertThat(driver.next().getState()).isEqualTo(TaskState.COMMIT_DENIED);
        assertThat(CALLS).isEqualTo(List.of("open", "write x", "finish", "abort", "close"));
    }

    @Test
    void nothingIsLeftOnDiskButSegments() throws Exception {
        records(run(x -> x, 1));
        executor.close();
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static final class RecordingSink implements DataSink<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public String description() {
            return "recorded";
        }

        @Override
        public boolean checkOutput() {
            return true;
        }

        @Override
        public void setupJob(JobToken token) {}

        @Override
        public TaskWriter<Object> openTask(JobToken token, TaskToken task) {
            CALLS.add("open");
            return new RecordingWriter();
        }

        @Override
        public void commitJob(JobToken token, List<byte[]> taskCommits) {}

        @Override
        public void abortJob(JobToken token) {}
    }

    private static final class RecordingWriter implements DataSink.TaskWriter<Object> {
        @Override
        public void write(Object value) {
            CALLS.add("write " + value);
        }

        @Override
        public void finish() {
            CALLS.add("finish");
        }

        @Override
        public byte[] commit() {
            CALLS.add("commit");
            return new byte[0];
        }

        @Override
        public void abort() {
            CALLS.add("abort");
        }

        @Override
        public long bytesWritten() {
            return 1;
        }

        @Override
        public void close() {
            CALLS.add("close");
        }
    }
}
