package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.SideEffects;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** Two executors, an interval of a minute, and a report of each task every two seconds. */
class TaskWatchTest {
    private static final int STAGE = 1;

    private SchedulerHarness test = harness(WatchConfig.Action.RETRY);

    private static SchedulerHarness harness(WatchConfig.Action action) {
        return new SchedulerHarness(new Policies(
                ExclusionConfig.OFF,
                SpeculationConfig.OFF,
                AllocationConfig.fixed(2),
                new WatchConfig(TimeUnit.SECONDS.toNanos(60), action, true)));
    }

    private Launch start(PlannedStage stage) {
        test.executor("e1", "a", 1).executor("e2", "b", 1).on(new Event.JobSubmitted(Plans.job(0, stage)));
        return test.launched(STAGE, 0);
    }

    private static PlannedStage stage() {
        return Plans.resultStage(STAGE, Plans.nowhere(1));
    }

    /** Time in which the executor reports that nothing has changed. */
    private void stands(Launch task, int seconds) {
        for (int second = 0; second < seconds; second += 2) {
            test.on(new Event.TaskProgress(task.taskId(), 100, 10, 5_000_000_000L, 0));
            test.pass(2000);
        }
    }

    @Test
    void aTaskThatStandsStillIsReportedWithItsStackAndThenTriedElsewhere() {
        Launch stuck = start(stage());
        stands(stuck, 70);
        assertThat(test.all(Command.DumpTasks.class)).singleElement().satisfies(dump -> assertThat(dump.taskIds())
                .containsExactly(stuck.taskId()));
        assertThat(test.all(Command.Notice.class)).singleElement().satisfies(notice -> assertThat(notice.text())
                .contains("task " + stuck.taskId(), "partition 0 of 1", stuck.executor(), "no records"));
        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);

