package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.simulate.Plans;

/** Stages on executors of their own, and tasks that take several slots. */
class ResourceProfilesTest {
    private static final ExecutorProfile USUAL = new ExecutorProfile("", 2, 1024, 0, 1, List.of());
    private static final ExecutorProfile LARGE = new ExecutorProfile("large", 8, 8192, 0, 4, List.of());
    private static final ExecutorProfile TWO_CPUS = new ExecutorProfile("", 2, 1024, 0, 2, List.of());

    private SchedulerHarness test = dynamic(10);

    private static SchedulerHarness dynamic(int max) {
        var allocation = new AllocationConfig(
                new ExecutorRange(0, 2, max),
                USUAL,
                TimeUnit.SECONDS.toNanos(60),
                TimeUnit.SECONDS.toNanos(600),
                TimeUnit.SECONDS.toNanos(1));
        return new SchedulerHarness(
                new Policies(ExclusionConfig.OFF, SpeculationConfig.OFF, allocation, WatchConfig.OFF));
    }

    private void executor(String id, String host, int slots, String profile) {
        test.on(new Event.ExecutorAdded(id, host, 7000, slots, 0, List.of(), profile));
    }

    private void job(int id, int stage, int tasks, ExecutorProfile kind) {
        test.on(new Event.JobSubmitted(Plans.job(id, Plans.on(kind, Plans.resultStage(stage, Plans.nowhere(tasks))))));
    }

    private List<String> where(int stage) {
        return test.launches.stream()
                .filter(launch -> launch.stageId() == stage)
                .map(SchedulerHarness.Launch::executor)
                .toList();
    }

    private List<Integer> wanted(String kind) {
        return test.all(Command.WantExecutors.class).stream()
                .filter(want -> want.kind().name().equals(kind))
                .map(Command.WantExecutors::total)
                .toList();
    }

    private void rest(int seconds) {
        for (int quarter = 0; quarter < 4 * seconds; quarter++) {
            int before = test.all(Command.DrainExecutor.class).size();
            test.pass(250);
            test.all(Command.DrainExecutor.class).stream()
                    .skip(before)
                    .toList()
                    .forEach(drained -> test.on(new Event.ExecutorEmptied(drained.executor())));
        }
    }

    @Test
    void tasksRunOnExecutorsOfTheirKindAlone() {
        executor("u", "a", 2, "");
        executor("l", "a", 2, "large");
        job(0, 5, 3, LARGE);
        job(1, 6, 3, USUAL);

        assertThat(where(5)).containsExactly("l", "l");
        assertThat(where(6)).containsExactly("u", "u");
        test.succeed(test.launched(6, 0));
        test.succeed(test.launched(6, 1));
        assertThat(where(5)).containsExactly("l", "l");
        assertThat(where(6)).containsExactly("u", "u", "u");
    }

    @Test
    void executorsOfAProfileAreWantedAtOnceWhenItsTasksWaitAndGoWhenTheyAreIdle() {
        executor("u1", "a", 2, "");
        executor("u2", "b", 2, "");
        assertThat(wanted("large")).isEmpty();

        job(0, 5, 6, LARGE);
        assertThat(test.all(Command.WantExecutors.class))
                .last()
                .isEqualTo(new Command.WantExecutors(LARGE, 2, Map.of()));
        rest(1);
        assertThat(wanted("large")).containsExactly(2, 3);
        executor("l1", "a", 2, "large");
        executor("l2", "a", 2, "large");
        executor("l3", "a", 2, "large");
        assertThat(where(5)).containsExactly("l1", "l1", "l2", "l2", "l3", "l3");

        test.running().forEach(test::succeed);
        rest(59);
        assertThat(test.all(Command.ReleaseExecutor.class)).isEmpty();
        rest(4);
        assertThat(wanted("large")).last().isEqualTo(0);
        assertThat(test.all(Command.ReleaseExecutor.class))
                .extracting(Command.ReleaseExecutor::executor)
                .contains("l1", "l2", "l3");
    }

    @Test
    void theMaximumIsOfEachKindSoThatNoneKeepsAnotherWaiting() {
        test = dynamic(2);
        executor("u1", "a", 2, "");
        executor("u2", "b", 2, "");
        job(0, 4, 50, USUAL);
        job(1, 5, 50, LARGE);
        rest(10);

        assertThat(wanted("large")).last().isEqualTo(2);
        assertThat(wanted("")).last().isEqualTo(2);
    }

    @Test
    void executorsOfAnEarlierDriverThatNothingWantsGoWhenTheyAreIdle() {
        executor("l1", "a", 2, "large");
        rest(62);

        assertThat(test.all(Command.ReleaseExecutor.class))
                .extracting(Command.ReleaseExecutor::executor)
                .containsExactly("l1");
    }

