package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** Two executors of one slot, and a stage of many tasks. */
class SentAheadTest {
    private static final int STAGE = 1;
    private static final int TASKS = 1000;

    private final SchedulerHarness test = new SchedulerHarness();

    @BeforeEach
    void start() {
        test.executor("e1", "a", 1).executor("e2", "b", 1);
    }

    private void submit(PlannedStage stage) {
        test.on(new Event.JobSubmitted(Plans.job(0, stage)));
    }

    private void end(Launch launch, long runMicros) {
        test.on(
                new Event.TaskProgress(launch.taskId(), 0, 0, 0, TimeUnit.MICROSECONDS.toNanos(runMicros)),
                new Event.TaskSucceeded(launch.taskId(), null));
    }

    /** Ends the eldest task on the executor. */
    private void endNext(String executor, long runMicros) {
        end(on(executor).get(0), runMicros);
    }

    private List<Launch> on(String executor) {
        return test.running().stream()
                .filter(launch -> launch.executor().equals(executor))
                .toList();
    }

    /** Enough for the pace to be known at both. */
    private void endTenOf(long runMicros) {
        for (int i = 0; i < 5; i++) {
            endNext("e1", runMicros);
            endNext("e2", runMicros);
        }
    }

    @Test
    void anExecutorIsSentMoreBriefTasksThanItHasSlots() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(TASKS)));
        endTenOf(1000);

        assertThat(on("e1")).hasSizeBetween(45, 52);
        assertThat(on("e2")).hasSizeBetween(45, 52);
    }

    @Test
    void nothingIsLostAndNothingRunsTwice() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(TASKS)));
        while (!test.running().isEmpty()) {
            end(test.running().get(0), 300);
        }

        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.all(Command.DeliverResult.class)).hasSize(TASKS);
        assertThat(test.launches).hasSize(TASKS);
    }

    @Test
    void tasksThatTakeLongerWaitForASlot() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(TASKS)));
        endTenOf(100_000);

        assertThat(test.running()).hasSize(2);
    }

    @Test
    void aLongTaskEndsTheSendingAhead() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(TASKS)));
        endTenOf(1000);
        endNext("e1", 10_000_000);
        int before = on("e2").size();
        endNext("e2", 1000);

        assertThat(on("e2")).hasSize(before - 1);
    }

    @Test
    void theLastTasksGoWhereASlotIsFree() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(14)));
        endTenOf(1000);

        assertThat(on("e1"))
                .as("of four that wait, one may wait at each executor")
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatWaitsBehindALongTaskIsTakenBackWhenTheOtherExecutorIsIdle() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(100)));
        endTenOf(1000);
        Launch longest = on("e1").get(0);
        List<Launch> behind = on("e1").subList(1, on("e1").size());
        assertThat(behind).isNotEmpty();
        while (!on("e2").isEmpty()) {
            endNext("e2", 1000);
        }
        assertThat(test.all(Command.KillTasks.class)).isEmpty();

        test.pass(250);

        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> {
            assertThat(kill.executor()).isEqualTo("e1");
            assertThat(kill.taskIds())
                    .containsExactlyElementsOf(
                            behind.stream().map(Launch::taskId).toList());
        });
        behind.forEach(launch -> test.on(new Event.TaskKilled(launch.taskId())));
        while (!on("e2").isEmpty()) {
            endNext("e2", 1000);
        }
        end(longest, 10_000_000);
        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.all(Command.DeliverResult.class)).hasSize(100);
    }

    @Test
    void whatWaitsAtAnExecutorThatGoesIsTakenBackAtOnce() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(TASKS)));
        endTenOf(1000);
        List<Long> behind = on("e1").stream().skip(1).map(Launch::taskId).toList();
        assertThat(behind).isNotEmpty();

        test.on(new Event.ExecutorLeaves("e1", "its node leaves"));

        assertThat(test.all(Command.KillTasks.class)).singleElement().satisfies(kill -> assertThat(kill.taskIds())
                .containsExactlyElementsOf(behind));
        behind.forEach(task -> test.on(new Event.TaskKilled(task)));
        endNext("e1", 1000);
        test.on(new Event.ExecutorEmptied("e1"));
        assertThat(test.all(Command.ReleaseExecutor.class))
                .extracting(Command.ReleaseExecutor::executor)
                .containsExactly("e1");
        while (!test.running().isEmpty()) {
            end(test.running().get(0), 300);
        }
        assertThat(test.isEnded(0)).isTrue();
        assertThat(test.all(Command.DeliverResult.class)).hasSize(TASKS);
    }

    @Test
    void whatWaitedOnAnExecutorThatIsLostHasNotFailed() {
        submit(Plans.resultStage(STAGE, Plans.nowhere(TASKS)));
        endTenOf(1000);
        int waiting = on("e1").get(1).partition();
        test.on(new Event.ExecutorLost("e1", "lost by the test", false, true));
        for (int failures = 1; failures <= 2; failures++) {
            while (test.attempts(STAGE, waiting) == failures) {
                end(test.running().get(0), 1000);
            }
            test.fail(test.launched(STAGE, waiting));
        }

        assertThat(test.isEnded(0)).as("the third failure would end the job").isFalse();
    }
}
