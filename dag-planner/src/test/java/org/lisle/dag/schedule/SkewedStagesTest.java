package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Slice;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** Joins with a partition that several tasks compute: partition 1 of 3, whose slices are tasks 3 and 4. */
@SuppressWarnings("NullAway") // a null here fails the test
class SkewedStagesTest {
    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int JOIN = 3;
    private static final int RESULT = 4;
    private static final int LEFT_SHUFFLE = 7;
    private static final int RIGHT_SHUFFLE = 8;
    private static final int JOINED = 9;
    private static final Slice FIRST = new Slice(1, 0, new MapRange(0, 1));
    private static final Slice SECOND = new Slice(1, 0, new MapRange(1, 2));
    private static final List<Integer> TASKS = List.of(0, 2, 3, 4);

    private final SchedulerHarness test = new SchedulerHarness(Policies.NONE.with(new SkewConfig(true, 3, 100)));
    private final PlannedStage left = Plans.mapStage(LEFT, LEFT_SHUFFLE, 2, 3);
    private final PlannedStage right = Plans.mapStage(RIGHT, RIGHT_SHUFFLE, 1, 3);
    private PlannedStage join = Plans.joinStage(JOIN, JOINED, 1, List.of(0), left, right);

    @BeforeEach
    void executors() {
        test.executor("e1", "a", 2).executor("e2", "b", 20);
    }

    private void submit(int jobId) {
        test.on(new Event.JobSubmitted(Plans.job(jobId, Plans.resultStage(RESULT + jobId, join))));
    }

    private void wrote(Launch launch, int shuffle, long... bytes) {
        test.on(new Event.TaskSucceeded(launch.taskId(), output(launch, shuffle, 0, bytes)));
    }

    private static MapOutput output(Launch launch, int shuffle, long content, long... bytes) {
        MapOutput output = Plans.sized(
                Plans.mapOutput(
                        shuffle,
                        launch.partition(),
                        launch.taskId(),
                        launch.executor(),
                        launch.executor().equals("e1") ? "a" : "b",
                        7000),
                bytes);
        return content == 0 ? output : Plans.holding(output, content, content, content);
    }

    /** All that the join reads is there. */
    private void inputs() {
        wrote(test.launched(LEFT, 0), LEFT_SHUFFLE, 10, 1000, 10);
        wrote(test.launched(LEFT, 1), LEFT_SHUFFLE, 10, 1000, 10);
        wrote(test.launched(RIGHT, 0), RIGHT_SHUFFLE, 5, 5, 5);
    }

    private void recorded() {
        test.on(new Event.SlicesRecorded(join));
    }

    /** By number, the earliest first. */
    private Stream<Command.TaskLaunch> launchesOfJoin() {
        return test.all(Command.LaunchTasks.class).stream()
                .flatMap(launch -> launch.tasks().stream())
                .filter(task -> task.stage() == join)
                .sorted(Comparator.comparingInt(Command.TaskLaunch::partition));
    }

    private List<Command.PartitionsSliced> decisions() {
        return test.all(Command.PartitionsSliced.class);
    }

    @Test
    void aSkewedPartitionRunsInSlicesOnceThatIsWrittenDown() {
        submit(0);
        inputs();

        assertThat(decisions()).singleElement().satisfies(sliced -> assertThat(sliced.slices())
                .containsExactly(FIRST, SECOND));
        assertThat(launchesOfJoin()).isEmpty();
        recorded();

        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactlyElementsOf(TASKS);
        assertThat(launchesOfJoin().map(Command.TaskLaunch::slice)).containsExactly(null, null, FIRST, SECOND);
        assertThat(test.all(Command.StageStarted.class))
                .filteredOn(started -> started.stage() == join)
                .singleElement()
                .satisfies(started -> assertThat(started.tasks()).isEqualTo(4));
    }

    @Test
    void readersFindAnOutputOfEachSliceInPlaceOfThatOfThePartition() {
        submit(0);
        inputs();
        recorded();
        TASKS.forEach(task -> wrote(test.launched(JOIN, task), JOINED, 1));

        var outputs = test.scheduler.mapOutputs(JOINED);
        assertThat(outputs.getOutputs()).extracting(MapOutput::getMapPartition).containsExactlyElementsOf(TASKS);
        assertThat(outputs.getMapPartitions()).isEqualTo(3);
        assertThat(outputs.getSlices()).containsExactly(1, 1);
        assertThat(test.attempts(RESULT, 0)).isEqualTo(1);
    }