        test.on(new Event.TaskStackTold(stuck.taskId(), "\tat acme.Service.call(Service.java:7)\n\tat acme.Job"));
        stands(stuck, 66);

        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> {
            assertThat(kill.taskIds()).containsExactly(stuck.taskId());
            assertThat(kill.reason()).contains("no records", "acme.Service.call(Service.java:7)");
        });
        Launch again = test.launched(STAGE, 0);
        assertThat(again.taskId()).isNotEqualTo(stuck.taskId());
        assertThat(again.executor()).isNotEqualTo(stuck.executor());
        test.succeed(again);
        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.failuresOfJobs()).isEmpty();
    }

    @Test
    void aTaskThatStandsStillEachTimeFailsItsJobAndTheErrorNamesWhereItStands() {
        Launch first = start(stage());
        for (int attempt = 0; attempt < 20; attempt++) {
            Launch task = test.launched(STAGE, 0);
            stands(task, 70);
            test.on(new Event.TaskStackTold(task.taskId(), "\tat acme.Service.call(Service.java:7)"));
            stands(task, 66);
            test.on(new Event.TaskKilled(task.taskId()));
        }

        assertThat(first.attempt()).isZero();
        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.TASK_STALLED);
        assertThat(test.failureOf(0).getMessage())
                .contains("failed 20 times", "no records", "acme.Service.call(Service.java:7)");
        assertThat(test.failureOf(0).getCause()).hasStackTraceContaining("acme.Service.call");
    }

    @Test
    void whatReadsOrComputesIsLeftAlone() {
        Launch slow = start(stage());
        for (int second = 0; second < 600; second += 2) {
            long cpu = second < 300 ? second * 20_000_000L : 6_000_000_000L;
            long records = second < 300 ? 10 : second;
            test.on(new Event.TaskProgress(slow.taskId(), 100, records, cpu, 0));
            test.pass(2000);
        }

        assertThat(test.all(Command.Notice.class)).isEmpty();
        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);
    }

    @Test
    void aLoopThatOnlyLooksWhetherThereIsSomethingIsNoProgress() {
        Launch polling = start(stage());
        for (int second = 0; second < 140; second += 2) {
            test.on(new Event.TaskProgress(polling.taskId(), 100, 10, second * 5_000_000L, 0));
            test.pass(2000);
        }

        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);
    }

    @Test
    void whatComesOnAgainBeginsAnew() {
        Launch task = start(stage());
        stands(task, 110);
        test.on(new Event.TaskProgress(task.taskId(), 200, 20, 5_000_000_000L, 0));
        stands(task, 50);

        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);
    }

    @Test
    void anExecutorThatIsNotHeardOfTellsNothingAboutItsTasks() {
        Launch task = start(stage());
        stands(task, 20);
        test.pass(600_000);

        assertThat(test.all(Command.Notice.class)).isEmpty();
    }

    @Test
    void aStageWithSideEffectsIsReportedTwiceAndLeftAloneUnlessAskedFor() {
        StageOutput.CollectorFactory<Object, Integer> effect =
                (StageOutput.CollectorFactory<Object, Integer> & SideEffects) context -> {
                    throw new IllegalStateException("not called");
                };
        var program = new StageProgram(
                STAGE, "foreach", new Operator.Values(STAGE * 100, 1), new StageOutput.Collect(effect));
        var foreach = new PlannedStage(program, stage().callSite(), stage().parents(), stage().leaves());
        stands(start(foreach), 600);
        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);
        assertThat(test.all(Command.Notice.class)).hasSize(2).last().satisfies(notice -> assertThat(notice.text())
                .contains("side effects", "lisle.watchdog.tasks"));

        test = harness(WatchConfig.Action.RETRY_ALL);
        stands(start(foreach), 140);
        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);
    }

    @Test
    void reportsOnlyWhereOnlyReportsAreWanted() {
        test = harness(WatchConfig.Action.REPORT);
        stands(start(stage()), 600);

        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);
        assertThat(test.all(Command.Notice.class)).hasSize(2);
    }

    @Test
    void aTaskThatCommitsIsNotRunBesideItself() {
        Launch committing = start(Plans.saving(stage()));
        assertThat(test.mayCommit(committing)).isTrue();
        stands(committing, 600);

        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);
    }

    /** Brief tasks, after which one stands in the way of those that were sent ahead; the other executor is busy. */
    private List<Launch> behindALongTask() {
        test.executor("e1", "a", 1)
                .executor("e2", "b", 1)
                .on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(STAGE, Plans.nowhere(1000)))));
        for (int i = 0; i < 10; i++) {
            Launch next = test.running().get(0);
            test.on(
                    new Event.TaskProgress(next.taskId(), 0, 0, 0, 1_000_000),
                    new Event.TaskSucceeded(next.taskId(), null));
        }
        List<Launch> there = test.running().stream()
                .filter(launch -> launch.executor().equals("e1"))
                .toList();
        assertThat(there).as("tasks sent ahead").hasSizeGreaterThan(2);
        return there;
    }

    private void works(Launch busy, List<Launch> reported, int fromSecond, int seconds) {
        for (int second = fromSecond; second < fromSecond + seconds; second += 2) {
            for (Launch each : reported) {
                boolean runs = each.equals(busy);
                test.on(new Event.TaskProgress(each.taskId(), runs ? second : 0, 0, 0, 0));
            }
            test.pass(2000);
        }
    }

    @Test
    void aTaskThatWaitsBehindOthersAtItsExecutorDoesNotStandStill() {
        List<Launch> there = behindALongTask();
        works(there.get(0), there, 0, 300);
        assertThat(test.all(Command.Notice.class)).isEmpty();

        test.succeed(there.get(0));
        List<Launch> left = there.subList(1, there.size());
        works(left.get(0), left, 300, 20);
        assertThat(test.all(Command.Notice.class)).isEmpty();

        works(there.get(0), left, 320, 80);
        assertThat(test.all(Command.DumpTasks.class))
                .as("from when it runs on it is watched")
                .singleElement()
                .satisfies(dump ->
                        assertThat(dump.taskIds()).containsExactly(left.get(0).taskId()));
    }

    @Test
    void aTaskThatWasTakenBackBeforeItRanDoesNotCostItsExecutor() {
        List<Launch> there = behindALongTask();
        test.on(new Event.JobCancelled(0, new LisleException(ErrorCode.JOB_CANCELLED, "by the test", "")));
        works(there.get(0), there, 0, 50);
        test.on(new Event.TaskKilled(there.get(0).taskId()));

        works(there.get(1), there.subList(1, 2), 50, 40);

        assertThat(test.all(Command.DrainExecutor.class))
                .extracting(Command.DrainExecutor::executor)
                .as("executors that are replaced: one whose task has run all the time")
                .containsExactly("e2");
    }

    @Test
    void anExecutorWhoseTaskDoesNotEndThoughItWasToldToIsReplaced() {
        Launch stuck = start(stage());
        stands(stuck, 140);
        Launch again = test.launched(STAGE, 0);
        stands(again, 2);
        test.on(new Event.TaskProgress(again.taskId(), 200, 20, 5_000_000_000L, 0));
        test.pass(70_000);
        assertThat(test.all(Command.DrainExecutor.class))
                .singleElement()
                .satisfies(drain -> assertThat(drain.executor()).isEqualTo(stuck.executor()));

        test.on(new Event.ExecutorEmptied(stuck.executor()));

        assertThat(test.all(Command.ReleaseExecutor.class))
                .singleElement()
                .satisfies(release -> assertThat(release.reason()).contains("task " + stuck.taskId(), "told to end"));
        assertThat(test.running()).containsExactly(again);
    }
}
