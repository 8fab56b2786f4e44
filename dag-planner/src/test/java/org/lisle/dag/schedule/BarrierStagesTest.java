package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** Barrier stages in the scheduler's core: stage 5 has the barrier, and may write shuffle 70, which stage 6 reads. */
@SuppressWarnings("NullAway") // a null here fails the test
class BarrierStagesTest {
    private static final int STAGE = 5;
    private static final int READER = 6;
    private static final int SHUFFLE = 70;
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private final SchedulerHarness test = new SchedulerHarness();

    private static Event.JobSubmitted results(int job, int stage, int tasks) {
        return new Event.JobSubmitted(Plans.job(job, Plans.barrier(Plans.resultStage(stage, Plans.nowhere(tasks)))));
    }

    private static Event.JobSubmitted ordinary(int job, int stage, int tasks) {
        return new Event.JobSubmitted(Plans.job(job, Plans.resultStage(stage, Plans.nowhere(tasks))));
    }

    /** A job that reads what a barrier stage of three tasks writes. */
    private static Event.JobSubmitted reading() {
        PlannedStage writer = Plans.barrier(Plans.mapStage(STAGE, SHUFFLE, 3, 2));
        return new Event.JobSubmitted(Plans.job(0, Plans.resultStage(READER, writer)));
    }

    private static SchedulerHarness with(BarrierConfig config) {
        return new SchedulerHarness(new Policies(ExclusionConfig.OFF, SpeculationConfig.OFF).with(config));
    }

    private SchedulerHarness threeExecutors() {
        return test.executor("e1", "a", 1).executor("e2", "b", 1).executor("e3", "c", 1);
    }

    private List<Launch> runningOf(int stage) {
        return test.running().stream()
                .filter(launch -> launch.stageId() == stage)
                .toList();
    }

    private Set<Integer> partitionsRunning(int stage) {
        Set<Integer> partitions = new HashSet<>();
        runningOf(stage).forEach(launch -> partitions.add(launch.partition()));
        return partitions;
    }

    private List<Long> killed() {
        return test.all(Command.KillTasks.class).stream()
                .flatMap(kill -> kill.taskIds().stream())
                .toList();
    }

    private void endKilled() {
        List<Long> told = killed();
        test.running().stream()
                .filter(launch -> told.contains(launch.taskId()))
                .forEach(launch -> test.on(new Event.TaskKilled(launch.taskId())));
    }

    private void mapAll() {
        runningOf(STAGE).forEach(launch -> test.mapped(launch, SHUFFLE, hostOf(launch)));
    }

    private static String hostOf(Launch launch) {
        return switch (launch.executor()) {
            case "e1" -> "a";
            case "e2" -> "b";
            default -> "c";
        };
    }

    // ---------------------------------------------------------------- slots

