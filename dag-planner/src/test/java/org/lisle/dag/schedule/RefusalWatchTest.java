package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.dag.simulate.Plans;

/** A fixed number of executors, one of which takes no more tasks because its process nears its container's size. */
class RefusalWatchTest {
    private static final int STAGE = 1;

    private SchedulerHarness test = harness(true);

    private static SchedulerHarness harness(boolean replacesExecutors) {
        return new SchedulerHarness(new Policies(
                ExclusionConfig.OFF,
                SpeculationConfig.OFF,
                AllocationConfig.fixed(1),
                new WatchConfig(TimeUnit.MINUTES.toNanos(5), WatchConfig.Action.RETRY, replacesExecutors)));
    }

    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            test.pass(1000);
        }
    }

    private void startAndRefuse() {
        test.executor("e1", "a", 1)
                .on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(STAGE, Plans.nowhere(2)))));
        test.on(new Event.ExecutorRefuses("e1", true));
    }

    @Test
    void oneThatRefusesTasksThoughNothingRunsThereIsReportedAndThenReplacedByALargerOne() {
        startAndRefuse();
        pass(200);
        assertThat(test.all(Command.Notice.class)).as("a task runs there").isEmpty();

        test.succeed(test.launched(STAGE, 0));
        pass(80);
        assertThat(test.all(Command.Notice.class)).singleElement().satisfies(notice -> assertThat(notice.text())
                .contains("executor e1 (a)", "container's size", "lisle.executor.memory"));
        assertThat(test.all(Command.DrainExecutor.class)).isEmpty();

        pass(80);
        assertThat(test.all(Command.ContainerTooSmall.class))
                .singleElement()
                .satisfies(small -> assertThat(small.executor()).isEqualTo("e1"));
        test.on(new Event.ExecutorEmptied("e1"));
        assertThat(test.all(Command.ReleaseExecutor.class))
                .singleElement()
                .satisfies(release -> assertThat(release.reason()).contains("has taken no task"));

        test.executor("e2", "a", 1);
        test.succeed(test.launched(STAGE, 1));
        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.failuresOfJobs()).isEmpty();
    }

    @Test
    void oneThatTakesTasksAgainStays() {
        startAndRefuse();
        test.succeed(test.launched(STAGE, 0));
        pass(110);
        test.on(new Event.ExecutorRefuses("e1", false));
        test.succeed(test.launched(STAGE, 1));
        test.on(new Event.ExecutorRefuses("e1", true));
        pass(50);

        assertThat(test.all(Command.DrainExecutor.class)).isEmpty();
        assertThat(test.isEnded(0)).isTrue();
    }

    @Test
    void nothingIsDoneWhereNoOtherOneComes() {
        test = harness(false);
        startAndRefuse();
        test.succeed(test.launched(STAGE, 0));
        pass(600);

        assertThat(test.all(Command.DrainExecutor.class)).isEmpty();
    }
}
