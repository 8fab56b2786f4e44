package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** A map output that is computed again and holds something else. */
@SuppressWarnings("NullAway") // a null here fails the test
class ChangedContentTest {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int RESULT = 3;
    private static final int SHUFFLE = 7;
    private static final int NEXT_SHUFFLE = 8;

    private final SchedulerHarness test = new SchedulerHarness();
    private final PlannedStage first =
            Plans.suspecting(Plans.mapStage(FIRST, SHUFFLE, 1, 2), "MapRecords (map at Job.java:12)");
    private final PlannedStage second = Plans.reduceStage(SECOND, NEXT_SHUFFLE, 2, first);
    private final PlannedStage result = Plans.resultStage(RESULT, second);

    @BeforeEach
    void executors() {
        test.executor("e1", "a", 1).executor("e2", "b", 8);
    }

    private void wrote(Launch launch, int shuffle, String host, long... sums) {
        test.on(new Event.TaskSucceeded(
                launch.taskId(),
                Plans.holding(
                        Plans.mapOutput(shuffle, launch.partition(), launch.taskId(), launch.executor(), host, 7000),
                        sums)));
    }

    private void submit(PlannedStage last) {
        test.on(new Event.JobSubmitted(Plans.job(0, last)));
    }

    private void loseFirst() {
        Launch reader = test.launches.get(test.launches.size() - 1);
        test.fetchFailed(reader, SHUFFLE, 0, test.launched(FIRST, 0).taskId());
    }

    @Test
    void nothingRunsAgainWhenTheContentIsTheSame() {
        submit(result);
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        wrote(test.launched(SECOND, 0), NEXT_SHUFFLE, "b", 1, 1);
        loseFirst();

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 10, 20);
        wrote(test.launched(SECOND, 1), NEXT_SHUFFLE, "b", 1, 1);

        assertThat(test.attempts(SECOND, 0)).isEqualTo(1);
        assertThat(test.attempts(RESULT, 0)).isEqualTo(1);
    }

    @Test
    void mapOutputsMadeOfTheOldContentAreMadeAgain() {
        submit(result);
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        wrote(test.launched(SECOND, 0), NEXT_SHUFFLE, "b", 1, 1);
        loseFirst();

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 11, 20);

        assertThat(test.attempts(SECOND, 0)).isEqualTo(2);
        wrote(test.launched(SECOND, 0), NEXT_SHUFFLE, "b", 1, 1);
        wrote(test.launched(SECOND, 1), NEXT_SHUFFLE, "b", 1, 1);
        test.succeed(test.launched(RESULT, 0)).succeed(test.launched(RESULT, 1));
        assertThat(test.commands).endsWith(new Command.JobEnded(0, null));
    }

    @Test
    void onlyReadersOfSegmentsThatDifferRunAgain() {
        submit(result);
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        wrote(test.launched(SECOND, 0), NEXT_SHUFFLE, "b", 1, 1);
        loseFirst();

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 10, 21);

        assertThat(test.attempts(SECOND, 0)).isEqualTo(1);
        assertThat(test.attempts(SECOND, 1)).isEqualTo(2);
    }

    @Test
    void attemptsThatReadTheOldContentAreEndedAndTheirLateSuccessDoesNotCount() {
        PlannedStage both = Plans.resultStage(RESULT, first);
        submit(both);
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        Launch old = test.launched(RESULT, 0);
        test.fetchFailed(
                test.launched(RESULT, 1), SHUFFLE, 0, test.launched(FIRST, 0).taskId());

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 11, 21);

        assertThat(test.all(Command.KillTasks.class))
                .anySatisfy(kill -> assertThat(kill.taskIds()).contains(old.taskId()));
        test.succeed(old);
        assertThat(test.all(Command.DeliverResult.class)).isEmpty();
        assertThat(test.attempts(RESULT, 0)).isEqualTo(2);
        test.succeed(test.launched(RESULT, 0)).succeed(test.launched(RESULT, 1));
        assertThat(test.commands).endsWith(new Command.JobEnded(0, null));
    }

    @Test
    void aJobWhoseResultsWereDeliveredFailsNamingTheOperator() {
        submit(Plans.resultStage(RESULT, first));
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        test.succeed(test.launched(RESULT, 0));
        loseFirst();

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 11, 21);

        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.NON_DETERMINISTIC);
        assertThat(test.failureOf(0).what()).contains("MapRecords (map at Job.java:12)", "stage 3", "partition 0");
    }

    @Test
    void aCommitThatWasAllowedCannotBeTakenBack() {
        submit(Plans.saving(Plans.resultStage(RESULT, first)));
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        assertThat(test.mayCommit(test.launched(RESULT, 0))).isTrue();
        test.fetchFailed(
                test.launched(RESULT, 1), SHUFFLE, 0, test.launched(FIRST, 0).taskId());

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 11, 20);

        assertThat(test.failureOf(0).code()).isEqualTo(ErrorCode.NON_DETERMINISTIC);
    }

    @Test
    void theErrorNamesTheFirstStageThatDidNotDoAlike() {
        submit(result);
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        wrote(test.launched(SECOND, 0), NEXT_SHUFFLE, "b", 1, 1);
        wrote(test.launched(SECOND, 1), NEXT_SHUFFLE, "b", 1, 1);
        test.succeed(test.launched(RESULT, 0));
        test.fetchFailed(
                test.launched(RESULT, 1),
                NEXT_SHUFFLE,
                0,
                test.launched(SECOND, 0).taskId());
        loseFirst();
        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 11, 20);

        wrote(test.launched(SECOND, 0), NEXT_SHUFFLE, "b", 2, 2);

        assertThat(test.failureOf(0).what()).contains("map at Job.java:12");
    }

    @Test
    void aPersistedDatasetMadeOfTheOldContentIsDropped() {
        PlannedStage persisted = Plans.cached(Plans.reduceStage(SECOND, NEXT_SHUFFLE, 2, first), 50);
        submit(Plans.resultStage(RESULT, persisted));
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        test.on(new Event.BlockChanged("e2", 50, 0, true));
        wrote(test.launched(SECOND, 0), NEXT_SHUFFLE, "b", 1, 1);
        loseFirst();

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 11, 20);

        assertThat(test.all(Command.DropDataset.class)).contains(new Command.DropDataset(50));
        assertThat(test.attempts(SECOND, 0)).isEqualTo(2);
    }

    @Test
    void aLateReportOfAnOldAttemptOfALostExecutorDoesNotCount() {
        submit(result);
        wrote(test.launched(FIRST, 0), SHUFFLE, "a", 10, 20);
        Launch old = test.launched(SECOND, 0);
        test.executor("e3", "b", 8).lose(old.executor(), false);
        Launch reader = test.launched(SECOND, 1);
        test.fetchFailed(reader, SHUFFLE, 0, test.launched(FIRST, 0).taskId());

        wrote(test.launched(FIRST, 0), SHUFFLE, "b", 11, 21);
        wrote(old, NEXT_SHUFFLE, "b", 1, 1);

        assertThat(test.scheduler.mapOutputs(NEXT_SHUFFLE).getOutputs())
                .noneMatch(output -> output.getTaskId() == old.taskId());
        assertThat(List.of(test.launched(SECOND, 0).taskId())).doesNotContain(old.taskId());
    }
}
