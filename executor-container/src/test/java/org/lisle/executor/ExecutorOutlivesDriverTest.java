package org.lisle.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.HashPartitioner;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;
import org.lisle.core.closure.Closures;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Ack;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.HeldShuffles;
import org.lisle.core.message.HeldTask;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.LeafInput;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.message.RemoveShuffles;
import org.lisle.core.message.Shutdown;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;
import org.lisle.executor.driver.DriverLink;

/** An executor whose driver goes away and is replaced by one of the next epoch: what it goes on with, what it tells, whom it obeys. */
@SuppressWarnings("NullAway") // what is missing fails the test anyway
class ExecutorOutlivesDriverTest {
    private static volatile CountDownLatch mayEnd = new CountDownLatch(1);
    private static volatile CountDownLatch runs = new CountDownLatch(1);

    @TempDir
    Path directory;

    private final Link link = new Link();
    private Executor executor;
    private volatile String shutDown = "";

    @BeforeEach
    void start() {
        mayEnd = new CountDownLatch(1);
        runs = new CountDownLatch(1);
        var place = new ExecutorConfig.Place("7", 1, "localhost", 2, 64 << 20, "", "container_1", 0);
        executor = new Executor(
                ExecutorConfig.of(place, LisleConf.empty()),
                link,
                new ExecutorParts(
                        List.of(directory),
                        ExecutorOutlivesDriverTest.class.getClassLoader(),
                        null,
                        name -> new byte[0],
                        org.lisle.core.fault.FaultInjector.NONE,
                        (reason, leaveClasses) -> shutDown = reason));
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        executor.close();
    }

    @Test
    void tellsTheNextDriverWhatRunsWhatHasEndedAndWhatItKeeps() throws Exception {
        launch(1, 11, slowly());
        runs.await(10, TimeUnit.SECONDS);
        launch(1, 12, mapStage());
        await().until(() -> !link.ended(12).isEmpty());
        link.away = true;
        launch(1, 13, quickly());
        await().until(() -> executor.registration(true).getUnreportedTasks().size() == 1);

        RegisterExecutor whole = executor.registration(true);

        assertThat(whole.getRunningTasks()).containsExactly(new HeldTask(11L, 1, 0, 0));
        assertThat(whole.getUnreportedTasks()).containsExactly(new HeldTask(13L, 3, 0, 0));
        assertThat(whole.getMapOutputs()).singleElement().satisfies(output -> {
            MapOutput told = link.ended(12).get(0).getMapOutput();
            assertThat(output).isEqualTo(told);
        });
        assertThat(whole.getContainer()).isEqualTo("container_1");
        RegisterExecutor toTheSameDriver = executor.registration(false);
        assertThat(toTheSameDriver.getRunningTasks()).isEmpty();
        assertThat(toTheSameDriver.getMapOutputs()).isEmpty();
    }

