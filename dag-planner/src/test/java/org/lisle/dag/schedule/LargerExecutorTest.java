package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** A task that made an executor too small is tried again in a larger one, while other executors of the usual size have nothing to do. */
class LargerExecutorTest {
    private static final int STAGE = 1;
    private static final long USUAL = 500;
    private static final long LARGER = 700;

    private final SchedulerHarness test = new SchedulerHarness(policies(AllocationConfig.fixed(2)));
    private Launch hungry;

    private static Policies policies(AllocationConfig allocation) {
        return new Policies(
                ExclusionConfig.OFF,
                SpeculationConfig.OFF,
                allocation,
                new WatchConfig(TimeUnit.SECONDS.toNanos(300), WatchConfig.Action.RETRY, true));
    }

    @BeforeEach
    void start() {
        come(test, "1", USUAL);
        come(test, "2", USUAL);
        test.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(STAGE, Plans.nowhere(1)))));
        hungry = test.launched(STAGE, 0);
    }

    private static void come(SchedulerHarness harness, String executor, long memoryBytes) {
        harness.on(new Event.ExecutorAdded(executor, "host" + executor, 7000, 1, memoryBytes, List.of(), ""));
    }

    private void tooSmall(String executor) {
        test.on(new Event.ExecutorLost(executor, "exit status -104", false, true, true));
    }

    @Test
    void itsTaskWaitsForTheLargerOne() {
        tooSmall(hungry.executor());
        test.pass(30_000);
        assertThat(test.attempts(STAGE, 0))
                .as("the other one would be too small too")
                .isEqualTo(1);

        come(test, "3", LARGER);

        assertThat(test.launched(STAGE, 0).executor()).isEqualTo("3");
    }

    @Test
    void itWaitsAlsoWhileTheLargerOneIsBusyAndGoesElsewhereWhenThatLeaves() {
        tooSmall(hungry.executor());
        come(test, "3", LARGER);
        Launch again = test.launched(STAGE, 0);
        come(test, "4", USUAL);
        test.fail(again, ErrorCode.USER_CODE_FAILED);
        assertThat(test.launched(STAGE, 0).executor()).isEqualTo("3");

        test.fail(test.launched(STAGE, 0)).on(new Event.ExecutorLeaves("3", "its node leaves"));
        test.on(new Event.TaskFailed(test.launched(STAGE, 0).taskId(), ErrorCode.USER_CODE_FAILED, "boom", ""));

        assertThat(test.launched(STAGE, 0).executor()).isNotEqualTo("3");
    }

    @Test
    void itDoesNotWaitForEver() {
        tooSmall(hungry.executor());
        test.pass(89_999);
        assertThat(test.attempts(STAGE, 0)).isEqualTo(1);

        test.pass(1);

        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);
    }

    @Test
    void whenNoLargerOneComesItIsTriedAnywhere() {
        test.on(new Event.ExecutorLost(hungry.executor(), "exit status -104", false, true, false));

        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);
    }

    @Test
    void theSecondTimeItWaitsForOneThatIsLargerStill() {
        tooSmall(hungry.executor());
        come(test, "3", LARGER);
        tooSmall("3");
        come(test, "4", LARGER);
        assertThat(test.attempts(STAGE, 0)).isEqualTo(2);

        come(test, "5", LARGER + 200);

        assertThat(test.launched(STAGE, 0).executor()).isEqualTo("5");
    }

    @Test
    void anExecutorMoreIsWantedWhereTheirNumberFollowsTheWork() {
        long second = TimeUnit.SECONDS.toNanos(1);
        SchedulerHarness dynamic = new SchedulerHarness(policies(new AllocationConfig(
                new ExecutorRange(0, 2, 10),
                ExecutorProfile.usual(LisleConf.empty()),
                60 * second,
                600 * second,
                second)));
        come(dynamic, "1", USUAL);
        come(dynamic, "2", USUAL);
        come(dynamic, "3", USUAL);
        dynamic.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(STAGE, Plans.nowhere(1)))));
        for (int i = 0; i < 10; i++) {
            dynamic.pass(1000);
        }
        assertThat(wanted(dynamic)).isEqualTo(1);

        dynamic.on(
                new Event.ExecutorLost(dynamic.launched(STAGE, 0).executor(), "exit status -104", false, true, true));
        for (int i = 0; i < 10; i++) {
            dynamic.pass(1000);
        }
        assertThat(wanted(dynamic))
                .as("the two that are left, and a larger one")
                .isEqualTo(3);

        come(dynamic, "4", LARGER);
        dynamic.pass(1000);
        assertThat(dynamic.launched(STAGE, 0).executor()).isEqualTo("4");
        assertThat(wanted(dynamic)).isEqualTo(1);
    }

    private static int wanted(SchedulerHarness harness) {
        List<Command.WantExecutors> told = harness.all(Command.WantExecutors.class);
        return told.get(told.size() - 1).total();
    }
}
