package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.MapOutput;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

@SuppressWarnings("NullAway") // a null here fails the test
class SchedulerTest {
    private static final int MAPS = 1;
    private static final int REDUCES = 2;
    private static final int SHUFFLE = 7;

    private final SchedulerHarness test = new SchedulerHarness();
    private final PlannedStage maps = Plans.mapStage(MAPS, SHUFFLE, 2, 1);
    private final PlannedStage reduces = Plans.resultStage(REDUCES, maps);

    private SchedulerHarness submit(int jobId, PlannedStage result) {
        return test.on(new Event.JobSubmitted(Plans.job(jobId, result)));
    }

    private void mapBoth(String host) {
        test.mapped(test.launched(MAPS, 0), SHUFFLE, host).mapped(test.launched(MAPS, 1), SHUFFLE, host);
    }

    // ---------------------------------------------------------------- stages

    @Test
    void startsAStageWhenAllOutputsOfItsParentsAreThere() {
        test.executor("e1", "a", 4);
        submit(0, reduces);

        test.mapped(test.launched(MAPS, 0), SHUFFLE, "a");
        assertThat(test.attempts(REDUCES, 0)).isZero();
        test.mapped(test.launched(MAPS, 1), SHUFFLE, "a");
        test.succeed(test.launched(REDUCES, 0));

        assertThat(test.all(Command.DeliverResult.class)).hasSize(1);
        assertThat(test.all(Command.StageDone.class))
                .extracting(Command.StageDone::stageId)
                .containsExactly(MAPS, REDUCES);
        assertThat(test.commands).endsWith(new Command.JobEnded(0, null));
    }

    @Test
    void doesNotRunAStageAgainWhoseOutputsAreThere() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");