    @Test
    void aTaskRunsOnWithoutADriverAndItsEndGoesToTheNextOneInItsEpoch() throws Exception {
        launch(1, 11, slowly());
        runs.await(10, TimeUnit.SECONDS);
        link.away = true;
        mayEnd.countDown();
        await().until(() -> executor.registration(true).getUnreportedTasks().size() == 1);

        executor.registered(2);
        link.epoch = 2;
        link.away = false;

        await().until(() -> !link.ended(11).isEmpty());
        assertThat(link.ended(11).get(0).getState()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(link.updateEpochs).containsOnly(2);
        await().until(() -> executor.registration(true).getUnreportedTasks().isEmpty());
    }

    @Test
    void ordersOfADriverThatWasReplacedAreIgnored() throws Exception {
        launch(1, 11, slowly());
        runs.await(10, TimeUnit.SECONDS);
        executor.registered(2);
        link.epoch = 2;

        launch(1, 12, quickly());
        executor.handle(new KillTasks(1, List.of(11L), "a zombie says so"));
        executor.handle(new RemoveBlocks(List.of(), List.of("rdd_1_"), 1));
        executor.handle(new Shutdown(1, "a zombie says so", false));
        mayEnd.countDown();
        await().until(() -> !link.ended(11).isEmpty());

        assertThat(link.ended(11).get(0).getState()).as("it was not killed").isEqualTo(TaskState.SUCCEEDED);
        assertThat(link.ended(12)).as("it was not launched").isEmpty();
        assertThat(shutDown).isEmpty();
        executor.handle(new Shutdown(2, "the newest driver says so", false));
        assertThat(shutDown).isEqualTo("the newest driver says so");
    }

    @Test
    void anOrderOfANewerDriverMakesThoseOfOlderOnesVoidAtOnce() throws Exception {
        executor.handle(new KillTasks(3, List.of(), ""));

        launch(2, 11, quickly());
        launch(3, 12, quickly());

        await().until(() -> !link.ended(12).isEmpty());
        assertThat(link.ended(11)).isEmpty();
        assertThat(executor.registration(false).getEpoch()).isEqualTo(3);
    }

    @Test
    void aTaskThatNeedsMapOutputsWhileTheDriverIsAwayWaitsAndAsksTheNextOne() throws Exception {
        launch(1, 12, mapStage());
        await().until(() -> !link.ended(12).isEmpty());
        link.away = true;
        var reduce = new StageProgram(
                4, "reduce", new Operator.ShuffleRead(4, shuffle()), new StageOutput.Records(Integer.MAX_VALUE));
        launch(1, 21, reduce);
        await().until(() -> link.refused.stream().anyMatch(GetMapOutputs.class::isInstance));
        assertThat(executor.registration(true).getRunningTasks()).contains(new HeldTask(21L, 4, 0, 0));

        executor.registered(2);
        link.outputs = List.of(link.ended(12).get(0).getMapOutput());
        link.epoch = 2;
        link.away = false;

        await().until(() -> !link.ended(21).isEmpty());
        assertThat(link.ended(21).get(0).getState()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(link.mapOutputEpochs).contains(2);
    }

    @Test
    void anAnswerOfADriverThatWasReplacedIsAskedForAgain() throws Exception {
        launch(1, 12, mapStage());
        await().until(() -> !link.ended(12).isEmpty());
        executor.registered(2);
        link.epoch = 1;
        link.outputs = List.of();
        var reduce = new StageProgram(
                4, "reduce", new Operator.ShuffleRead(4, shuffle()), new StageOutput.Records(Integer.MAX_VALUE));
        launch(2, 21, reduce);
        await().until(() -> link.mapOutputEpochs.size() >= 2);
        assertThat(link.ended(21)).isEmpty();

        link.outputs = List.of(link.ended(12).get(0).getMapOutput());
        link.epoch = 2;

        await().until(() -> !link.ended(21).isEmpty());
        assertThat(link.ended(21).get(0).getState()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void shufflesThatTheDriverDoesNotKnowGoFromTheDisksWhoeverWroteThem() throws Exception {
        launch(1, 12, mapStage());
        await().until(() -> !link.ended(12).isEmpty());
        Path ofAnother = Files.createDirectories(directory.resolve("lisle-shuffle/shuffle_8"));
        Files.createFile(ofAnother.resolve("shuffle_8_0_3.data"));
        link.unknownShuffles = Set.of(8);

        executor.tellShuffles();

        await().until(() -> !Files.exists(ofAnother));
        assertThat(link.toldShuffles).containsExactly(8, 9);
        assertThat(executor.registration(true).getMapOutputs()).hasSize(1);
    }

    private void launch(int epoch, long taskId, StageProgram program) {
        var stage = new StageDefinition(
                program.stageId(), ByteBuffer.wrap(Closures.serialize(program)), 1, program.name(), Map.of(), null, 1);
        var input = new LeafInput(
                1,
                0,
                ByteBuffer.wrap(ResultEncoding.encode(
                        Arrays.asList("a", "b"),
                        RecordCodecs.forJob(ExecutorOutlivesDriverTest.class.getClassLoader()))));
        executor.handle(new LaunchTasks(
                epoch,
                List.of(stage),
                List.of(new TaskDefinition(taskId, program.stageId(), 0, 0, List.of(input), null))));
    }

    private static StageProgram slowly() {
        Operator map = new Operator.MapRecords(2, new Operator.Values(1, 1), (Function<String, String>) value -> {
            runs.countDown();
            mayEnd.await(60, TimeUnit.SECONDS);
            return value;
        });
        return new StageProgram(1, "slow", map, new StageOutput.Records(Integer.MAX_VALUE));
    }

    private static StageProgram quickly() {
        return new StageProgram(3, "quick", new Operator.Values(1, 1), new StageOutput.Records(Integer.MAX_VALUE));
    }

    private static StageProgram mapStage() {
        Operator pairs = new Operator.MapRecords(
                2, new Operator.Values(1, 1), (Function<String, Pair<String, Long>>) value -> Pair.of(value, 1L));
        return new StageProgram(2, "map", pairs, new StageOutput.ShuffleWrite(shuffle()));
    }

    private static ShuffleSpec shuffle() {
        return new ShuffleSpec(9, 1, new HashPartitioner(1), null);
    }

    /** A driver of some epoch that can be away. */
    private static final class Link implements DriverLink {
        private final List<TaskUpdate> updates = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final List<Integer> updateEpochs = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final List<Integer> mapOutputEpochs = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final List<SpecificRecord> refused = new java.util.concurrent.CopyOnWriteArrayList<>();
        private volatile List<MapOutput> outputs = new ArrayList<>();
        private volatile int epoch = 1;
        private volatile boolean away;
        private volatile Set<Integer> unknownShuffles = Set.of();
        private volatile List<Integer> toldShuffles = List.of();

        List<TaskUpdate> ended(long taskId) {
            return updates.stream()
                    .filter(update -> update.getTaskId() == taskId)
                    .toList();
        }

        @Override
        public CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
            if (away) {
                refused.add(message);
                return CompletableFuture.failedFuture(
                        new LisleException(ErrorCode.CONNECTION_LOST, "the driver is away", ""));
            }
            if (message instanceof TaskUpdates ends) {
                updates.addAll(ends.getUpdates());
                ends.getUpdates().forEach(update -> updateEpochs.add(ends.getEpoch()));
            } else if (message instanceof GetMapOutputs question) {
                mapOutputEpochs.add(question.getEpoch());
                return CompletableFuture.completedFuture(
                        new MapOutputs(question.getShuffleId(), 1L, 1, outputs, epoch, List.of(), -1));
            }
            if (message instanceof HeldShuffles held) {
                toldShuffles = held.getShuffleIds();
                return CompletableFuture.completedFuture(new RemoveShuffles(List.copyOf(unknownShuffles), epoch));
            }
            return CompletableFuture.completedFuture(new Ack(epoch));
        }
    }
}
