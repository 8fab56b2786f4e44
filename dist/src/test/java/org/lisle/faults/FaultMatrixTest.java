package org.lisle.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.core.config.Settings;
import org.lisle.core.fault.FaultPoint;

/**
 * An executor is killed, stopped and resumed, or finds its disks full, at each transition of a task's state in each stage: the output is that
 * of a run without the fault, all readers read the same attempt of each map task, and no more ran again than the fault took.
 */
@Timeout(120)
class FaultMatrixTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMillis(2500);
    /** Executors that stand still for long are counted as lost. */
    private static final Map<String, String> IMPATIENT = Map.of(Settings.NETWORK_TIMEOUT.name(), "1s");

    @TempDir
    static Path folder;

    private static FaultRuns runs;

    /** A transition of a task in one of the stages. */
    record Transition(FaultPoint point, int stage) {}

    @BeforeAll
    static void withoutAFault() throws Exception {
        runs = new FaultRuns(folder);
    }

    static Stream<Transition> transitions() {
        List<Transition> all = new ArrayList<>();
        for (int stage = 0; stage < 3; stage++) {
            for (FaultPoint point : List.of(FaultPoint.TASK_START, FaultPoint.TASK_OUTPUT, FaultPoint.TASK_REPORT)) {
                all.add(new Transition(point, stage));
            }
        }
        all.add(new Transition(FaultPoint.TASK_COMMIT, 2));
        return all.stream();
    }

    static Stream<Transition> oneOfEachStage() {
        return Stream.of(
                new Transition(FaultPoint.TASK_REPORT, 0),
                new Transition(FaultPoint.TASK_OUTPUT, 1),
                new Transition(FaultPoint.TASK_COMMIT, 2));
    }

    static Stream<Transition> writing() {
        return transitions().filter(transition -> transition.stage < 2 && transition.point != FaultPoint.TASK_REPORT);
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void anExecutorIsKilledAndOnlyWhatItRanRunsAgain(Transition at) throws Exception {
        FaultRuns.Outcome outcome = runs.run(Map.of(), List.of(order(at, Order.Action.CRASH, NONE)));

        assertThat(outcome.executorsReplaced()).isEqualTo(1);
        assertThat(outcome.partitionsRunAgain())
                .as("what ran again: tasks of the stage that ran, none of a finished one")
                .isNotEmpty()
                .allMatch(task -> (task + "/").matches(runs.attemptsOf(at.stage())));
        assertThat(outcome.tasksRunAgain()).as("tasks that ran again").isLessThanOrEqualTo(FaultyProgram.PARTITIONS);
    }

    @ParameterizedTest
    @MethodSource("oneOfEachStage")
    void anExecutorThatIsStoppedForAShortTimeLosesNothing(Transition at) throws Exception {
        FaultRuns.Outcome outcome = runs.run(Map.of(), List.of(order(at, Order.Action.STOP, SHORT)));

        assertThat(outcome.executorsReplaced()).isZero();
        assertThat(outcome.tasksRunAgain()).isZero();
    }

    @ParameterizedTest
    @MethodSource("oneOfEachStage")
    void whatAnExecutorSaysAfterItWasCountedAsLostDoesNoHarm(Transition at) throws Exception {
        stoppedForLong(at);
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("transitions")
    void executorsStopForLongAtEachTransition(Transition at) throws Exception {
        stoppedForLong(at);
    }

    private static void stoppedForLong(Transition at) throws Exception {
        FaultRuns.Outcome outcome = runs.run(IMPATIENT, List.of(order(at, Order.Action.STOP, LONG)));

        assertThat(outcome.executorsReplaced()).as("executors counted as lost").isPositive();
        assertThat(outcome.tasksRunAgain()).as("tasks that ran again").isPositive();
    }

    @ParameterizedTest
    @MethodSource("writing")
    void allDisksOfAnExecutorAreFullForATime(Transition at) throws Exception {
        Order full = order(at, Order.Action.FILL_DISKS, SHORT);
        FaultRuns.Outcome outcome = runs.run(Map.of(), List.of(full));

        assertThat(outcome.executorsReplaced()).isZero();
        assertThat(outcome.tasksRunAgain()).as("tasks that ran again").isPositive();
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("transitions")
    void aTaskFailsAtEachTransitionAndAloneRunsAgain(Transition at) throws Exception {
        if (at.point() != FaultPoint.TASK_REPORT) {
            FaultRuns.Outcome outcome = runs.run(Map.of(), List.of(order(at, Order.Action.FAIL, NONE)));

            assertThat(outcome.tasksRunAgain()).isEqualTo(1);
        }
    }

    private static Order order(Transition at, Order.Action action, Duration duration) {
        return Order.of("executor-.*", at.point(), runs.attemptsOf(at.stage()), action, duration, 2);
    }
}
