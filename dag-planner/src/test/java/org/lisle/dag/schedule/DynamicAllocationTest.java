package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** From none to ten executors of two slots, two at the start; idle for 60 s, with cached blocks for 600 s; a backlog counts after 1 s. */
@SuppressWarnings("NullAway") // a null here fails the test
class DynamicAllocationTest {
    private static final int STAGE = 5;
    private static final int SHUFFLE = 70;

    private SchedulerHarness test = harness(0, 2, 10);

    private static SchedulerHarness harness(int min, int initial, int max) {
        var allocation = new AllocationConfig(
                new ExecutorRange(min, initial, max),
                new ExecutorProfile("", 2, 1024, 0, 1, List.of()),
                TimeUnit.SECONDS.toNanos(60),
                TimeUnit.SECONDS.toNanos(600),
                TimeUnit.SECONDS.toNanos(1));
        return SchedulerHarness.withServers(
                new Policies(ExclusionConfig.OFF, SpeculationConfig.OFF, allocation, WatchConfig.OFF));
    }

    private List<Integer> wanted() {
        return test.all(Command.WantExecutors.class).stream()
                .map(Command.WantExecutors::total)
                .toList();
    }

    private int lastWanted() {
        List<Integer> all = wanted();
        return all.get(all.size() - 1);
    }

    private List<String> released() {
        return test.all(Command.ReleaseExecutor.class).stream()
                .map(Command.ReleaseExecutor::executor)
                .toList();
    }

