package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lisle.dag.plan.PlannedStage;
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
    void anExecutorWhoseOutputsAreReadIsWaitedForUntilTheReadersAreDoneOrAShuffleServerIsThere() {
        for (boolean serverComes : new boolean[] {true, false}) {
            SchedulerHarness test = SchedulerHarness.withServers(Policies.NONE);
            PlannedStage maps = Plans.mapStage(1, 7, 2, List.of(List.of("a"), List.of("b")));
            test.executor("1", "a", 1).executor("2", "b", 1);
            test.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(2, maps))));
            test.mapped(test.launched(1, 0), 7, "a").mapped(test.launched(1, 1), 7, "b");
            SchedulerHarness.Launch onLeaving =
                    test.launched(2, 0).executor().equals("1") ? test.launched(2, 0) : test.launched(2, 1);
            test.on(new Event.ExecutorLeaves("1", "its node leaves"), new Event.ExecutorEmptied("1"));
            test.succeed(onLeaving);

            test.pass(60_000);
            assertThat(test.all(Command.ReleaseExecutor.class))
                    .as("the other reader runs")
                    .isEmpty();
            assertThat(test.all(Command.StartShuffleServer.class)).hasSize(1);

            if (serverComes) {
                test.executor("s", "a", 0);
            } else {
                test.on(new Event.ShuffleServerRefused("a", "the node takes no more containers"));
                test.pass(60_000);
                assertThat(test.all(Command.ReleaseExecutor.class)).isEmpty();
                test.succeed(test.launched(2, onLeaving.partition() == 0 ? 1 : 0));
            }
            test.pass(1_000);

            assertThat(test.all(Command.ReleaseExecutor.class))
                    .containsExactly(new Command.ReleaseExecutor("1", "its node leaves"));
            assertThat(test.attempts(1, 0) + test.attempts(1, 1))
                    .as("map tasks, run once each")
                    .isEqualTo(2);
        }
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