    @Test
    void launchesAllTasksInOneStepOrNone() {
        test.executor("e1", "a", 2).on(results(0, STAGE, 3));
        assertThat(test.launches).isEmpty();

        test.executor("e2", "b", 1);
        assertThat(partitionsRunning(STAGE)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(test.all(Command.BarrierBegins.class)).singleElement().satisfies(begins -> assertThat(
                        begins.executors())
                .containsExactlyElementsOf(IntStream.range(0, 3)
                        .mapToObj(partition -> test.launched(STAGE, partition).executor())
                        .toList()));
    }

    @Test
    void twoStagesDoNotEachHoldHalfOfTheSlots() {
        test.executor("e1", "a", 2).executor("e2", "b", 2).on(results(0, STAGE, 3), results(1, READER, 3));
        assertThat(partitionsRunning(STAGE)).hasSize(3);
        assertThat(partitionsRunning(READER)).isEmpty();

        test.succeed(test.launched(STAGE, 0)).succeed(test.launched(STAGE, 1));
        assertThat(partitionsRunning(READER)).hasSize(3);
    }

    @Test
    void slotsThatBecomeFreeAreKeptForTheStageWhoseTurnItIs() {
        test.executor("e1", "a", 2).on(ordinary(0, 1, 3), results(1, STAGE, 2), ordinary(2, 3, 5));
        assertThat(partitionsRunning(1)).hasSize(2);

        test.succeed(test.launched(1, 0));
        assertThat(partitionsRunning(1)).as("the job before it goes first").hasSize(2);
        test.succeed(test.launched(1, 1));
        assertThat(test.running()).as("one slot is kept free").hasSize(1);
        test.succeed(test.launched(1, 2));
        assertThat(partitionsRunning(STAGE)).hasSize(2);
        test.succeed(test.launched(STAGE, 0)).succeed(test.launched(STAGE, 1));
        assertThat(partitionsRunning(3)).hasSize(2);
    }

    @Test
    void slotsAreNotKeptForAStageThatNeedsMoreThanThereAre() {
        test.executor("e1", "a", 2).on(results(0, STAGE, 3), ordinary(1, 3, 2));
        assertThat(partitionsRunning(3)).hasSize(2);

        test.executor("e2", "b", 2).succeed(test.launched(3, 0));
        assertThat(partitionsRunning(STAGE)).hasSize(3);
    }

    @Test
    void whatIsLeftFreeBesideItGoesToTheStagesBehind() {
        test.executor("e1", "a", 4).on(results(0, STAGE, 3), ordinary(1, 3, 2));
        assertThat(partitionsRunning(STAGE)).hasSize(3);
        assertThat(partitionsRunning(3)).hasSize(1);
    }

    @Test
    void tasksRunNearTheirDataWhereTheyCan() {
        PlannedStage stage = Plans.barrier(Plans.resultStage(STAGE, List.of(List.of("b"), List.of(), List.of("a"))));
        test.executor("e1", "a", 1).executor("e2", "b", 1).on(new Event.JobSubmitted(Plans.job(0, stage)));
        test.executor("e3", "c", 1);
        assertThat(IntStream.range(0, 3)
                        .mapToObj(partition -> test.launched(STAGE, partition).executor()))
                .containsExactly("e2", "e3", "e1");
    }

    @Test
    void aStageThatCanNeverHaveItsSlotsFailsAtOnceNamingBothNumbers() {
        SchedulerHarness small = with(new BarrierConfig(4, "lisle.executor.instances is 2, cores 2", DAY, 0));
        small.on(results(0, STAGE, 5), results(1, READER, 4));
        assertThat(small.failureOf(0).code()).isEqualTo(ErrorCode.TOO_FEW_SLOTS);
        assertThat(small.failureOf(0))
                .hasMessageContainingAll("5 partitions", "4 task slots", "lisle.executor.instances is 2");
        assertThat(small.isEnded(1)).isFalse();
    }

    @Test
    void executorsAreAskedForUpToTheNumberItNeeds() {
        var allocation = new AllocationConfig(
                new ExecutorRange(0, 1, 10),
                new ExecutorProfile("", 2, 1024, 0, 1, List.of()),
                DAY,
                Long.MAX_VALUE,
                TimeUnit.SECONDS.toNanos(1));
        var elastic = new SchedulerHarness(
                new Policies(ExclusionConfig.OFF, SpeculationConfig.OFF, allocation, WatchConfig.OFF));
        elastic.executor("e1", "a", 2).on(results(0, STAGE, 7));
        for (int quarter = 0; quarter < 20; quarter++) {
            elastic.pass(250);
        }
        List<Command.WantExecutors> wanted = elastic.all(Command.WantExecutors.class);
        assertThat(wanted.get(wanted.size() - 1).total()).isEqualTo(4);
    }

    @Test
    void aStageThatWaitsForLongIsReportedOnce() {
        SchedulerHarness watched = with(new BarrierConfig(Long.MAX_VALUE, "", DAY, TimeUnit.SECONDS.toNanos(30)));
        watched.executor("e1", "a", 2).on(results(0, STAGE, 3));
        watched.pass(29_000);
        assertThat(watched.all(Command.Notice.class)).isEmpty();
        watched.pass(1_000).pass(30_000);
        assertThat(watched.all(Command.Notice.class)).singleElement().satisfies(notice -> assertThat(notice.text())
                .contains("3 task slots at once", "there are 2, and 2 of them are free"));
    }

    // ---------------------------------------------------------------- what counts

    @Test
    void whatTasksDidCountsWhenTheLastHasEndedWell() {
        threeExecutors().on(reading());
        Launch first = test.launched(STAGE, 0);
        Launch second = test.launched(STAGE, 1);
        test.mapped(second, SHUFFLE, "b").mapped(first, SHUFFLE, "a");
        assertThat(test.all(Command.PartitionDone.class)).isEmpty();
        assertThat(test.all(Command.KeepSuccess.class)).hasSize(2);

        test.mapped(test.launched(STAGE, 2), SHUFFLE, "c");
        assertThat(test.all(Command.PartitionDone.class).stream().map(Command.PartitionDone::partition))
                .containsExactly(0, 1, 2);
        assertThat(test.all(Command.ForgetSuccesses.class))
                .singleElement()
                .satisfies(forgotten -> assertThat(forgotten.counted()).isTrue());
        assertThat(partitionsRunning(READER)).hasSize(2);
    }

    @Test
    void whenOneFailsTheOthersEndAndAllBeginAnewWhenNothingRunsAnyMore() {
        threeExecutors().on(results(0, STAGE, 3));
        Launch done = test.launched(STAGE, 0);
        Launch slow = test.launched(STAGE, 1);
        test.succeed(done).fail(test.launched(STAGE, 2));
        assertThat(killed()).containsExactly(slow.taskId());
        assertThat(test.all(Command.ForgetSuccesses.class)).singleElement().satisfies(forgotten -> {
            assertThat(forgotten.taskIds()).containsExactly(done.taskId());
            assertThat(forgotten.counted()).isFalse();
        });
        assertThat(partitionsRunning(STAGE)).containsExactly(1);

        test.succeed(slow);
        assertThat(partitionsRunning(STAGE)).hasSize(3);
        assertThat(test.all(Command.BarrierBegins.class).stream().map(Command.BarrierBegins::attempt))
                .containsExactly(0, 1);
        assertThat(test.all(Command.DeliverResult.class)).isEmpty();
        runningOf(STAGE).forEach(test::succeed);
        assertThat(test.all(Command.DeliverResult.class).stream().map(Command.DeliverResult::taskId))
                .containsExactlyElementsOf(IntStream.range(0, 3)
                        .mapToObj(partition -> test.launched(STAGE, partition).taskId())
                        .toList());
        assertThat(test.isEnded(0)).isTrue();
    }

    @Test
    void eachAttemptOfTheStageIsOneFailureWhateverItsTasksDo() {
        threeExecutors().on(results(0, STAGE, 3));
        test.fail(test.launched(STAGE, 0)).fail(test.launched(STAGE, 1)).fail(test.launched(STAGE, 2));
        assertThat(partitionsRunning(STAGE)).hasSize(3);

        test.fail(test.launched(STAGE, 1));
        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
        assertThat(test.failureOf(0)).hasMessageContainingAll("barrier stage", "2 attempts");
    }

    @Test
    void anErrorThatCannotGetBetterFailsTheJobAtOnce() {
        threeExecutors().on(results(0, STAGE, 3));
        test.fail(test.launched(STAGE, 0), ErrorCode.BARRIER_MISMATCH);
        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.BARRIER_MISMATCH);
    }

