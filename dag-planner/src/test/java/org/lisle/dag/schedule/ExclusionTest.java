package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** Executors and hosts on which tasks fail. A task may fail often here, so that nothing but exclusion decides. */
class ExclusionTest {
    private static final int STAGE = 1;
    private static final long HOUR_MILLIS = 3_600_000;

    private final SchedulerHarness test =
            new SchedulerHarness(new Policies(ExclusionConfig.USUAL, SpeculationConfig.OFF));

    private void submit(int tasks) {
        submit(0, STAGE, tasks);
    }

    private void submit(int job, int stage, int tasks) {
        PlannedStage result = Plans.resultStage(stage, Plans.nowhere(tasks));
        test.on(new Event.JobSubmitted(Plans.job(job, result)));
    }

    private List<Launch> running(String executor) {
        return test.running().stream()
                .filter(launch -> launch.executor().equals(executor))
                .toList();
    }

    /** Whatever runs on the executors ends: on the bad one with a failure, elsewhere well; until nothing runs. */
    private void runAllFailingOn(String... bad) {
        List<String> failing = List.of(bad);
        while (!test.running().isEmpty()) {
            Launch next = test.running().get(0);
            if (failing.contains(next.executor())) {
                test.fail(next);
            } else {
                test.succeed(next);
            }
        }
    }

    @Test
    void aRetryWaitsForAnotherExecutorWhileTheOneThatFailedIsFree() {
        test.executor("e1", "a", 1);
        submit(1);
        test.executor("e2", "b", 1);
        submit(1, 2, 1);
        assertThat(test.launched(2, 0).executor()).isEqualTo("e2");

        test.fail(test.launched(STAGE, 0));
        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);
        test.succeed(test.launched(2, 0));

