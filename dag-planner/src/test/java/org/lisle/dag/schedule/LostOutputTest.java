package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.core.message.MapOutput;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerHarness.Launch;
import org.lisle.dag.simulate.Plans;

/** What becomes of map outputs when executors, nodes and shuffle servers come and go. */
@SuppressWarnings("NullAway") // a null here fails the test
class LostOutputTest {
    private static final int MAPS = 1;
    private static final int REDUCES = 2;
    private static final int SHUFFLE = 7;
    private static final long START_MILLIS = 30_000;
    private static final long IDLE_MILLIS = 10_000;

    private final SchedulerHarness test = new SchedulerHarness(
            false,
            Map.of(),
            new SchedulerConfig.ShuffleServers(
                    TimeUnit.MILLISECONDS.toNanos(START_MILLIS), TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS)));
    private final PlannedStage maps = Plans.mapStage(MAPS, SHUFFLE, 2, 1);
    private final PlannedStage reduces = Plans.resultStage(REDUCES, maps);

    private void submit(int jobId, PlannedStage result) {
        test.on(new Event.JobSubmitted(Plans.job(jobId, result)));
    }

    /** Both maps ran on executor e1 of host a; e2 on b runs what comes next. */
    private void mapOnA() {
        test.executor("e1", "a", 2);
        submit(0, reduces);
        test.mapped(test.launched(MAPS, 0), SHUFFLE, "a");
        test.executor("e2", "b", 4);
        test.mapped(test.launched(MAPS, 1), SHUFFLE, "a");
    }

    // ---------------------------------------------------------------- stand-alone servers

    @Test
    void wantsAServerWhereNobodyIsLeftToServeWhatARunningJobReads() {
        mapOnA();

        test.lose("e1", false);

        assertThat(test.all(Command.StartShuffleServer.class))
                .containsExactly(new Command.StartShuffleServer("a", "e1"));
        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.scheduler.awaitedOutputs(SHUFFLE).cardinality()).isEqualTo(2);
    }

    @Test
    void readsFromTheServerOnceItIsThere() {
        mapOnA();
        test.lose("e1", false);
        long before = test.attempts(REDUCES, 0);

        test.on(new Event.ExecutorAdded("s1", "a", 7100, 0));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(1);
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs())
                .hasSize(2)
                .extracting(MapOutput::getPort)
                .containsOnly(7100);
        assertThat(test.attempts(REDUCES, 0)).isEqualTo(before + 1);
        assertThat(test.launched(REDUCES, 0).executor()).isEqualTo("e2");
    }

    @Test
    void computesOutputsAgainWhenTheirServerIsRefused() {
        mapOnA();
        test.lose("e1", false);

        test.on(new Event.ShuffleServerRefused("a", "no room"));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
        assertThat(test.all(Command.StartShuffleServer.class)).hasSize(1);
    }

    @Test
    void computesOutputsAgainWhenTheirServerDoesNotComeInTime() {
        mapOnA();
        test.lose("e1", false);

        test.pass(START_MILLIS - 1);
        test.on(new Event.ExecutorHeard("e2"));
        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        test.pass(1);

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.all(Command.StopShuffleServer.class)).containsExactly(new Command.StopShuffleServer("a"));
    }

    @Test
    void wantsNoServerForOutputsThatNoRunningJobReadsUntilOneDoes() {
        mapOnA();
        test.succeed(test.launched(REDUCES, 0));

        test.lose("e1", false);
        assertThat(test.all(Command.StartShuffleServer.class)).isEmpty();
        submit(1, Plans.resultStage(3, maps));
        assertThat(test.all(Command.StartShuffleServer.class)).hasSize(1);
        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        test.on(new Event.ExecutorAdded("s1", "a", 7100, 0));

        assertThat(test.attempts(3, 0)).isEqualTo(1);
        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
    }

    @Test
    void givesAServerBackSomeTimeAfterItsLastReaderIsDone() {
        mapOnA();
        test.lose("e1", false).on(new Event.ExecutorAdded("s1", "a", 7100, 0));
        test.pass(IDLE_MILLIS).on(new Event.ExecutorHeard("s1"), new Event.ExecutorHeard("e2"));
        assertThat(test.all(Command.ReleaseExecutor.class)).isEmpty();

        test.succeed(test.launched(REDUCES, 0));
        test.pass(IDLE_MILLIS / 2).pass(IDLE_MILLIS / 2);

        assertThat(test.all(Command.ReleaseExecutor.class))
                .extracting(Command.ReleaseExecutor::executor)
                .containsExactly("s1");
    }

    @Test
    void givesAServerBackWhenAnExecutorServesItsNode() {
        mapOnA();
        test.lose("e1", false).on(new Event.ExecutorAdded("s1", "a", 7100, 0));

        test.executor("e3", "a", 1);
        test.pass(IDLE_MILLIS / 2).pass(IDLE_MILLIS / 2).pass(IDLE_MILLIS / 2);

        assertThat(test.all(Command.ReleaseExecutor.class))
                .extracting(Command.ReleaseExecutor::executor)
                .containsExactly("s1");
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs())
                .extracting(MapOutput::getExecutor)
                .containsOnly("e3");
    }

    @Test
    void stopsWantingAServerWhenAnExecutorComesToItsNode() {
        mapOnA();
        test.lose("e1", false);

        test.executor("e3", "a", 1);

        assertThat(test.all(Command.StopShuffleServer.class)).containsExactly(new Command.StopShuffleServer("a"));
        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs()).hasSize(2);
    }

    @Test
    void wantsAnotherServerWhenOneIsLostThatIsNeeded() {
        mapOnA();
        test.lose("e1", false).on(new Event.ExecutorAdded("s1", "a", 7100, 0));

        test.lose("s1", false);

        assertThat(test.all(Command.StartShuffleServer.class)).hasSize(2);
        assertThat(test.attempts(MAPS, 0)).isEqualTo(1);
    }

    @Test
    void anExecutorOfAnotherNodeWithTheSameNameServesNothingOfThisOne() {
        test.on(new Event.ExecutorAdded("e1", "a", 7000, 2, 0, List.of("/disk"), ""));
        submit(0, reduces);
        test.mapped(test.launched(MAPS, 0), SHUFFLE, "a").mapped(test.launched(MAPS, 1), SHUFFLE, "a");
        test.on(new Event.ExecutorAdded("e2", "a", 7000, 2, 0, List.of("/other-disk"), ""));

        test.lose("e1", false);

        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs()).isEmpty();
        assertThat(test.all(Command.StartShuffleServer.class)).hasSize(1);
        test.on(new Event.ExecutorAdded("s1", "a", 7100, 0, 0, List.of("/disk"), ""));
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs())
                .extracting(MapOutput::getExecutor)
                .containsOnly("s1");
    }

    @Test
    void computesAgainWhatAServerCannotOpen() {
        test.on(new Event.ExecutorAdded("e1", "a", 7000, 2, 0, List.of("/disk"), ""));
        submit(0, reduces);
        test.mapped(test.launched(MAPS, 0), SHUFFLE, "a").mapped(test.launched(MAPS, 1), SHUFFLE, "a");
        test.executor("e2", "b", 4).lose("e1", false);

        test.on(new Event.ExecutorAdded("s1", "a", 7100, 0, 0, List.of("/other-disk"), ""));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
    }

    // ---------------------------------------------------------------- lost nodes

    @Test
    void aHundredReadersThatFailAtTheSameInstantHaveEachLostMapPartitionRunOnce() {
        int readers = 100;
        PlannedStage manyMaps = Plans.mapStage(MAPS, SHUFFLE, 20, readers);
        test.executor("e1", "a", 10).executor("e2", "b", 200);
        submit(0, Plans.resultStage(REDUCES, manyMaps));
        for (int map = 0; map < 20; map++) {
            Launch launch = test.launched(MAPS, map);
            test.mapped(launch, SHUFFLE, launch.executor().equals("e1") ? "a" : "b");
        }
        List<Launch> onA = test.launches.stream()
                .filter(l -> l.stageId() == MAPS && l.executor().equals("e1"))
                .toList();
        assertThat(onA).isNotEmpty();
        test.lose("e1", true);
        List<Event> failures = new ArrayList<>();
        for (int reader = 0; reader < readers; reader++) {
            failures.add(new Event.TaskFetchFailed(
                    test.launched(REDUCES, reader).taskId(),
                    SHUFFLE,
                    onA.stream().map(Launch::partition).toList(),
                    onA.stream().map(Launch::taskId).toList(),
                    "nobody answers",
                    "a"));
        }

        test.on(failures.toArray(Event[]::new));
        onA.forEach(lost -> test.mapped(test.launched(MAPS, lost.partition()), SHUFFLE, "b"));

        for (int map = 0; map < 20; map++) {
            int partition = map;
            boolean lost = onA.stream().anyMatch(l -> l.partition() == partition);
            assertThat(test.attempts(MAPS, map)).as("attempts of map %d", map).isEqualTo(lost ? 2 : 1);
        }
        for (int reader = 0; reader < readers; reader++) {
            assertThat(test.attempts(REDUCES, reader))
                    .as("attempts of reader %d", reader)
                    .isEqualTo(2);
        }
    }

    @Test
    void theFirstReaderThatReachesNobodyOfASilentHostProvesItsLossForAllShuffles() {
        PlannedStage other = Plans.mapStage(11, 8, 1, 1);
        mapOnA();
        submit(1, Plans.resultStage(12, other));
        Launch elsewhere = test.launched(11, 0);
        test.mapped(elsewhere, 8, "a");
        test.pass(20_000);

        test.on(new Event.TaskFetchFailed(
                test.launched(REDUCES, 0).taskId(),
                SHUFFLE,
                List.of(0),
                List.of(test.launched(MAPS, 0).taskId()),
                "nobody answers",
                "a"));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
        assertThat(test.scheduler.mapOutputs(8).getOutputs()).isEmpty();
    }

    @Test
    void aHostThatTheDriverHearsLosesOnlyTheShuffleThatAReaderDoesNotGet() {
        PlannedStage other = Plans.mapStage(11, 8, 1, 1);
        mapOnA();
        submit(1, Plans.resultStage(12, other));
        test.mapped(test.launched(11, 0), 8, "a");

        test.on(new Event.TaskFetchFailed(
                test.launched(REDUCES, 0).taskId(),
                SHUFFLE,
                List.of(0),
                List.of(test.launched(MAPS, 0).taskId()),
                "nobody answers",
                "a"));

        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
        assertThat(test.scheduler.mapOutputs(8).getOutputs()).hasSize(1);
    }

    @Test
    void aLateComplaintAboutOutputsThatWereReplacedIsNoProof() {
        mapOnA();
        Launch reader = test.launched(REDUCES, 0);
        long lostAttempt = test.launched(MAPS, 0).taskId();
        test.lose("e1", true);
        test.mapped(test.launched(MAPS, 0), SHUFFLE, "b").mapped(test.launched(MAPS, 1), SHUFFLE, "b");

        test.on(new Event.TaskFetchFailed(reader.taskId(), SHUFFLE, List.of(0), List.of(lostAttempt), "gone", "b"));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.scheduler.mapOutputs(SHUFFLE).getOutputs()).hasSize(2);
    }

    @Test
    void aLostNodeLosesWhatNobodyServedAnyMore() {
        mapOnA();
        test.lose("e1", false);

        test.on(new Event.NodeLost("a", "LOST"));

        assertThat(test.attempts(MAPS, 0)).isEqualTo(2);
        assertThat(test.attempts(MAPS, 1)).isEqualTo(2);
        assertThat(test.all(Command.StopShuffleServer.class)).containsExactly(new Command.StopShuffleServer("a"));
    }
}