    @Test
    void aLostExecutorTakesTheWholeAttemptWithItAndItsLateSuccessCountsNot() {
        threeExecutors().on(reading());
        Launch lost = test.launched(STAGE, 0);
        test.lose(lost.executor(), false);
        endKilled();
        assertThat(runningOf(STAGE)).isEmpty();

        test.mapped(lost, SHUFFLE, hostOf(lost));
        assertThat(test.all(Command.PartitionDone.class)).isEmpty();
        test.executor("e4", "d", 1);
        assertThat(partitionsRunning(STAGE)).hasSize(3);
    }

    @Test
    void anExecutorThatHoldsWhatATaskWroteAlreadyTakesTheAttemptWithIt() {
        threeExecutors().on(reading());
        Launch done = test.launched(STAGE, 0);
        test.mapped(done, SHUFFLE, hostOf(done)).lose(done.executor(), false);
        endKilled();
        test.executor("e4", "d", 1);
        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);
        assertThat(test.attempts(STAGE, 1)).isEqualTo(2);
    }

    @Test
    void resultsThatAreHereOutliveTheirExecutor() {
        threeExecutors().on(results(0, STAGE, 3));
        Launch done = test.launched(STAGE, 0);
        test.succeed(done).lose(done.executor(), false);
        test.succeed(test.launched(STAGE, 1)).succeed(test.launched(STAGE, 2));
        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.launches).hasSize(3);
    }

    @Test
    void anAttemptOfTheStageThatAnotherCommittedInMayCommitAgain() {
        PlannedStage saving = Plans.saving(Plans.barrier(Plans.resultStage(STAGE, Plans.nowhere(2))));
        threeExecutors().on(new Event.JobSubmitted(Plans.job(0, saving)));
        Launch committed = test.launched(STAGE, 0);
        assertThat(test.mayCommit(committed)).isTrue();
        test.succeed(committed).fail(test.launched(STAGE, 1));
        assertThat(test.mayCommit(test.launched(STAGE, 0))).isTrue();
        assertThat(test.mayCommit(committed)).isFalse();
    }

    @Test
    void aLostOutputHasTheWholeStageComputedAgain() {
        threeExecutors().on(reading());
        mapAll();
        Launch reader = test.launched(READER, 0);
        test.fetchFailed(reader, SHUFFLE, 1, test.launched(STAGE, 1).taskId());
        test.succeed(test.launched(READER, 1));
        assertThat(partitionsRunning(STAGE)).containsExactlyInAnyOrder(0, 1, 2);
        Set<Integer> lost = new HashSet<>();
        test.all(Command.MapOutputsLost.class).forEach(each -> lost.addAll(each.mapPartitions()));
        assertThat(lost).containsExactlyInAnyOrder(0, 1, 2);

        mapAll();
        test.succeed(test.launched(READER, 0));
        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);
    }

    @Test
    void failuresBeforeTheStageEndedWellDoNotCountAnyMore() {
        threeExecutors().on(reading());
        test.fail(test.launched(STAGE, 0));
        endKilled();
        mapAll();
        test.fetchFailed(
                test.launched(READER, 0), SHUFFLE, 1, test.launched(STAGE, 1).taskId());
        test.succeed(test.launched(READER, 1));
        test.fail(test.launched(STAGE, 2));
        endKilled();
        mapAll();
        test.succeed(test.launched(READER, 0));
        assertThat(test.all(Command.JobEnded.class)).singleElement().matches(end -> end.failure() == null);
    }

    @Test
    void aStageThatLostItsInputAtLastSaysInHowManyAttemptsItFailed() {
        PlannedStage writer = Plans.mapStage(1, 60, 1, 2);
        threeExecutors().on(new Event.JobSubmitted(Plans.job(0, Plans.barrier(Plans.resultStage(STAGE, writer)))));
        Launch map = test.launched(1, 0);
        test.mapped(map, 60, hostOf(map)).fail(test.launched(STAGE, 0));
        endKilled();
        test.fetchFailed(test.launched(STAGE, 1), 60, 0, map.taskId());
        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(test.failureOf(0))
                .hasMessageContainingAll("found its input lost: ", "barrier stage", "failed in 2 attempts in a row");
    }

    @Test
    void outputsOfTheWholeStageAreUsedWhereTheyAreAll() {
        threeExecutors().on(reading());
        mapAll();
        runningOf(READER).forEach(test::succeed);
        PlannedStage writer = test.all(Command.StageStarted.class).get(0).stage();
        test.on(new Event.JobSubmitted(Plans.job(1, Plans.resultStage(9, writer))));
        assertThat(partitionsRunning(9)).hasSize(2);
        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);
    }

    @Test
    void aBarrierStageThatCannotReadItsInputBeginsAnewWhenThatIsThere() {
        PlannedStage writer = Plans.mapStage(1, 60, 1, 2);
        PlannedStage reader = Plans.barrier(Plans.resultStage(STAGE, writer));
        threeExecutors().on(new Event.JobSubmitted(Plans.job(0, reader)));
        Launch map = test.launched(1, 0);
        test.mapped(map, 60, hostOf(map));
        test.fetchFailed(test.launched(STAGE, 0), 60, 0, map.taskId());
        endKilled();
        assertThat(runningOf(STAGE)).isEmpty();
        Launch again = test.launched(1, 0);
        test.mapped(again, 60, hostOf(again));
        assertThat(partitionsRunning(STAGE)).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void aTaskOfAnEarlierDriverIsNotTakenOver() {
        threeExecutors().on(results(0, STAGE, 3), new Event.TaskAdopted(-7, STAGE, STAGE, 1, 4, "e1", false));
        assertThat(killed()).containsExactly(-7L);
        assertThat(test.all(Command.AdoptTask.class)).isEmpty();
    }

    @Test
    void aPersistedDatasetThatIsNotWholeIsDroppedBeforeAllTasksMakeIt() {
        PlannedStage stage = Plans.cached(Plans.barrier(Plans.resultStage(STAGE, Plans.nowhere(2))), 33);
        threeExecutors().on(new Event.BlockChanged("e1", 33, 0, true), new Event.JobSubmitted(Plans.job(0, stage)));
        assertThat(test.all(Command.DropDataset.class)).containsExactly(new Command.DropDataset(33));
    }

    @Test
    void anIdleExecutorStaysWhileOnlyItHasWhatATaskWrote() {
        var allocation = new AllocationConfig(
                new ExecutorRange(0, 2, 10),
                new ExecutorProfile("", 1, 1024, 0, 1, List.of()),
                TimeUnit.SECONDS.toNanos(60),
                Long.MAX_VALUE,
                TimeUnit.SECONDS.toNanos(1));
        var elastic = SchedulerHarness.withServers(
                new Policies(ExclusionConfig.OFF, SpeculationConfig.OFF, allocation, WatchConfig.OFF));
        PlannedStage writer = Plans.barrier(Plans.mapStage(STAGE, SHUFFLE, 2, 1));
        elastic.executor("e1", "a", 1).executor("e2", "b", 1);
        elastic.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(READER, writer))));
        Launch done = elastic.launched(STAGE, 0);
        elastic.mapped(done, SHUFFLE, hostOf(done));
        for (int quarter = 0; quarter < 400; quarter++) {
            elastic.pass(250);
        }
        assertThat(elastic.all(Command.DrainExecutor.class)).isEmpty();
    }

    @Test
    void nothingOfItIsRunASecondTimeBesideItself() {
        var swift = new SchedulerHarness(new Policies(ExclusionConfig.OFF, SpeculationConfig.USUAL));
        swift.executor("e1", "a", 10).executor("e2", "b", 10).on(results(0, STAGE, 10));
        for (int partition = 0; partition < 9; partition++) {
            Launch launch = swift.launched(STAGE, partition);
            swift.on(new Event.TaskProgress(launch.taskId(), 1 << 20, 1000, 1, 1))
                    .succeed(launch);
        }
        swift.pass(600_000);
        assertThat(swift.launches).hasSize(10);
    }

    // ---------------------------------------------------------------- waiting for each other

    private static Event.BarrierAsked asks(Launch task, int round) {
        return new Event.BarrierAsked(task.taskId(), round, false, "");
    }

    private static Event.BarrierAsked says(Launch task, int round, String message) {
        return new Event.BarrierAsked(task.taskId(), round, true, message);
    }

    private List<Command.BarrierRefused> refusals() {
        return test.all(Command.BarrierRefused.class);
    }

    @Test
    void allAreAnsweredWhenTheLastHasCome() {
        threeExecutors().on(results(0, STAGE, 3));
        Launch first = test.launched(STAGE, 0);
        Launch second = test.launched(STAGE, 1);
        Launch third = test.launched(STAGE, 2);
        test.on(says(third, 0, "c"), says(first, 0, "a"));
        assertThat(test.all(Command.BarrierPassed.class)).isEmpty();
        test.on(says(second, 0, "b"));
        assertThat(test.all(Command.BarrierPassed.class))
                .containsExactly(new Command.BarrierPassed(
                        List.of(first.taskId(), second.taskId(), third.taskId()), List.of("a", "b", "c")));

        test.on(asks(first, 1), asks(second, 1), asks(third, 1));
        assertThat(test.all(Command.BarrierPassed.class)).hasSize(2);
    }

    @Test
    void whoAsksAgainForARoundThatIsOverGetsItsAnswerAgain() {
        threeExecutors().on(results(0, STAGE, 2));
        Launch first = test.launched(STAGE, 0);
        Launch second = test.launched(STAGE, 1);
        test.on(says(first, 0, "a"), says(first, 0, "a"), says(second, 0, "b"), asks(second, 1));
        test.on(says(first, 0, "a"));
        assertThat(test.all(Command.BarrierPassed.class))
                .containsExactly(
                        new Command.BarrierPassed(List.of(first.taskId(), second.taskId()), List.of("a", "b")),
                        new Command.BarrierPassed(List.of(first.taskId()), List.of("a", "b")));
        assertThat(refusals()).isEmpty();
    }

    @Test
    void callsOfTwoKindsInOneRoundAreRefusedToAll() {
        threeExecutors().on(results(0, STAGE, 3));
        test.on(asks(test.launched(STAGE, 0), 0), says(test.launched(STAGE, 2), 0, "x"));
        assertThat(refusals()).singleElement().satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.BARRIER_MISMATCH);
            assertThat(refused.taskIds()).hasSize(2);
        });
    }

    @Test
    void whoHasEndedIsNotWaitedFor() {
        threeExecutors().on(results(0, STAGE, 3));
        test.on(asks(test.launched(STAGE, 0), 0)).succeed(test.launched(STAGE, 2));
        assertThat(refusals()).singleElement().satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.BARRIER_BROKEN);
            assertThat(refused.text()).contains("partition 2", "has ended without the call of barrier()");
        });
        test.on(asks(test.launched(STAGE, 1), 0));
        assertThat(refusals()).hasSize(2);
    }

    @Test
    void whoDoesNotComeInTimeIsNamed() {
        var timed = with(new BarrierConfig(Long.MAX_VALUE, "", TimeUnit.SECONDS.toNanos(10), 0));
        timed.executor("e1", "a", 3).on(results(0, STAGE, 3));
        timed.on(asks(timed.launched(STAGE, 1), 0));
        assertThat(timed.scheduler.nextDeadlineNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
        timed.pass(9_999);
        assertThat(timed.all(Command.BarrierRefused.class)).isEmpty();
        timed.pass(1);
        assertThat(timed.all(Command.BarrierRefused.class)).singleElement().satisfies(refused -> assertThat(
                        refused.text())
                .contains("barrier()", "within 10 s", "lisle.barrier.sync.timeout", ": 0, 2"));
    }

    @Test
    void messagesThatAreTooLongTogetherAreRefused() {
        threeExecutors().on(results(0, STAGE, 3));
        String half = "x".repeat((int) (BarrierStages.MOST_CHARACTERS / 2 + 1));
        test.on(says(test.launched(STAGE, 0), 0, half), says(test.launched(STAGE, 1), 0, half));
        assertThat(refusals()).singleElement().satisfies(refused -> assertThat(refused.code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void aTaskOfAnAttemptThatIsOverIsRefusedAndRoundsBeginAnewWithTheNext() {
        threeExecutors().on(results(0, STAGE, 3));
        Launch first = test.launched(STAGE, 0);
        Launch second = test.launched(STAGE, 1);
        test.on(asks(first, 0)).fail(test.launched(STAGE, 2));
        assertThat(refusals()).hasSize(1);
        test.on(asks(second, 0));
        assertThat(refusals()).hasSize(2);
        endKilled();
        runningOf(STAGE).forEach(launch -> test.on(asks(launch, 0)));
        assertThat(test.all(Command.BarrierPassed.class)).hasSize(1);
    }

    @Test
    void whoWaitsForOthersDoesNotStandStill() {
        var watched = new SchedulerHarness(new Policies(
                ExclusionConfig.OFF,
                SpeculationConfig.OFF,
                AllocationConfig.fixed(1),
                new WatchConfig(TimeUnit.SECONDS.toNanos(60), WatchConfig.Action.RETRY_ALL, true)));
        watched.executor("e1", "a", 2).on(results(0, STAGE, 2));
        Launch waits = watched.launched(STAGE, 0);
        Launch works = watched.launched(STAGE, 1);
        watched.on(asks(waits, 0));
        for (int minute = 1; minute < 10; minute++) {
            watched.pass(60_000);
            watched.on(new Event.TaskProgress(waits.taskId(), 0, 0, 0, 0));
            watched.on(new Event.TaskProgress(works.taskId(), minute, minute, 0, 0));
        }
        assertThat(watched.all(Command.Notice.class)).isEmpty();
        assertThat(watched.all(Command.KillTasks.class)).isEmpty();
        watched.on(asks(works, 0));
        assertThat(watched.all(Command.BarrierPassed.class)).hasSize(1);
        watched.on(new Event.TaskProgress(waits.taskId(), 0, 0, 0, 0)).pass(1);
        assertThat(watched.all(Command.Notice.class)).isEmpty();
    }

    @Test
    void aJobThatIsCancelledLeavesNothing() {
        threeExecutors().on(results(0, STAGE, 3));
        Launch done = test.launched(STAGE, 0);
        test.succeed(done).on(asks(test.launched(STAGE, 1), 0));
        test.on(new Event.JobCancelled(0, new LisleException(ErrorCode.JOB_CANCELLED, "by the test", "")));
        assertThat(killed()).hasSize(2);
        assertThat(refusals()).isNotEmpty();
        assertThat(test.all(Command.ForgetSuccesses.class))
                .singleElement()
                .satisfies(forgotten -> assertThat(forgotten.taskIds()).containsExactly(done.taskId()));
        endKilled();
        assertThat(test.running()).isEmpty();
        assertThat(test.launches).hasSize(3);
    }
}