    @Test
    void readersWaitForTheLastSlice() {
        submit(0);
        inputs();
        recorded();
        List.of(0, 2, 3).forEach(task -> wrote(test.launched(JOIN, task), JOINED, 1));

        assertThat(test.attempts(RESULT, 0)).isZero();
        wrote(test.launched(JOIN, 4), JOINED, 1);
        assertThat(test.attempts(RESULT, 0)).isEqualTo(1);
    }

    @Test
    void aSliceThatFailsOrWhoseOutputIsLostRunsAgainAsTheSameSlice() {
        submit(0);
        inputs();
        recorded();
        test.fail(test.launched(JOIN, 4));
        TASKS.forEach(task -> wrote(test.launched(JOIN, task), JOINED, 1));
        long lost = test.launched(JOIN, 3).taskId();

        test.fetchFailed(test.launched(RESULT, 0), JOINED, 3, lost);

        assertThat(test.attempts(JOIN, 3)).isEqualTo(2);
        assertThat(launchesOfJoin().filter(task -> task.partition() == 3).map(Command.TaskLaunch::slice))
                .containsExactly(FIRST, FIRST);
        assertThat(launchesOfJoin().filter(task -> task.partition() == 4).map(Command.TaskLaunch::slice))
                .containsExactly(SECOND, SECOND);
        assertThat(test.attempts(JOIN, 0)).isEqualTo(1);
        assertThat(decisions()).hasSize(1);
    }