    /** Two executors, and a job of so many tasks. */
    private void job(int tasks) {
        test.executor("e1", "a", 2).executor("e2", "b", 2);
        test.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(STAGE, Plans.nowhere(tasks)))));
    }

    private void allSucceed() {
        test.running().forEach(test::succeed);
    }

    /** Time in which the driver does its rounds, and hears at once that executors that leave hold nothing any more. */
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
    void growsByOneThenTwoThenFourWhileTasksWaitUpToWhatTheyNeed() {
        job(20);
        rest(5);

        assertThat(wanted()).containsExactly(2, 3, 5, 9, 10);
    }

    @Test
    void tasksThatWaitForLessThanTheTimeoutBringNoExecutors() {
        job(6);
        test.pass(900);
        allSucceed();
        rest(1);

        assertThat(wanted()).containsExactly(2);
    }

    @Test
    void neverWantsMoreThanTheMaximum() {
        test = harness(0, 2, 4);
        job(1000);
        rest(20);

        assertThat(lastWanted()).isEqualTo(4);
    }

    @Test
    void wantsFewerAgainWhenTheWorkIsLessThanWasThought() {
        job(20);
        rest(4);
        assertThat(lastWanted()).isEqualTo(9);
        allSucceed();
        allSucceed();
        allSucceed();
        allSucceed();
        rest(2);

        assertThat(test.running()).hasSize(4);
        assertThat(lastWanted()).as("for four tasks").isEqualTo(2);
    }

    @Test
    void theFirstExecutorsAreWantedAtOnceWhenNoneIsLeft() {
        job(4);
        allSucceed();
        rest(62);
        assertThat(released()).containsExactlyInAnyOrder("e1", "e2");
        assertThat(lastWanted()).isZero();

        test.on(new Event.JobSubmitted(Plans.job(1, Plans.resultStage(STAGE + 1, Plans.nowhere(8)))));
        test.pass(250);

        assertThat(lastWanted()).isEqualTo(2);
    }

    @Test
    void givesIdleExecutorsBackAfterTheirTimeButNotBusyOnes() {
        job(3);
        Launch stays = test.launched(STAGE, 0);
        test.running().stream().filter(launch -> !launch.equals(stays)).forEach(test::succeed);
        rest(59);
        assertThat(released()).isEmpty();
        rest(2);

        String busy = stays.executor();
        assertThat(released()).containsExactly(busy.equals("e1") ? "e2" : "e1");
        assertThat(lastWanted()).as("so that none is asked for in its place").isEqualTo(1);
    }

    @Test
    void anExecutorWithShortTasksNowAndThenIsNotIdle() {
        job(4);
        allSucceed();
        for (int job = 1; job < 10; job++) {
            rest(20);
            test.on(new Event.JobSubmitted(Plans.job(job, Plans.resultStage(STAGE + job, Plans.nowhere(4)))));
            allSucceed();
        }

        assertThat(released()).isEmpty();
    }

    @Test
    void keepsTheMinimum() {
        test = harness(1, 2, 10);
        job(4);
        allSucceed();
        rest(200);

        assertThat(released()).hasSize(1);
        assertThat(lastWanted()).isEqualTo(1);
    }

    @Test
    void aFixedNumberIsKeptWhateverHappens() {
        test = harness(2, 2, 2);
        job(100);
        rest(100);
        allSucceed();

        assertThat(wanted()).containsOnly(2);
        assertThat(released()).isEmpty();
    }

    @Test
    void whatWasWantedAtTheStartIsWantedUntilThereIsSomethingToDo() {
        test.executor("e1", "a", 2);
        rest(59);
        assertThat(wanted()).isEmpty();

        rest(4);
        assertThat(lastWanted()).isZero();
        assertThat(released()).containsExactly("e1");
    }

    @Test
    void anExecutorWithTheOnlyCopyOfCachedPartitionsStaysLonger() {
        job(4);
        allSucceed();
        test.on(new Event.BlockChanged("e1", 9, 0, true));
        rest(100);
        assertThat(released()).containsExactly("e2");

        rest(501);
        assertThat(released()).containsExactly("e2", "e1");
    }

    @Test
    void aCopyElsewhereMakesACachedPartitionNoReasonToStay() {
        job(4);
        allSucceed();
        test.on(new Event.BlockChanged("e1", 9, 0, true), new Event.BlockChanged("e2", 9, 0, true));
        rest(62);

        assertThat(released()).as("the second of them has the only copy then").hasSize(1);
    }

    @Test
    void anExecutorThatHoldsBlocksIsReleasedWhenTheyHaveMoved() {
        test = harness(0, 2, 10);
        test.executor("e1", "a", 2);
        test.on(new Event.BlockChanged("e1", 9, 0, true));
        for (int second = 0; second < 601; second++) {
            test.pass(1000);
        }
        assertThat(test.all(Command.DrainExecutor.class)).hasSize(1);
        assertThat(released()).isEmpty();

        test.on(new Event.ExecutorEmptied("e1"));

        assertThat(released()).containsExactly("e1");
    }

    /** Two map tasks, one on each host; one of the reduce tasks takes long. */
    private void longReduce() {
        PlannedStage maps = Plans.mapStage(1, SHUFFLE, 2, List.of(List.of("a"), List.of("b")));
        test.executor("e1", "a", 1).executor("e2", "b", 1);
        test.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(STAGE, maps))));
        test.mapped(test.launched(1, 0), SHUFFLE, "a").mapped(test.launched(1, 1), SHUFFLE, "b");
    }

    @Test
    void anExecutorWhoseOutputsAreReadGoesOnlyWhenAShuffleServerIsThere() {
        longReduce();
        Launch quick = test.launched(STAGE, 0);
        test.succeed(quick);
        rest(65);
        String host = quick.executor().equals("e1") ? "a" : "b";
        assertThat(test.all(Command.StartShuffleServer.class))
                .singleElement()
                .satisfies(start -> assertThat(start.host()).isEqualTo(host));
        assertThat(released()).isEmpty();

        test.executor("s1", host, 0);
        rest(1);

        assertThat(released()).containsExactly(quick.executor());
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs()).hasSize(2);
        assertThat(test.attempts(1, 0) + test.attempts(1, 1)).isEqualTo(2);
    }

    @Test
    void anExecutorStaysWhereNoShuffleServerCanBeHad() {
        longReduce();
        Launch quick = test.launched(STAGE, 0);
        test.succeed(quick);
        rest(65);
        test.on(new Event.ShuffleServerRefused(quick.executor().equals("e1") ? "a" : "b", "no room"));
        rest(300);
        assertThat(released()).isEmpty();

        test.succeed(test.launched(STAGE, 1));
        rest(62);

        assertThat(test.isEnded(0)).isTrue();
        assertThat(released()).as("nobody reads the outputs any more").hasSize(2);
    }

    @Test
    void executorsThatAnEarlierDriverLeftBeyondWhatIsNeededGoWhenTheyAreIdle() {
        for (int i = 0; i < 6; i++) {
            test.executor("1." + i, "host-" + i, 2);
        }
        test.on(new Event.JobSubmitted(Plans.job(0, Plans.resultStage(STAGE, Plans.nowhere(4)))));
        rest(62);
        assertThat(released()).as("four are busy").hasSize(2);
        assertThat(lastWanted()).isEqualTo(2);

        allSucceed();
        rest(62);
        assertThat(released()).hasSize(6);
    }

    @Test
    void anExecutorThatGetsNoTasksIsReplacedAndGoesWhenItIsIdle() {
        job(20);
        test.on(new Event.ExecutorRefuses("e1", true));
        rest(4);
        assertThat(lastWanted()).as("nine, and the one that takes no tasks").isEqualTo(10);
        test.running().stream().filter(launch -> launch.executor().equals("e1")).forEach(test::succeed);
        rest(62);

        assertThat(released()).containsExactly("e1");
    }
}