        submit(1, Plans.resultStage(3, maps));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.attempts(3, 0)).isEqualTo(1);
    }

    @Test
    void runsAStageOnceForTwoJobsThatNeedItAtTheSameTime() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        submit(1, Plans.resultStage(3, maps));
        mapBoth("a");

        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(1);
        assertThat(test.attempts(3, 0)).isEqualTo(1);
    }

    @Test
    void keepsASharedStageRunningWhenOneOfItsJobsIsCancelled() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        submit(1, Plans.resultStage(3, maps));

        test.on(new Event.JobCancelled(0, new LisleException(ErrorCode.JOB_CANCELLED, "no longer wanted", "")));
        mapBoth("a");

        assertThat(test.all(Command.KillTasks.class)).isEmpty();
        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.JOB_CANCELLED);
        assertThat(test.attempts(3, 0)).isEqualTo(1);
    }

    @Test
    void runsOnlyTheMapPartitionsThatAreMissing() {
        test.executor("e1", "a", 1).executor("e2", "b", 1);
        submit(0, reduces);
        Launch onA = test.launches.stream()
                .filter(l -> l.executor().equals("e1"))
                .findFirst()
                .orElseThrow();
        Launch onB = test.launches.stream()
                .filter(l -> l.executor().equals("e2"))
                .findFirst()
                .orElseThrow();
        test.mapped(onA, SHUFFLE, "a").mapped(onB, SHUFFLE, "b");
        test.succeed(test.launched(REDUCES, 0));

        test.lose("e2", true);
        submit(1, Plans.resultStage(3, maps));

        assertThat(test.attempts(MAPS, onA.partition())).isEqualTo(1);
        assertThat(test.attempts(MAPS, onB.partition())).isEqualTo(2);
        assertThat(test.attempts(3, 0)).isZero();
        test.mapped(test.launched(MAPS, onB.partition()), SHUFFLE, "a");
        assertThat(test.attempts(3, 0)).isEqualTo(1);
    }

    @Test
    void doesNotComputeTheParentOfADatasetThatIsStoredWhole() {
        PlannedStage persisted = Plans.cached(reduces, 50);
        test.executor("e1", "a", 4).on(new Event.BlockChanged("e1", 50, 0, true));
        submit(0, persisted);

        assertThat(test.attempts(MAPS, 0)).isZero();
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(1);
    }

    @Test
    void computesTheParentAfterAllWhenTheStoredDatasetWasLostMeanwhile() {
        PlannedStage persisted = Plans.cached(reduces, 50);
        test.executor("e1", "a", 4).on(new Event.BlockChanged("e1", 50, 0, true));
        submit(0, persisted);

        test.fetchFailed(test.launched(REDUCES, 0), SHUFFLE, 0, -1);
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(1);
        mapBoth("a");

        assertThat(test.attempts(REDUCES, 0)).isEqualTo(2);
    }

    @Test
    void computesOnlyThePartitionsThatTheJobWants() {
        test.executor("e1", "a", 9);
        PlannedStage result = Plans.resultStage(5, Plans.nowhere(6));

        test.on(new Event.JobSubmitted(new PlannedJob(0, result.callSite(), result, List.of(4), Map.of())));

        assertThat(test.launches).extracting(Launch::partition).containsExactly(4);
        test.succeed(test.launched(5, 4));
        assertThat(test.isEnded(0)).isTrue();
    }

    @Test
    void endsAJobWithoutPartitionsAtOnce() {
        PlannedStage result = Plans.resultStage(5, Plans.nowhere(0));
        submit(0, result);

        assertThat(test.commands).contains(new Command.JobEnded(0, null));
    }

    // ---------------------------------------------------------------- failures of tasks

    @Test
    void triesAFailedTaskAgainUntilItFailedTooOften() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(1)));

        test.fail(test.launched(5, 0)).fail(test.launched(5, 0));
        assertThat(test.isEnded(0)).isFalse();
        assertThat(test.launched(5, 0).attempt()).isEqualTo(2);
        test.fail(test.launched(5, 0));

        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
        assertThat(test.failureOf(0).what())
                .contains("stage 5", "partition 0 of 1", "failed 3 times", "executor e1 (a)", "boom");
        assertThat(test.failureOf(0).getCause()).hasToString("at user.Code");
        assertThat(test.attempts(5, 0)).isEqualTo(3);
    }

    @Test
    void failsTheJobAtOnceWhenAnotherAttemptCannotHelp() {
        test.executor("e1", "a", 2);
        submit(0, Plans.resultStage(5, Plans.nowhere(2)));

        test.fail(test.launched(5, 0), ErrorCode.INPUT_NOT_FOUND);

        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.INPUT_NOT_FOUND);
        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> assertThat(kill.taskIds())
                .containsExactly(test.launched(5, 1).taskId()));
    }

    @Test
    void doesNotCountAttemptsThatWereKilledOrDeniedToCommit() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(1)));

        for (int i = 0; i < 5; i++) {
            test.on(new Event.TaskKilled(test.launched(5, 0).taskId()));
            test.on(new Event.TaskCommitDenied(test.launched(5, 0).taskId()));
        }

        assertThat(test.isEnded(0)).isFalse();
        assertThat(test.launched(5, 0).attempt()).isEqualTo(10);
    }

    @Test
    void countsTheLossOfAnExecutorOnlyWhenItsTasksMayBeAtFault() {
        submit(0, Plans.resultStage(5, Plans.nowhere(1)));
        for (int i = 0; i < 6; i++) {
            test.executor("e" + i, "a", 1);
            boolean mayBeAtFault = i >= 3;
            test.on(new Event.ExecutorLost("e" + i, "exit code 137", false, mayBeAtFault));
            assertThat(test.isEnded(0)).as("after loss %s", i).isEqualTo(i == 5);
        }
        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.EXECUTOR_LOST);
        assertThat(test.failureOf(0).what())
                .contains(
                        "stage 5 (map at Test.java:5)",
                        "partition 0 of 1",
                        "failed or lost its executor 3 times",
                        "executor e5 (a)",
                        "exit code 137");
    }

    @Test
    void doesNotCountTheLossOfAnExecutorForATaskWhoseWorkWasDone() {
        submit(0, Plans.resultStage(5, Plans.nowhere(1)));
        for (int i = 0; i < 4; i++) {
            test.executor("e" + i, "a", 1);
            test.on(new Event.TaskResultPending(test.launched(5, 0).taskId()));
            test.on(new Event.ExecutorLost("e" + i, "exit code 137", false, true));
        }

        assertThat(test.isEnded(0)).isFalse();
        assertThat(test.attempts(5, 0)).isEqualTo(4);
    }

    @Test
    void namesWhatATaskThatFailedTooOftenWasReading() {
        submit(0, Plans.readingFile(5));
        test.executor("e1", "a", 1);
        for (int i = 0; i < 3; i++) {
            test.fail(test.launched(5, 0));
        }

        assertThat(test.failureOf(0).what())
                .contains(
                        "stage 5 (map at Test.java:5)",
                        "partition 0 of 1",
                        "failed 3 times, the last time on executor e1 (a)",
                        "reading split-0",
                        "boom");
    }

    @Test
    void ignoresWhatIsSaidTwice() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(2)));
        Launch first = test.launched(5, 0);

        test.succeed(first).succeed(first).fail(first);

        assertThat(test.all(Command.DeliverResult.class)).hasSize(1);
        assertThat(test.attempts(5, 0)).isEqualTo(1);
        assertThat(test.attempts(5, 1)).isEqualTo(1);
    }

    // ---------------------------------------------------------------- lost executors and outputs

    @Test
    void runsTheTasksOfALostExecutorElsewhere() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(1)));

        test.lose("e1", false).executor("e2", "b", 1);

        assertThat(test.launched(5, 0).executor()).isEqualTo("e2");
        assertThat(test.launched(5, 0).attempt()).isEqualTo(1);
    }

    @Test
    void keepsTheOutputsOfALostExecutorWhenANeighbourServesThem() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");
        test.on(new Event.ExecutorAdded("e2", "a", 7002, 4));

        test.lose("e1", false);

        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.all(Command.InvalidateMapOutputs.class)).hasSize(1);
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs())
                .hasSize(2)
                .extracting(MapOutput::getPort)
                .containsOnly(7002);
        assertThat(test.launched(REDUCES, 0).executor()).isEqualTo("e2");
    }

    @Test
    void makesTheOutputsAgainWhenTheDisksAreLost() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");
        test.on(new Event.ExecutorAdded("e2", "a", 7002, 4));

        test.lose("e1", true);

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
        mapBoth("a");
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(2);
    }

    @Test
    void makesTheOutputsAgainWhenNobodyIsLeftOnTheHostToServeThem() {
        test.executor("e1", "a", 4).executor("e2", "b", 0);
        submit(0, reduces);
        mapBoth("a");

        test.lose("e1", false).executor("e3", "c", 4);

        assertThat(test.launched(MAPS, 0).executor()).isEqualTo("e3");
    }

    @Test
    void readsTheOutputsOfALostExecutorWhenAnotherOneComesToItsHost() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");

        test.lose("e1", false);
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs()).isEmpty();
        test.on(new Event.ExecutorAdded("e2", "a", 7002, 4));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(1);
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs()).hasSize(2).allSatisfy(output -> {
            assertThat(output.getExecutor()).isEqualTo("e2");
            assertThat(output.getPort()).isEqualTo(7002);
        });
        assertThat(test.launched(REDUCES, 0).executor()).isEqualTo("e2");
    }

    @Test
    void stopsMakingOutputsAgainThatCanBeReadAgain() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");
        test.lose("e1", false).executor("e3", "c", 4);
        Launch first = test.launched(MAPS, 0);
        Launch second = test.launched(MAPS, 1);
        test.mapped(first, SHUFFLE, "c");

        test.executor("e2", "a", 4);

        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> assertThat(kill.taskIds())
                .containsExactly(second.taskId()));
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs())
                .extracting(MapOutput::getHost)
                .containsExactly("c", "a");
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(2);
        assertThat(test.all(Command.StageGrew.class)).contains(new Command.StageGrew(MAPS, -1));
    }

    @Test
    void doesNotReadOutputsAgainThatWereOnLostDisks() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");

        test.lose("e1", true).executor("e2", "a", 4);

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
    }

    @Test
    void movesOutputsOnWhenTheNeighbourThatServedThemIsLostToo() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");
        test.executor("e2", "a", 0).executor("e3", "a", 0);
        test.lose("e1", false);
        String neighbour =
                test.scheduler.mapOutputs(SHUFFLE).getOutputs().get(0).getExecutor();

        test.lose(neighbour, false);

        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs())
                .hasSize(2)
                .extracting(MapOutput::getExecutor)
                .containsOnly(neighbour.equals("e2") ? "e3" : "e2");
    }

    @Test
    void triesAgainWhatNeverCameToAnExecutorAndCountsItsLateSuccess() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(1)));
        Launch first = test.launched(5, 0);

        test.on(new Event.ExecutorReturned("e1"), new Event.TaskVanished(first.taskId()));
        Launch second = test.launched(5, 0);
        assertThat(second.taskId()).isNotEqualTo(first.taskId());
        test.succeed(first);

        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> assertThat(kill.taskIds())
                .containsExactly(second.taskId()));
        test.on(new Event.ExecutorReturned("e1"));
        assertThat(test.all(Command.KillTasks.class)).hasSize(2);
    }

    @Test
    void makesOnlyTheOutputsAgainThatCouldNotBeRead() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");

        test.fetchFailed(
                test.launched(REDUCES, 0), SHUFFLE, 1, test.launched(MAPS, 1).taskId());

        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(1);
        test.mapped(test.launched(MAPS, 1), SHUFFLE, "a");
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(2);
        test.succeed(test.launched(REDUCES, 0));
        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.all(Command.PartitionDone.class).stream().filter(Command.PartitionDone::first))
                .hasSize(3);
    }

    @Test
    void makesAnOutputAgainOnceForAllReadersThatMissIt() {
        PlannedStage wide = Plans.mapStage(MAPS, SHUFFLE, 1, 3);
        test.executor("e1", "a", 4);
        submit(0, Plans.resultStage(REDUCES, wide));
        test.mapped(test.launched(MAPS, 0), SHUFFLE, "a");
        long writer = test.launched(MAPS, 0).taskId();
        Launch second = test.launched(REDUCES, 1);

        test.fetchFailed(test.launched(REDUCES, 0), SHUFFLE, 0, writer);
        test.mapped(test.launched(MAPS, 0), SHUFFLE, "a");
        test.fetchFailed(second, SHUFFLE, 0, writer);

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.attempts(REDUCES, 1)).isEqualTo(2);
        assertThat(test.isEnded(0)).isFalse();
    }

    @Test
    void failsTheJobWhenItsInputIsLostTooOftenInARow() {
        test.executor("e1", "a", 4);
        submit(0, reduces);
        mapBoth("a");

        test.fetchFailed(
                test.launched(REDUCES, 0), SHUFFLE, 1, test.launched(MAPS, 1).taskId());
        test.mapped(test.launched(MAPS, 1), SHUFFLE, "a");
        test.fetchFailed(
                test.launched(REDUCES, 0), SHUFFLE, 1, test.launched(MAPS, 1).taskId());

        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(test.failureOf(0).what()).contains("2 times in a row", "cannot be read");
    }

    @Test
    void usesTheLateSuccessOfAnAttemptWhoseExecutorWasThoughtLost() {
        test.executor("e1", "a", 1).executor("e2", "a", 0);
        PlannedStage one = Plans.mapStage(MAPS, SHUFFLE, 1, 1);
        submit(0, Plans.resultStage(REDUCES, one));
        Launch orphan = test.launched(MAPS, 0);
        test.lose("e1", false).executor("e3", "b", 1);
        Launch other = test.launched(MAPS, 0);
        assertThat(other.executor()).isEqualTo("e3");

        test.mapped(orphan, SHUFFLE, "a");

        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> assertThat(kill.taskIds())
                .containsExactly(other.taskId()));
        test.on(new Event.TaskKilled(other.taskId()));
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(1);
        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
    }

    @Test
    void letsASilentExecutorGo() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(1)));
        for (int i = 0; i < 3; i++) {
            test.pass(20_000);
        }

        assertThat(test.all(Command.ReleaseExecutor.class)).hasSize(1);
        test.executor("e2", "b", 1);
        assertThat(test.launched(5, 0).executor()).isEqualTo("e2");
    }

    @Test
    void blamesNoExecutorForASleepOfTheDriverItself() {
        test.executor("e1", "a", 1).pass(3_600_000);

        assertThat(test.all(Command.ReleaseExecutor.class)).isEmpty();
    }

    // ---------------------------------------------------------------- commits

    @Test
    void letsAnotherAttemptCommitOnlyAfterTheAllowedOneFailed() {
        test.executor("e1", "a", 2);
        submit(0, Plans.saving(Plans.resultStage(5, Plans.nowhere(1))));
        Launch first = test.launched(5, 0);
        assertThat(test.mayCommit(first)).isTrue();
        assertThat(test.mayCommit(first)).isTrue();

        test.fail(first, ErrorCode.COMMIT_FAILED);

        Launch second = test.launched(5, 0);
        assertThat(test.mayCommit(first)).isFalse();
        assertThat(test.mayCommit(second)).isTrue();
        test.succeed(second);
        assertThat(test.mayCommit(second)).isFalse();
    }

    @Test
    void doesNotCountTheOutputOfALostAttemptWhenAnotherOneMayCommit() {
        test.executor("e1", "a", 1);
        submit(0, Plans.saving(Plans.resultStage(5, Plans.nowhere(1))));
        Launch orphan = test.launched(5, 0);
        assertThat(test.mayCommit(orphan)).isTrue();
        test.lose("e1", false).executor("e2", "a", 1);
        Launch other = test.launched(5, 0);
        assertThat(test.mayCommit(other)).isTrue();

        test.succeed(orphan);

        assertThat(test.all(Command.DeliverResult.class)).isEmpty();
        test.succeed(other);
        assertThat(test.all(Command.DeliverResult.class))
                .singleElement()
                .satisfies(result -> assertThat(result.taskId()).isEqualTo(other.taskId()));
    }

    // ---------------------------------------------------------------- slots

    @Test
    void freesTheSlotOfATaskWhoseResultIsStillFetched() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(2)));

        test.on(new Event.TaskResultPending(test.launched(5, 0).taskId()));

        assertThat(test.attempts(5, 1)).isEqualTo(1);
        assertThat(test.all(Command.DeliverResult.class)).isEmpty();
        test.succeed(test.launched(5, 0));
        assertThat(test.all(Command.DeliverResult.class)).hasSize(1);
    }

    @Test
    void spreadsTasksOverExecutors() {
        test.executor("e1", "a", 4).executor("e2", "b", 4);
        submit(0, Plans.resultStage(5, Plans.nowhere(4)));

        assertThat(test.launches).extracting(Launch::executor).containsExactlyInAnyOrder("e1", "e2", "e1", "e2");
    }

    @Test
    void asksForExecutorsWhereTheInputIs() {
        submit(0, Plans.resultStage(5, List.of(List.of("a"), List.of("a", "b"), List.of())));

        assertThat(test.all(Command.WantExecutors.class))
                .containsExactly(
                        new Command.WantExecutors(ExecutorProfile.usual(LisleConf.empty()), 1, Map.of("a", 2, "b", 1)));
    }

    // ---------------------------------------------------------------- locality

    @Test
    void waitsForASlotOnTheHostThenTakesOneOfTheRackThenAny() {
        PlannedStage onNear = Plans.resultStage(5, List.of(List.of("near-1"), List.of("near-1"), List.of("near-1")));
        test.executor("e1", "near-1", 1).executor("e2", "near-2", 1).executor("e3", "far", 1);
        submit(0, onNear);
        assertThat(test.launches).extracting(Launch::executor).containsExactly("e1");

        test.pass(999);
        assertThat(test.launches).hasSize(1);
        test.pass(1);
        assertThat(test.launches).extracting(Launch::executor).containsExactly("e1", "e2");
        test.pass(999);
        assertThat(test.launches).hasSize(2);
        test.pass(1);
        assertThat(test.launches).extracting(Launch::executor).containsExactly("e1", "e2", "e3");
    }

    @Test
    void saysWhenItIsToBeAskedAgain() {
        test.executor("e1", "near-1", 1).executor("e2", "near-2", 1);
        submit(0, Plans.resultStage(5, List.of(List.of("near-1"), List.of("near-1"))));

        assertThat(test.scheduler.nextDeadlineNanos()).isEqualTo(1_000_000_000L);
        test.pass(1000);
        assertThat(test.scheduler.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void doesNotWaitForAHostWithoutExecutors() {
        test.executor("e1", "far", 1);
        submit(0, Plans.resultStage(5, List.of(List.of("near-1"))));

        assertThat(test.launches).hasSize(1);
    }

    @Test
    void runsATaskWithoutPreferenceAnywhereAtOnce() {
        test.executor("e1", "near-1", 1).executor("e2", "far", 1);
        submit(0, Plans.resultStage(5, List.of(List.of("near-1"), List.of("near-1"), List.of())));

        assertThat(test.launched(5, 0).executor()).isEqualTo("e1");
        assertThat(test.launched(5, 2).executor()).isEqualTo("e2");
    }

    @Test
    void prefersTheExecutorThatStoresThePartition() {
        PlannedStage persisted = Plans.cached(Plans.resultStage(5, Plans.nowhere(2)), 50);
        test.executor("e1", "a", 2)
                .executor("e2", "b", 2)
                .on(new Event.BlockChanged("e2", 50, 0, true), new Event.BlockChanged("e2", 50, 1, true));
        submit(0, persisted);

        assertThat(test.launches).extracting(Launch::executor).containsExactly("e2", "e2");
    }

    // ---------------------------------------------------------------- order of jobs

    @Test
    void givesSlotsToTheEldestJobFirst() {
        test.executor("e1", "a", 1);
        submit(0, Plans.resultStage(5, Plans.nowhere(2)));
        submit(1, Plans.resultStage(6, Plans.nowhere(1)));

        test.succeed(test.launched(5, 0));

        assertThat(test.attempts(5, 1)).isEqualTo(1);
        assertThat(test.attempts(6, 0)).isZero();
    }

    @Test
    void sharesSlotsBetweenPoolsByWeight() {
        var fair = new SchedulerHarness(true, Map.of("heavy", new SchedulerConfig.PoolShare(3, 0)));
        fair.on(new Event.JobSubmitted(pooled(0, 5, "light")), new Event.JobSubmitted(pooled(1, 6, "heavy")));
        for (int i = 0; i < 8; i++) {
            fair.executor("e" + i, "a", 1);
        }

        assertThat(fair.launches.stream().filter(launch -> launch.stageId() == 6))
                .hasSize(6);
        assertThat(fair.launches.stream().filter(launch -> launch.stageId() == 5))
                .hasSize(2);
    }

    @Test
    void givesAPoolItsLeastShareBeforeOthersGetMore() {
        var fair = new SchedulerHarness(true, Map.of("urgent", new SchedulerConfig.PoolShare(1, 3)));
        fair.on(new Event.JobSubmitted(pooled(0, 5, "other")), new Event.JobSubmitted(pooled(1, 6, "urgent")));
        for (int i = 0; i < 4; i++) {
            fair.executor("e" + i, "a", 1);
        }

        assertThat(fair.launches).extracting(Launch::stageId).containsExactly(6, 6, 6, 5);
    }

    private static PlannedJob pooled(int jobId, int stageId, String pool) {
        return Plans.job(
                jobId, Plans.resultStage(stageId, Plans.nowhere(20)), Map.of(SchedulerConfig.POOL_PROPERTY, pool));
    }

    // ---------------------------------------------------------------- determinism

    @Test
    void givesTheSameCommandsForTheSameEvents() {
        assertThat(script()).isEqualTo(script());
    }

    private static List<String> script() {
        var harness = new SchedulerHarness();
        harness.executor("e2", "b", 3).executor("e1", "a", 3);
        harness.on(new Event.JobSubmitted(
                Plans.job(0, Plans.resultStage(5, List.of(List.of("a"), List.of("b"), List.of(), List.of("a", "b"))))));
        harness.fail(harness.launched(5, 2)).lose("e1", true);
        return harness.launches.stream().map(Object::toString).toList();
    }
}