    @Test
    void theDecisionStaysWhenInputsAreComputedAgainWithOtherSizes() {
        submit(0);
        inputs();
        recorded();
        Launch reader = test.launched(JOIN, 3);

        test.fetchFailed(reader, LEFT_SHUFFLE, 0, test.launched(LEFT, 0).taskId());
        wrote(test.launched(LEFT, 0), LEFT_SHUFFLE, 10, 10, 9000);

        assertThat(test.attempts(JOIN, 3)).isEqualTo(2);
        assertThat(decisions()).hasSize(1);
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition).distinct())
                .containsExactlyElementsOf(TASKS);
    }

    @Test
    void theDecisionIsWrittenForAJobThatComesAfterTheFirstWasCancelled() {
        submit(0);
        inputs();
        test.on(new Event.JobCancelled(0, new LisleException(ErrorCode.JOB_CANCELLED, "by the test", "")));
        submit(1);
        assertThat(launchesOfJoin()).isEmpty();

        recorded();

        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactlyElementsOf(TASKS);
        assertThat(decisions()).hasSize(1);
    }

    @Test
    void aLaterJobThatNeedsLostSlicesKnowsThem() {
        submit(0);
        inputs();
        recorded();
        TASKS.forEach(task -> wrote(test.launched(JOIN, task), JOINED, 1));
        test.succeed(test.launched(RESULT, 0));
        test.lose("e1", true).lose("e2", true).executor("e3", "c", 20);

        submit(1);
        inputs();

        assertThat(decisions()).hasSize(1);
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(0, 0, 2, 2, 3, 3, 4, 4);
    }

    @Test
    void slicesMadeOfOldContentAreAllMadeAgain() {
        submit(0);
        Launch first = test.launched(LEFT, 0);
        test.on(new Event.TaskSucceeded(first.taskId(), output(first, LEFT_SHUFFLE, 5, 10, 1000, 10)));
        wrote(test.launched(LEFT, 1), LEFT_SHUFFLE, 10, 1000, 10);
        wrote(test.launched(RIGHT, 0), RIGHT_SHUFFLE, 5, 5, 5);
        recorded();
        wrote(test.launched(JOIN, 3), JOINED, 1);
        wrote(test.launched(JOIN, 4), JOINED, 1);

        test.fetchFailed(test.launched(JOIN, 0), LEFT_SHUFFLE, 0, first.taskId());
        Launch again = test.launched(LEFT, 0);
        MapOutput output = Plans.sized(Plans.holding(output(again, LEFT_SHUFFLE, 0, 1), 5, 6, 5), 10, 1000, 10);
        test.on(new Event.TaskSucceeded(again.taskId(), output));

        assertThat(test.attempts(JOIN, 3)).isEqualTo(2);
        assertThat(test.attempts(JOIN, 4)).isEqualTo(2);
        assertThat(test.attempts(JOIN, 2)).isEqualTo(1);
    }

    // ---------------------------------------------------------------- a join that is the last step

    private void submitLast(PlannedStage result) {
        join = result;
        test.on(new Event.JobSubmitted(Plans.jobOfParts(0, join)));
        inputs();
    }

    @Test
    void theResultsOfAJobComeFromEachSlice() {
        submitLast(Plans.joinResult(JOIN, List.of(0), left, right));

        assertThat(decisions()).singleElement().satisfies(sliced -> assertThat(sliced.slices())
                .containsExactly(FIRST, SECOND));
        assertThat(launchesOfJoin()).isEmpty();
        recorded();
        assertThat(launchesOfJoin().map(Command.TaskLaunch::slice)).containsExactly(null, null, FIRST, SECOND);

        List.of(0, 2, 4).forEach(task -> test.succeed(test.launched(JOIN, task)));
        assertThat(test.all(Command.JobEnded.class)).isEmpty();
        test.fail(test.launched(JOIN, 3));
        test.succeed(test.launched(JOIN, 3));

        assertThat(test.all(Command.DeliverResult.class))
                .extracting(Command.DeliverResult::task, Command.DeliverResult::partition)
                .containsExactly(tuple(0, 0), tuple(2, 2), tuple(4, 1), tuple(3, 1));
        assertThat(test.all(Command.JobEnded.class)).hasSize(1);
    }

    @Test
    void eachSliceOfASaveCommitsOnce() {
        submitLast(Plans.saving(Plans.joinResult(JOIN, List.of(0), left, right)));
        recorded();

        for (int task : TASKS) {
            Launch launch = test.launched(JOIN, task);
            test.on(new Event.CommitAsked(task, launch.taskId(), JOIN, task));
            test.on(new Event.CommitAsked(100 + task, launch.taskId() + 1_000, JOIN, task));
        }

        assertThat(test.all(Command.CommitDecision.class))
                .filteredOn(Command.CommitDecision::allowed)
                .extracting(Command.CommitDecision::request)
                .containsExactlyElementsOf(TASKS.stream().map(Long::valueOf).toList());
    }

    @Test
    void aJobThatAnEarlierDriverBeganGoesOnAsItWasDecidedThen() {
        join = Plans.joinResult(JOIN, List.of(0), left, right);
        PlannedJob job = Plans.jobOfParts(0, join);
        test.on(new Event.JobSubmitted(job.of(List.of(2, 4)), true, List.of(FIRST, SECOND)));
        inputs();

        assertThat(decisions()).isEmpty();
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(2, 4);
        assertThat(launchesOfJoin().map(Command.TaskLaunch::slice)).containsExactly(null, SECOND);
        test.succeed(test.launched(JOIN, 2)).succeed(test.launched(JOIN, 4));
        assertThat(test.all(Command.JobEnded.class)).hasSize(1);
    }

    @Test
    void aJobThatAnEarlierDriverBeganWholeStaysWhole() {
        join = Plans.joinResult(JOIN, List.of(0), left, right);
        test.on(new Event.JobSubmitted(Plans.jobOfParts(0, join), true, List.of()));
        inputs();

        staysWhole();
    }

    @Test
    void aJobThatTakesOneResultOfAPartitionStaysWhole() {
        join = Plans.joinResult(JOIN, List.of(0), left, right);
        test.on(new Event.JobSubmitted(Plans.job(0, join)));
        inputs();

        staysWhole();
    }

    @Test
    void aJobOverSomePartitionsStaysWhole() {
        join = Plans.joinResult(JOIN, List.of(0), left, right);
        test.on(new Event.JobSubmitted(Plans.jobOfParts(0, join).of(List.of(1))));
        inputs();

        assertThat(decisions()).isEmpty();
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(1);
    }

    // ---------------------------------------------------------------- what stays whole

    private void staysWhole() {
        assertThat(decisions()).isEmpty();
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(0, 1, 2);
        assertThat(launchesOfJoin().map(Command.TaskLaunch::slice)).containsOnlyNulls();
    }

    @Test
    void aJoinThatMayNotBeDividedByTheSkewedSideStaysWhole() {
        join = Plans.joinStage(JOIN, JOINED, 1, List.of(1), left, right);
        submit(0);
        inputs();

        staysWhole();
    }

    @Test
    void aJoinWithoutSkewStaysWhole() {
        submit(0);
        wrote(test.launched(LEFT, 0), LEFT_SHUFFLE, 1000, 1000, 1000);
        wrote(test.launched(LEFT, 1), LEFT_SHUFFLE, 1000, 1000, 1000);
        wrote(test.launched(RIGHT, 0), RIGHT_SHUFFLE, 5, 5, 5);

        staysWhole();
    }

    @Test
    void aPersistedJoinStaysWhole() {
        join = Plans.cached(join, 77);
        submit(0);
        inputs();

        staysWhole();
    }

    @Test
    void aStageOfWhichAnEarlierDriverHasOutputsOfWholePartitionsStaysWhole() {
        MapOutput earlier = Plans.mapOutput(JOINED, 1, -5, "e2", "b", 7000);
        test.on(new Event.ShuffleRestored(join, List.of(earlier), Set.of(1), List.of()));
        submit(0);
        inputs();

        assertThat(decisions()).isEmpty();
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(0, 2);
    }

    @Test
    void aStageOfWhichATaskOfAnEarlierDriverRunsStaysWhole() {
        submit(0);
        test.on(new Event.TaskAdopted(-5, JOIN, JOIN, 1, 0, "e2", false));
        inputs();

        assertThat(decisions()).isEmpty();
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(0, 2);
    }

    // ---------------------------------------------------------------- slices of an earlier driver

    @Test
    void goesOnWithTheSlicesOfAnEarlierDriver() {
        MapOutput earlier = Plans.mapOutput(JOINED, 3, -5, "e2", "b", 7000);
        test.on(new Event.ShuffleRestored(join, List.of(earlier), Set.of(3), List.of(FIRST, SECOND)));
        submit(0);
        inputs();

        assertThat(decisions()).isEmpty();
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(0, 2, 4);
        assertThat(launchesOfJoin().map(Command.TaskLaunch::slice)).containsExactly(null, null, SECOND);
    }

    @Test
    void adoptsSlicesOfAnEarlierDriverAndEndsWhatIsOfAWholePartitionThatIsSliced() {
        test.on(new Event.ShuffleRestored(join, List.of(), Set.of(), List.of(FIRST, SECOND)));
        submit(0);
        test.on(
                new Event.TaskAdopted(-5, JOIN, JOIN, 4, 0, "e2", false),
                new Event.TaskAdopted(-6, JOIN, JOIN, 1, 0, "e2", false),
                new Event.TaskAdopted(-7, JOIN, JOIN, 5, 0, "e2", false));
        inputs();

        assertThat(test.all(Command.AdoptTask.class))
                .extracting(Command.AdoptTask::taskId)
                .containsExactly(-5L);
        assertThat(test.all(Command.KillTasks.class))
                .flatExtracting(Command.KillTasks::taskIds)
                .containsExactly(-6L, -7L);
        assertThat(launchesOfJoin().map(Command.TaskLaunch::partition)).containsExactly(0, 2, 3);
    }

    @Test
    void theLateOutputOfAWholePartitionThatIsSlicedDoesNotCount() {
        submit(0);
        test.on(new Event.TaskAdopted(-5, JOIN, JOIN, 1, 0, "e2", false));
        test.on(new Event.JobCancelled(0, new LisleException(ErrorCode.JOB_CANCELLED, "by the test", "")));
        submit(1);
        inputs();
        assertThat(decisions()).hasSize(1);
        recorded();

        test.on(new Event.TaskSucceeded(-5, Plans.mapOutput(JOINED, 1, -5, "e2", "b", 7000)));

        assertThat(test.all(Command.PartitionDone.class)).noneMatch(done -> done.stageId() == JOIN);
        assertThat(test.scheduler.mapOutputs(JOINED).getOutputs()).isEmpty();
    }
}
