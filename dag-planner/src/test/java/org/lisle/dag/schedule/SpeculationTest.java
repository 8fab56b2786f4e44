package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.SideEffects;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** Three tasks are done after ten seconds with 10 MB each; the fourth goes on. */
class SpeculationTest {
    private static final int STAGE = 1;
    private static final long MEGABYTE = 1L << 20;

    private final SchedulerHarness test =
            new SchedulerHarness(new Policies(ExclusionConfig.OFF, SpeculationConfig.USUAL));

    private Launch threeDoneAndOneWith(PlannedStage stage, long bytesOfLast) {
        test.executor("e1", "a", 2).executor("e2", "b", 2).on(new Event.JobSubmitted(Plans.job(0, stage)));
        test.pass(10_000);
        for (int partition = 0; partition < 3; partition++) {
            Launch done = test.launched(STAGE, partition);
            test.on(new Event.TaskProgress(done.taskId(), 10 * MEGABYTE, 1000, 0, 0));
            test.succeed(done);
        }
        Launch last = test.launched(STAGE, 3);
        test.on(new Event.TaskProgress(last.taskId(), bytesOfLast, 10, 0, 0));
        return last;
    }

    private static PlannedStage stage() {
        return Plans.resultStage(STAGE, Plans.nowhere(4));
    }

    @Test
    void runsASlowTaskASecondTimeOnAnotherNodeAndKillsTheLoser() {
        Launch slow = threeDoneAndOneWith(stage(), MEGABYTE);
        test.pass(2_000);

        Launch copy = test.launched(STAGE, 3);
        assertThat(copy.taskId()).isNotEqualTo(slow.taskId());
        assertThat(copy.executor()).isNotEqualTo(slow.executor());
        test.succeed(copy);
        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> assertThat(kill.taskIds())
                .containsExactly(slow.taskId()));
        assertThat(test.all(Command.DeliverResult.class)).hasSize(4);
        assertThat(test.isEnded(0)).isTrue();
    }

    @Test
    void makesOneCopyOnly() {
        threeDoneAndOneWith(stage(), MEGABYTE);
        test.pass(2_000).pass(60_000).pass(60_000);

        assertThat(test.attempts(STAGE, 3)).isEqualTo(2);
    }

    @Test
    void aLargePartitionThatIsReadAsFastAsOthersIsNotSlow() {
        Launch large = threeDoneAndOneWith(stage(), 10 * MEGABYTE);
        for (int second = 11; second < 60; second++) {
            test.on(new Event.TaskProgress(large.taskId(), second * MEGABYTE, second, 0, 0));
            test.pass(1_000);
        }

        assertThat(test.attempts(STAGE, 3)).isEqualTo(1);
    }

    @Test
    void whatIsNotAboutBytesGoesByRecordsAndThenByTime() {
        PlannedStage stage = stage();
        test.executor("e1", "a", 2).executor("e2", "b", 2).on(new Event.JobSubmitted(Plans.job(0, stage)));
        test.pass(10_000);
        for (int partition = 0; partition < 3; partition++) {
            test.succeed(test.launched(STAGE, partition));
        }
        test.pass(5_000);
        assertThat(test.attempts(STAGE, 3)).isEqualTo(1);
        test.pass(20_000);

        assertThat(test.attempts(STAGE, 3)).isEqualTo(2);
    }

    @Test
    void aStageWithSideEffectsIsLeftAlone() {
        StageOutput.CollectorFactory<Object, Integer> effect =
                (StageOutput.CollectorFactory<Object, Integer> & SideEffects) context -> {
                    throw new IllegalStateException("not called");
                };
        var program = new StageProgram(
                STAGE, "foreach", new Operator.Values(STAGE * 100, 4), new StageOutput.Collect(effect));
        threeDoneAndOneWith(
                new PlannedStage(program, stage().callSite(), stage().parents(), stage().leaves()), MEGABYTE);
        test.pass(60_000);

        assertThat(test.attempts(STAGE, 3)).isEqualTo(1);
    }

    @Test
    void whenTheFirstFailsTheCopyGoesOnAndIsNotDoubled() {
        Launch slow = threeDoneAndOneWith(stage(), MEGABYTE);
        test.pass(2_000);
        test.fail(slow, ErrorCode.USER_CODE_FAILED);

        assertThat(test.attempts(STAGE, 3)).isEqualTo(2);
        test.succeed(test.launched(STAGE, 3));
        assertThat(test.isEnded(0)).isTrue();
    }

    @Test
    void onlyOneOfTheTwoMayCommit() {
        Launch slow = threeDoneAndOneWith(Plans.saving(stage()), MEGABYTE);
        test.pass(2_000);
        Launch copy = test.launched(STAGE, 3);

        assertThat(test.mayCommit(copy)).isTrue();
        assertThat(test.mayCommit(slow)).isFalse();
        test.on(new Event.TaskCommitDenied(slow.taskId()));
        test.succeed(copy);

        assertThat(test.attempts(STAGE, 3)).isEqualTo(2);
        assertThat(test.isEnded(0)).isTrue();
    }
}