        assertThat(test.launched(STAGE, 0).executor()).isEqualTo("e2");
    }

    @Test
    void aRetryGoesBackWhereNoOtherExecutorIsLeft() {
        test.executor("e1", "a", 1);
        submit(1);
        test.fail(test.launched(STAGE, 0));

        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);
        test.succeed(test.launched(STAGE, 0));
        assertThat(test.failuresOfJobs()).isEmpty();
    }

    @Test
    void aRetryThatWaitsForAnotherExecutorGoesBackWhenThatIsLost() {
        test.executor("e1", "a", 1).executor("e2", "b", 1);
        submit(2);
        Launch onFirst = running("e1").get(0);
        test.fail(onFirst);
        assertThat(running("e1")).isEmpty();

        test.lose("e2", false);

        assertThat(running("e1")).isNotEmpty();
    }

    @Test
    void aTaskThatFailedOnTwoExecutorsOfANodeLeavesTheNode() {
        test.executor("e1", "a", 1).executor("e2", "a", 1);
        submit(1);
        test.fail(test.launched(STAGE, 0));
        test.fail(test.launched(STAGE, 0));
        test.executor("e3", "a", 1);
        test.executor("e4", "b", 1);
        test.fail(test.launched(STAGE, 0));

        assertThat(test.launches).extracting(Launch::executor).endsWith("e4");
    }

    @Test
    void aStageDoesWithoutAnExecutorWhereTwoOfItsTasksFailed() {
        test.executor("e1", "a", 2).executor("e2", "b", 2);
        submit(6);
        List<Launch> onFirst = running("e1");
        assertThat(onFirst).hasSize(2);
        test.on(
                new Event.TaskFailed(onFirst.get(0).taskId(), ErrorCode.USER_CODE_FAILED, "boom", ""),
                new Event.TaskFailed(onFirst.get(1).taskId(), ErrorCode.USER_CODE_FAILED, "boom", ""));

        runAllFailingOn();
        assertThat(test.launches.stream().filter(launch -> launch.executor().equals("e1")))
                .hasSize(2);
        assertThat(test.isEnded(0)).isTrue();
    }

    @Test
    void anotherStageStillUsesIt() {
        test.executor("e1", "a", 1).executor("e2", "b", 1);
        submit(4);
        test.fail(running("e1").get(0));
        test.fail(running("e1").get(0));
        assertThat(running("e1")).isEmpty();

        submit(1, 2, 2);

        assertThat(running("e1")).isNotEmpty();
    }

    @Test
    void aStageDoesWithoutANodeWhereTwoExecutorsFailed() {
        test.executor("e1", "a", 1).executor("e2", "a", 1).executor("e3", "b", 1);
        submit(12);
        for (int i = 0; i < 2; i++) {
            test.fail(running("e1").get(0));
            test.fail(running("e2").get(0));
        }
        test.executor("e4", "a", 1);

        assertThat(running("e4")).isEmpty();
        assertThat(running("e3")).isNotEmpty();
    }

    @Test
    void failuresOfStagesThatEndedWellCountForTheApplicationAndYarnIsTold() {
        test.executor("e1", "a", 1).executor("e2", "a", 1).executor("e3", "b", 4);
        submit(12);
        runAllFailingOn("e1", "e2");

        assertThat(test.all(Command.ExecutorExcluded.class))
                .extracting(Command.ExecutorExcluded::executor)
                .containsExactlyInAnyOrder("e1", "e2");
        assertThat(test.all(Command.ExcludeHosts.class)).contains(new Command.ExcludeHosts(List.of("a")));
        submit(1, 2, 8);
        assertThat(running("e1")).isEmpty();
        test.executor("e4", "a", 1);
        assertThat(running("e4")).isEmpty();
    }

    @Test
    void anExclusionEndsAfterItsTime() {
        failuresOfStagesThatEndedWellCountForTheApplicationAndYarnIsTold();
        assertThat(test.scheduler.nextDeadlineNanos()).isLessThanOrEqualTo(HOUR_MILLIS * 1_000_000);

        test.pass(HOUR_MILLIS);

        assertThat(running("e1")).isNotEmpty();
        assertThat(test.all(Command.ExcludeHosts.class)).endsWith(new Command.ExcludeHosts(List.of()));
    }

    @Test
    void failuresOfAStageThatFailedDoNotCountForTheApplication() {
        test.executor("e1", "a", 1).executor("e2", "b", 1);
        submit(4);
        test.fail(running("e1").get(0)).fail(running("e1").get(0));
        test.fail(running("e2").get(0), ErrorCode.INVALID_ARGUMENT);

        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(test.all(Command.ExecutorExcluded.class)).isEmpty();
    }

    @Test
    void theLastExecutorIsNeverExcluded() {
        test.executor("e1", "a", 2);
        submit(6);
        test.running().forEach(test::fail);
        runAllFailingOn();

        assertThat(test.failuresOfJobs()).isEmpty();
        assertThat(test.isEnded(0)).isTrue();
        submit(1, 2, 1);
        assertThat(running("e1")).hasSize(1);
    }

    @Test
    void whenAllOthersAreLostTheOldestExclusionIsLifted() {
        failuresOfStagesThatEndedWellCountForTheApplicationAndYarnIsTold();

        test.lose("e3", false);

        assertThat(test.running()).isNotEmpty();
    }

    @Test
    void whenLiftingHelpsNothingTheJobFailsAndSaysWhatFailedWhere() {
        test.executor("e1", "a", 8).executor("e2", "b", 8);
        submit(60);
        for (int i = 0; i < 2000 && !test.isEnded(0); i++) {
            test.fail(test.running().get(0));
        }

        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.EXECUTORS_EXCLUDED);
        assertThat(test.failureOf(0).getMessage())
                .contains("no executor is left on which tasks of stage 1", "executor e", "the last: boom");
        assertThat(test.failureOf(0).getCause()).hasStackTraceContaining("at user.Code");
    }

    @Test
    void whatIsNotTheTasksFaultDoesNotExclude() {
        test.executor("e1", "a", 2).executor("e2", "b", 2);
        submit(8);
        for (Launch launch : running("e1")) {
            test.on(new Event.TaskKilled(launch.taskId()));
        }
        for (Launch launch : running("e1")) {
            test.on(new Event.TaskCommitDenied(launch.taskId()));
        }
        test.lose("e1", false);
        test.executor("e3", "a", 2);

        assertThat(running("e3")).hasSize(2);
    }
}