    @Test
    void aTaskOfTwoCpusTakesTwoSlotsAndIsNotKeptWaitingByTasksOfOne() {
        test = new SchedulerHarness(Policies.NONE);
        executor("u1", "a", 2, "");
        job(0, 4, 1, USUAL);
        job(1, 5, 2, TWO_CPUS);
        job(2, 6, 2, USUAL);

        assertThat(where(5)).as("no two slots are free").isEmpty();
        assertThat(where(6)).as("it is the other stage's turn").isEmpty();
        test.succeed(test.launched(4, 0));
        assertThat(where(5)).containsExactly("u1");
        assertThat(where(6)).isEmpty();
        test.succeed(test.launched(5, 0));
        assertThat(where(5)).containsExactly("u1", "u1");
        test.succeed(test.launched(5, 1));
        assertThat(where(6)).containsExactly("u1", "u1");
    }

    @Test
    void aTaskThatWaitsForAPlaceNearItsDataKeepsNoSlotsThatAreEnough() {
        test = new SchedulerHarness();
        executor("u1", "near", 2, "");
        job(0, 4, 1, USUAL);
        executor("u2", "far", 2, "");
        test.on(new Event.JobSubmitted(
                Plans.job(1, Plans.on(TWO_CPUS, Plans.resultStage(5, List.of(List.of("near")))))));
        assertThat(where(5)).as("it waits for the slot on u1 to become two").isEmpty();
        job(2, 6, 1, TWO_CPUS);
        assertThat(where(6)).containsExactly("u2");
    }

    @Test
    void slotsThatWereKeptForACancelledStageGoToOthers() {
        test = new SchedulerHarness(Policies.NONE);
        executor("u1", "a", 2, "");
        job(0, 4, 1, USUAL);
        job(1, 5, 1, TWO_CPUS);
        job(2, 6, 1, USUAL);
        assertThat(where(6)).as("it is the other stage's turn").isEmpty();
        test.on(new Event.JobCancelled(1, new LisleException(ErrorCode.JOB_CANCELLED, "by the test", "")));
        assertThat(where(6)).containsExactly("u1");
    }

    @Test
    void aTaskDoesNotWaitNearItsDataForExecutorsOfAnotherKind() {
        test = new SchedulerHarness();
        executor("u", "near", 1, "");
        executor("l", "far", 1, "large");
        test.on(new Event.JobSubmitted(Plans.job(0, Plans.on(LARGE, Plans.resultStage(5, List.of(List.of("near")))))));

        assertThat(where(5)).containsExactly("l");
    }

    @Test
    void whatOutgrewItsExecutorWaitsForALargerOneOfItsKind() {
        test = new SchedulerHarness(Policies.NONE);
        test.on(new Event.ExecutorAdded("l1", "a", 7000, 1, 100, List.of(), "large"));
        test.on(new Event.ExecutorAdded("l2", "a", 7000, 1, 100, List.of(), "large"));
        job(0, 5, 1, LARGE);
        test.on(new Event.ExecutorLost("l1", "too small", false, true, true));
        test.on(new Event.ExecutorAdded("u1", "a", 7000, 1, 200, List.of(), ""));
        assertThat(where(5)).containsExactly("l1");

        test.on(new Event.ExecutorAdded("l3", "a", 7000, 1, 150, List.of(), "large"));
        assertThat(where(5)).containsExactly("l1", "l3");
    }

    @Test
    void aBarrierStageOfAProfileCountsAndKeepsTheSlotsOfItsKindAlone() {
        test = new SchedulerHarness(Policies.NONE);
        executor("u", "a", 4, "");
        executor("l", "a", 2, "large");
        job(0, 4, 1, LARGE);
        test.on(new Event.JobSubmitted(
                Plans.job(1, Plans.on(LARGE, Plans.barrier(Plans.resultStage(5, Plans.nowhere(2)))))));
        job(2, 6, 1, LARGE);
        job(3, 7, 1, USUAL);

        assertThat(where(5)).isEmpty();
        assertThat(where(6)).as("its slot is kept").isEmpty();
        assertThat(where(7)).as("another kind").containsExactly("u");
        test.succeed(test.launched(4, 0));
        assertThat(where(5)).containsExactly("l", "l");
        assertThat(where(6)).isEmpty();
    }

    @Test
    void tasksOfABarrierStageTakeTheirCpusEach() {
        test = new SchedulerHarness(Policies.NONE);
        executor("u1", "a", 2, "");
        test.on(new Event.JobSubmitted(
                Plans.job(0, Plans.on(TWO_CPUS, Plans.barrier(Plans.resultStage(5, Plans.nowhere(2)))))));
        assertThat(where(5)).isEmpty();

        executor("u2", "a", 3, "");
        assertThat(where(5)).containsExactlyInAnyOrder("u1", "u2");
    }
}
