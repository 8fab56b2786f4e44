package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lisle.dag.simulate.Plans;

/** Executors that are about to be taken away, and such as want no more tasks for a while. */
class LeavingExecutorsTest {
    private final SchedulerHarness harness = new SchedulerHarness();

    @Test
    void anExecutorThatLeavesGetsNoMoreTasksAndGoesWhenItHasNothingLeftToDo() {
        harness.executor("1", "a", 1).on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(1, Plans.nowhere(3)))));
        harness.on(new Event.ExecutorLeaves("1", "its node leaves"), new Event.ExecutorEmptied("1"));
        assertThat(harness.all(Command.ReleaseExecutor.class))
                .as("a task runs there")
                .isEmpty();

        harness.succeed(harness.launched(1, 0));

        assertThat(harness.launches).hasSize(1);
        assertThat(harness.all(Command.ReleaseExecutor.class))
                .containsExactly(new Command.ReleaseExecutor("1", "its node leaves"));
        harness.executor("2", "b", 2);
        assertThat(harness.launches).hasSize(3);
    }

    @Test
    void anExecutorThatHoldsWhatNobodyElseHasIsWaitedForButNotForEver() {
        harness.executor("1", "a", 1).on(new Event.ExecutorLeaves("1", "its node leaves"));

        harness.pass(29_000);
        assertThat(harness.all(Command.ReleaseExecutor.class)).isEmpty();
        harness.pass(1_000);
        assertThat(harness.all(Command.ReleaseExecutor.class)).hasSize(1);
    }

    @Test
    void anExecutorThatRefusesTasksGetsThemWhenItTakesThemAgain() {
        harness.executor("1", "a", 2).on(new Event.ExecutorRefuses("1", true));
        harness.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(1, Plans.nowhere(3)))));
        assertThat(harness.launches).isEmpty();

        harness.on(new Event.ExecutorRefuses("1", false));

        assertThat(harness.launches).hasSize(2);
        harness.on(new Event.ExecutorRefuses("1", true));
        harness.succeed(harness.launched(1, 0));
        assertThat(harness.launches).as("its slots stay empty").hasSize(2);
        harness.on(new Event.ExecutorRefuses("1", false));
        assertThat(harness.launches).hasSize(3);
    }
}
