package org.lisle.dag.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.AskCommit;
import org.lisle.core.message.BlockChange;
import org.lisle.core.message.BlockChanges;
import org.lisle.core.message.BlockHolder;
import org.lisle.core.message.BlockHolders;
import org.lisle.core.message.CommitDecision;
import org.lisle.core.message.ForgetStages;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.GetReplicaTargets;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.HeartbeatAck;
import org.lisle.core.message.HeldShuffles;
import org.lisle.core.message.InvalidateMapOutputs;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.LocateBlock;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.message.RemoveShuffles;
import org.lisle.core.message.RunningTask;
import org.lisle.core.message.Shutdown;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskMetrics;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.simulate.Plans;

@Timeout(60)
@SuppressWarnings("NullAway") // a null here fails the test
class DriverRuntimeTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RecordingCluster cluster = new RecordingCluster();
    private final Map<String, CompletableFuture<byte[]>> fetches = new ConcurrentHashMap<>();
    private final DriverRuntime driver = runtime(LisleConf.empty().with("lisle.driver.maxResultSize", "100"));

    private DriverRuntime runtime(LisleConf conf) {
        return new DriverRuntime(
                conf,
                cluster,
                (executor, host, port, block) ->
                        fetches.computeIfAbsent(executor + "/" + block, key -> new CompletableFuture<>()),
                Clock.systemUTC(),
                nanos::get,
                program -> new byte[] {(byte) program.stageId()},
                DriverJournal.none(1),
                null);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private static final class RecordingCluster implements ClusterGateway {
        volatile int wanted;
        volatile boolean broken;
        final Map<String, String> released = new ConcurrentHashMap<>();
        final List<String> sizes = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) {
            if (broken) {
                throw new IllegalStateException("a broken cluster");
            }
            wanted = total;
        }

        @Override
        public void releaseExecutor(String executor, String reason) {
            released.put(executor, reason);
        }

        @Override
        public void nearsItsSize(String executor, boolean nears) {
            sizes.add(executor + " " + nears);
        }
    }

    private static final class Results implements JobRunner.ResultListener {
        final Map<Integer, byte[]> byPartition = new TreeMap<>();

        @Override
        public void result(int partition, int task, byte[] result) {
            assertThat(byPartition.put(partition, result))
                    .as("partition %s before", partition)
                    .isNull();
        }
    }

    private FakeExecutor executor(
            String id, String host, int slots, java.util.function.Function<TaskDefinition, TaskUpdate> work) {
        return new FakeExecutor(id, driver.services(), work).register(host, slots);
    }

    @SuppressWarnings("unchecked")
    private <T> T ask(org.apache.avro.specific.SpecificRecord question) throws Exception {
        return (T) driver.services().request(question).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static LisleException failureOf(CompletableFuture<?> future) {
        try {
            future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return (LisleException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void runsAJobOfTwoStagesAndSendsEachStageOnceToAnExecutor() throws Exception {
        PlannedStage maps = Plans.mapStage(1, 7, 5, 3);
        var results = new Results();
        FakeExecutor[] fake = new FakeExecutor[1];
        fake[0] = new FakeExecutor(
                "1",
                driver.services(),
                task -> task.getStageId() == 1
                        ? fake[0].mapOutput(task, 7, "a")
                        : FakeExecutor.result(task, (byte) task.getPartition()));
        fake[0].register("a", 2);

        driver.jobs().submit(Plans.job(0, Plans.resultStage(2, maps)), results).get(10, TimeUnit.SECONDS);

        assertThat(results.byPartition).containsOnlyKeys(0, 1, 2);
        assertThat(results.byPartition.get(2)).containsExactly(2);
        assertThat(fake[0].definitionsReceived).containsExactlyInAnyOrderEntriesOf(Map.of(1, 1, 2, 1));
        assertThat(fake[0].received(LaunchTasks.class).get(0).getTasks().get(0).getInputs())
                .hasSize(1);
        assertThat(fake[0].received(ForgetStages.class)).hasSize(2);
        assertThat(cluster.wanted).isEqualTo(2);
        MapOutputs outputs = ask(new GetMapOutputs(7, 1, 0));
        assertThat(outputs.getOutputs()).hasSize(5);

        ApplicationStatus status = driver.status();
        assertThat(status.jobs()).singleElement().satisfies(job -> {
            assertThat(job.state()).isEqualTo(ApplicationStatus.State.SUCCEEDED);
            assertThat(job.partitionsDone()).isEqualTo(3);
            assertThat(job.stageIds()).containsExactly(1, 2);
        });
        assertThat(status.stages()).hasSize(2).allSatisfy(stage -> {
            assertThat(stage.state()).isEqualTo(ApplicationStatus.State.SUCCEEDED);
            assertThat(stage.done()).isEqualTo(stage.tasks());
            assertThat(stage.running()).isZero();
            assertThat(stage.metrics().getRecordsRead()).isEqualTo(10L * stage.tasks());
        });
        assertThat(status.shuffles()).singleElement().satisfies(shuffle -> assertThat(shuffle.outputsKnown())
                .isEqualTo(5));
        assertThat(status.phases().firstTaskMillis()).isPositive();
    }

    @Test
    void showsTheUsersStackTraceAndWhereTheTaskFailed() {
        executor(
                "3",
                "node-3",
                1,
                task -> FakeExecutor.failure(
                        task,
                        "USER_CODE_FAILED",
                        "java.lang.IllegalStateException: boom",
                        "java.lang.IllegalStateException: boom\n\tat user.Job.lambda(Job.java:12)"));

        LisleException failure =
                failureOf(driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(4))), new Results()));

        assertThat(failure.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
        assertThat(failure.getMessage())
                .contains("stage 2 (map at Test.java:2)", "failed 4 times", "executor 3 (node-3)", "boom", "of 4");
        var printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .contains("Caused by: java.lang.IllegalStateException: boom\n\tat user.Job.lambda(Job.java:12)");
        assertThat(driver.status().stages()).singleElement().satisfies(stage -> {
            assertThat(stage.state()).isEqualTo(ApplicationStatus.State.FAILED);
            assertThat(stage.lastFailure()).contains("boom");
            assertThat(stage.failedAttempts()).isGreaterThanOrEqualTo(4);
        });
    }

    @Test
    void refusesResultsThatAreTogetherTooLarge() {
        executor("1", "a", 1, task -> FakeExecutor.result(task, new byte[40]));

        LisleException failure =
                failureOf(driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(4))), new Results()));

        assertThat(failure.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE);
        assertThat(failure.getMessage()).contains("120 B", "100 B", "lisle.driver.maxResultSize");
    }

    @Test
    void refusesALargeResultBeforeItIsFetched() {
        executor("1", "a", 1, task -> FakeExecutor.largeResult(task, 101));

        LisleException failure =
                failureOf(driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), new Results()));

        assertThat(failure.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE);
        assertThat(fetches).isEmpty();
    }

    @Test
    void fetchesALargeResultAndDropsItFromTheExecutor() throws Exception {
        FakeExecutor executor = executor("1", "a", 1, task -> FakeExecutor.largeResult(task, 3));
        var results = new Results();

        CompletableFuture<Void> job =
                driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), results);
        Awaitility.await().until(() -> fetches.containsKey("1/result_1"));
        fetches.get("1/result_1").complete(new byte[] {1, 2, 3});
        job.get(10, TimeUnit.SECONDS);

        assertThat(results.byPartition.get(0)).containsExactly(1, 2, 3);
        assertThat(executor.received(RemoveBlocks.class))
                .singleElement()
                .satisfies(message -> assertThat(message.getBlocks()).containsExactly("result_1"));
    }

    @Test
    void runsATaskAgainWhoseResultCannotBeFetched() throws Exception {
        executor(
                "1",
                "a",
                1,
                task -> task.getAttempt() == 0
                        ? FakeExecutor.largeResult(task, 3)
                        : FakeExecutor.result(task, (byte) 9));
        var results = new Results();

        CompletableFuture<Void> job =
                driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), results);
        Awaitility.await().until(() -> fetches.containsKey("1/result_1"));
        fetches.get("1/result_1").completeExceptionally(new IllegalStateException("gone"));
        job.get(10, TimeUnit.SECONDS);

        assertThat(results.byPartition.get(0)).containsExactly(9);
    }

    @Test
    void mergesAccumulatorsOnceForEachPartitionThatCounts() throws Exception {
        var sum = new AtomicLong();
        driver.services().registerAccumulator(5, value -> sum.addAndGet(value[0]));
        executor("1", "a", 2, task -> {
            var state = task.getPartition() == 1 && task.getAttempt() == 0 ? TaskState.FAILED : TaskState.SUCCEEDED;
            return FakeExecutor.withAccumulator(task, state, 5, 3);
        });

        driver.jobs()
                .submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(4))), new Results())
                .get(10, TimeUnit.SECONDS);

        assertThat(sum).hasValue(12);
    }

    @Test
    void failsTheJobWhoseProgramDoesNotSerialise() {
        try (DriverRuntime picky = new DriverRuntime(
                LisleConf.empty(),
                cluster,
                (e, h, p, b) -> new CompletableFuture<>(),
                Clock.systemUTC(),
                nanos::get,
                program -> {
                    throw new LisleException(ErrorCode.CLOSURE_NOT_SERIALIZABLE, "Job.helper -> Helper.socket", "");
                },
                DriverJournal.none(1),
                null)) {
            new FakeExecutor("1", picky.services(), task -> null).register("a", 1);

            LisleException failure =
                    failureOf(picky.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(3))), new Results()));

            assertThat(failure.code()).isEqualTo(ErrorCode.CLOSURE_NOT_SERIALIZABLE);
            assertThat(failure.getMessage()).contains("Job.helper -> Helper.socket");
            assertThat(picky.status().executors().get(0).runningTasks()).isZero();
        }
    }

    @Test
    void losesAnExecutorThatIsSilentForTheTimeOut() throws Exception {
        executor("1", "a", 1, task -> null);
        HeartbeatAck known = ask(heartbeat("1"));
        assertThat(known.getKnown()).isTrue();
        CompletableFuture<Void> job =
                driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), new Results());

        for (int step = 0; step < 3; step++) {
            nanos.addAndGet(Duration.ofSeconds(25).toNanos());
            driver.status();
            HeartbeatAck ignored = ask(heartbeat("other"));
            assertThat(ignored.getKnown()).isFalse();
        }
        Awaitility.await().until(() -> cluster.released.containsKey("1"));
        executor("2", "b", 1, task -> FakeExecutor.result(task, (byte) 1));

        job.get(10, TimeUnit.SECONDS);
        HeartbeatAck late = ask(heartbeat("1"));
        assertThat(late.getKnown()).isFalse();
        assertThat(driver.status().executors().get(0).lostReason()).contains("not heard of");
    }

    private static Heartbeat heartbeat(String executor, long... running) {
        List<RunningTask> tasks = LongStream.of(running)
                .mapToObj(taskId ->
                        new RunningTask(taskId, TaskMetrics.newBuilder().build()))
                .toList();
        return new Heartbeat(executor, 1, tasks, 10L, 20L, 30L, 40L, "");
    }

    @Test
    void theClusterIsToldOnceThatAnExecutorNearsItsSizeAndOnceThatItDoesNotAnyMore() throws Exception {
        executor("1", "a", 1, task -> null);
        for (String refusal : List.of("", "full", "full", "", "")) {
            ask(new Heartbeat("1", 1, List.of(), 0L, 0L, 0L, 0L, refusal));
        }

        assertThat(cluster.sizes).containsExactly("1 true", "1 false");
    }

    @Test
    void shufflesOnTheDisksThatNobodyReadsAnyMoreAreRemovedWhenAnExecutorTellsOfThem() throws Exception {
        PlannedStage maps = Plans.mapStage(1, 7, 1, 1);
        FakeExecutor[] fake = new FakeExecutor[1];
        fake[0] = new FakeExecutor(
                "1",
                driver.services(),
                task -> task.getStageId() == 1 ? fake[0].mapOutput(task, 7, "a") : FakeExecutor.result(task, (byte) 1));
        fake[0].register("a", 1);
        driver.jobs()
                .submit(Plans.job(0, Plans.resultStage(2, maps)), new Results())
                .get(10, TimeUnit.SECONDS);

        RemoveShuffles readable = ask(new HeldShuffles("1", 1, List.of(6, 7)));
        assertThat(readable.getShuffleIds()).containsExactly(6);
        driver.services().removeShuffles(List.of(7));
        RemoveShuffles dropped = ask(new HeldShuffles("1", 1, List.of(6, 7)));
        assertThat(dropped.getShuffleIds()).containsExactly(6, 7);
    }

    @Test
    void answersWithTheNeighboursAddressForSegmentsOfADeadExecutor() throws Exception {
        PlannedStage maps = Plans.mapStage(1, 7, 1, 1);
        FakeExecutor[] fake = new FakeExecutor[1];
        fake[0] = new FakeExecutor(
                "1", driver.services(), task -> task.getStageId() == 1 ? fake[0].mapOutput(task, 7, "a") : null);
        fake[0].register("a", 1);
        CompletableFuture<Void> job = driver.jobs().submit(Plans.job(0, Plans.resultStage(2, maps)), new Results());
        Awaitility.await()
                .until(() -> !driver.status().shuffles().isEmpty()
                        && driver.status().shuffles().get(0).outputsKnown() == 1);
        driver.services()
                .executorAdded(
                        new RegisterExecutor(
                                "2", 1, "a", 7002, 0, 1L, 1L, "", List.of(), List.of(), List.of(), List.of(), List.of(),
                                "", ""),
                        message -> {});

        driver.services().executorLost("1", "killed", false);

        MapOutputs outputs = ask(new GetMapOutputs(7, 1, 0));
        assertThat(outputs.getOutputs()).singleElement().satisfies(output -> {
            assertThat(output.getExecutor()).isEqualTo("2");
            assertThat(output.getPort()).isEqualTo(7002);
        });
        assertThat(job).isNotDone();
    }

    @Test
    void tellsReadersThatLocationsChanged() throws Exception {
        PlannedStage maps = Plans.mapStage(1, 7, 1, 1);
        FakeExecutor reader = new FakeExecutor("2", driver.services(), task -> null).register("b", 0);
        FakeExecutor[] fake = new FakeExecutor[1];
        fake[0] = new FakeExecutor(
                "1", driver.services(), task -> task.getStageId() == 1 ? fake[0].mapOutput(task, 7, "a") : null);
        fake[0].register("a", 1);
        driver.jobs().submit(Plans.job(0, Plans.resultStage(2, maps)), new Results());
        Awaitility.await().until(() -> driver.status().shuffles().size() == 1);

        driver.services().executorLost("1", "the node is gone", true);

        Awaitility.await().until(() -> reader.received(InvalidateMapOutputs.class).stream()
                .anyMatch(message -> message.getShuffleIds().contains(7)));
        MapOutputs outputs = ask(new GetMapOutputs(7, 1, 0));
        assertThat(outputs.getOutputs()).isEmpty();
    }

    @Test
    void letsOneAttemptOfAPartitionCommit() throws Exception {
        executor("1", "a", 1, task -> null);
        driver.jobs().submit(Plans.job(0, Plans.saving(Plans.resultStage(2, Plans.nowhere(1)))), new Results());
        Awaitility.await().until(() -> driver.status().stages().size() == 1);

        CommitDecision first = ask(new AskCommit("1", 1, 1L, 2, 0));
        CommitDecision again = ask(new AskCommit("1", 1, 1L, 2, 0));
        CommitDecision unknown = ask(new AskCommit("1", 1, 99L, 2, 0));

        assertThat(List.of(first.getAllowed(), again.getAllowed(), unknown.getAllowed()))
                .containsExactly(true, true, false);
    }

    @Test
    void locatesBlocksAtExecutorsBeforeTheDriver() throws Exception {
        executor("1", "a", 1, task -> null);
        executor("2", "b", 1, task -> null);
        driver.services().blocksServedAt("driver-host", 9);
        driver.services().putBlock("broadcast_3_0", new byte[] {1});
        ask(new BlockChanges("1", 1, List.of(new BlockChange("broadcast_3_0", 1L, 0L, true))));

        BlockHolders holders = ask(new LocateBlock("broadcast_3_0", 1));

        assertThat(holders.getHolders()).extracting(BlockHolder::getExecutor).containsExactly("1", "driver");
        BlockHolders targets = ask(new GetReplicaTargets("1", "rdd_1_0", 2, 1));
        assertThat(targets.getHolders()).extracting(BlockHolder::getExecutor).containsExactly("2");
        driver.services().removeBlocks(List.of("broadcast_3_"));
        BlockHolders none = ask(new LocateBlock("broadcast_3_0", 1));
        assertThat(none.getHolders()).isEmpty();
        assertThatThrownBy(() -> driver.services().block("broadcast_3_0")).hasMessageContaining("broadcast_3_0");
    }

    @Test
    void refusesMessagesOfAnotherEpoch() {
        assertThat(failureOf(driver.services()
                                .request(new TaskUpdates("1", 2, List.of()))
                                .toCompletableFuture())
                        .code())
                .isEqualTo(ErrorCode.STALE_EPOCH);
    }

    @Test
    void failsJobsThatRunWhenItIsClosed() {
        FakeExecutor executor = executor("1", "a", 1, task -> null);
        CompletableFuture<Void> job =
                driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), new Results());
        Awaitility.await().until(() -> !executor.received(LaunchTasks.class).isEmpty());

        driver.close();

        assertThat(failureOf(job).code()).isEqualTo(ErrorCode.CONTEXT_CLOSED);
        assertThat(executor.received(Shutdown.class)).hasSize(1);
        CompletableFuture<Void> late =
                driver.jobs().submit(Plans.job(1, Plans.resultStage(3, Plans.nowhere(1))), new Results());
        assertThat(failureOf(late).code()).isEqualTo(ErrorCode.CONTEXT_CLOSED);
        assertThat(driver.status().jobs()).hasSize(1);
    }

    @Test
    void losesAnExecutorThatNothingCanBeSentTo() throws Exception {
        new FakeExecutor("1", driver.services(), task -> {
                    throw new IllegalStateException("the connection is closed");
                })
                .register("a", 1);
        CompletableFuture<Void> job =
                driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), new Results());
        Awaitility.await().until(() -> cluster.released.containsKey("1"));

        executor("2", "b", 1, task -> FakeExecutor.result(task, (byte) 1));

        job.get(10, TimeUnit.SECONDS);
        assertThat(cluster.released.get("1")).contains("the connection is closed");
    }

    /** Executor 1, whose map task is done and whose reduce task, the second one, runs. */
    private FakeExecutor reducing(CompletableFuture<Void>[] job, Results results) {
        FakeExecutor[] fake = new FakeExecutor[1];
        fake[0] = new FakeExecutor(
                "1", driver.services(), task -> task.getStageId() == 1 ? fake[0].mapOutput(task, 7, "a") : null);
        fake[0].register("a", 1);
        job[0] = driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.mapStage(1, 7, 1, 1))), results);
        Awaitility.await().until(() -> fake[0].received(LaunchTasks.class).size() == 2);
        return fake[0];
    }

    @Test
    @SuppressWarnings("unchecked")
    void keepsTasksAndOutputsOfAnExecutorThatConnectsAgain() throws Exception {
        CompletableFuture<Void>[] job = new CompletableFuture[1];
        var results = new Results();
        FakeExecutor executor = reducing(job, results);

        executor.register("a", 1);
        ask(heartbeat("1", 2));
        MapOutputs outputs = ask(new GetMapOutputs(7, 1, 0));
        assertThat(outputs.getOutputs()).hasSize(1);
        ask(new TaskUpdates(
                "1", 1, List.of(FakeExecutor.result(new TaskDefinition(2L, 2, 0, 0, List.of(), null), (byte) 5))));

        job[0].get(10, TimeUnit.SECONDS);
        assertThat(results.byPartition.get(0)).containsExactly(5);
        assertThat(executor.received(LaunchTasks.class)).hasSize(2);
        assertThat(executor.received(KillTasks.class)).isEmpty();
        assertThat(driver.status().executors()).singleElement().satisfies(row -> {
            assertThat(row.lostReason()).isNull();
            assertThat(row.doneTasks()).isEqualTo(2);
        });
    }

    @Test
    @SuppressWarnings("unchecked")
    void launchesAgainWhatAnExecutorDoesNotRunAfterItConnectedAgain() throws Exception {
        CompletableFuture<Void>[] job = new CompletableFuture[1];
        FakeExecutor executor = reducing(job, new Results());

        executor.register("a", 1);
        ask(heartbeat("1"));
        ask(heartbeat("1"));

        Awaitility.await().until(() -> executor.received(LaunchTasks.class).size() == 3);
        LaunchTasks again = executor.received(LaunchTasks.class).get(2);
        assertThat(again.getTasks().get(0).getTaskId()).isEqualTo(3L);
        assertThat(again.getStages())
                .as("programs, which may have been lost with the connection")
                .hasSize(1);
        assertThat(driver.status().executors().get(0).runningTasks()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("unchecked")
    void keepsOutputsWhenAnotherProcessTakesTheExecutorsPlace() throws Exception {
        CompletableFuture<Void>[] job = new CompletableFuture[1];
        FakeExecutor executor = reducing(job, new Results());

        executor.register("a", 1, 43L);

        Awaitility.await().until(() -> executor.received(LaunchTasks.class).size() == 3);
        assertThat(executor.received(LaunchTasks.class).get(2).getTasks())
                .singleElement()
                .satisfies(task -> assertThat(task.getStageId()).isEqualTo(2));
        MapOutputs outputs = ask(new GetMapOutputs(7, 1, 0));
        assertThat(outputs.getOutputs()).hasSize(1);
    }

    @Test
    void endsWhatAnExecutorRunsAndNobodyWaitsFor() throws Exception {
        FakeExecutor executor = executor("1", "a", 1, task -> null);

        ask(heartbeat("1", 99));

        assertThat(executor.received(KillTasks.class)).singleElement().satisfies(kill -> assertThat(kill.getTaskIds())
                .containsExactly(99L));
    }

    @Test
    void countsAKilledAttemptNeitherAsDoneNorAsFailed() throws Exception {
        FakeExecutor executor = executor("1", "a", 1, task -> null);
        var job = driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), new Results());
        Awaitility.await().until(() -> !executor.received(LaunchTasks.class).isEmpty());
        driver.jobs().cancel(0, "enough");
        failureOf(job);

        ask(new TaskUpdates("1", 1, List.of(FakeExecutor.killed(1))));

        assertThat(driver.status().executors()).singleElement().satisfies(row -> {
            assertThat(row.runningTasks()).isZero();
            assertThat(row.doneTasks()).isZero();
            assertThat(row.failedTasks()).isZero();
        });
    }

    @Test
    void tellsSinceWhenJobsWaitForExecutors() {
        assertThat(driver.status().waitingForExecutorsMillis()).isZero();
        driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), new Results());
        assertThat(driver.status().waitingForExecutorsMillis()).isPositive();

        executor("1", "a", 1, task -> null);
        assertThat(driver.status().waitingForExecutorsMillis()).isZero();
        driver.services().executorLost("1", "killed", false);
        assertThat(driver.status().waitingForExecutorsMillis()).isPositive();

        driver.jobs().cancel(0, "enough");
        assertThat(driver.status().waitingForExecutorsMillis()).isZero();
    }

    @Test
    void failsAllJobsWhenTheLoopDies() {
        cluster.broken = true;

        LisleException failure =
                failureOf(driver.jobs().submit(Plans.job(0, Plans.resultStage(2, Plans.nowhere(1))), new Results()));

        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(failure.getMessage()).contains("a broken cluster");
    }
}
