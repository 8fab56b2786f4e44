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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.core.fault.FaultPoint;

/**
 * Messages between driver and executors, and between executors, are dropped, delayed, sent twice, damaged, or end their connection. One
 * thing is not done: dropping an order of the driver's while its connection lives, which a connection does not do.
 */
@Timeout(120)
class MessageFaultTest {
    private static final String DRIVER = "driver";
    private static final String EXECUTORS = "executor-.*";
    private static final List<String> REQUESTS =
            List.of("RegisterExecutor", "TaskUpdates", "GetMapOutputs", "AskCommit", "Heartbeat");
    private static final List<String> ANSWERS =
            List.of("RegisteredExecutor", "Ack", "MapOutputs", "CommitDecision", "HeartbeatAck");

    @TempDir
    static Path folder;

    private static FaultRuns runs;

    @BeforeAll
    static void withoutAFault() throws Exception {
        runs = new FaultRuns(folder);
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.Action.class,
            names = {"DROP", "DELAY", "DUPLICATE", "FAIL"})
    void aMessageOfEachTypeGoesWrong(Order.Action action) throws Exception {
        List<Order> orders = new ArrayList<>();
        REQUESTS.forEach(type -> orders.add(order(EXECUTORS, type, action)));
        if (action == Order.Action.DROP || action == Order.Action.DELAY) {
            ANSWERS.forEach(type -> orders.add(order(DRIVER, type, action)));
        }
        if (action != Order.Action.DROP) {
            orders.add(order(DRIVER, "LaunchTasks", action));
        }

        FaultRuns.Outcome outcome = runs.run(Map.of(), orders);

        assertThat(outcome.executorsReplaced()).isZero();
        assertThat(outcome.tasksRunAgain()).as("tasks that ran again").isLessThanOrEqualTo(vanishing(action));
    }

    /** In a run of its own: where an executor registers late, the other one may run all tasks, and nothing is fetched. */
    @ParameterizedTest
    @EnumSource(
            value = Order.Action.class,
            names = {"DROP", "DELAY", "FAIL"})
    void aFetchBetweenExecutorsGoesWrong(Order.Action action) throws Exception {
        FaultRuns.Outcome outcome = runs.run(Map.of(), List.of(order(EXECUTORS, "FetchSegments", action)));

        assertThat(outcome.executorsReplaced()).isZero();
        assertThat(outcome.tasksRunAgain()).as("tasks that ran again").isLessThanOrEqualTo(vanishing(action));
    }

    static Stream<Order> oneByOne() {
        List<Order> orders = new ArrayList<>();
        for (Order.Action action : List.of(Order.Action.DROP, Order.Action.DELAY, Order.Action.FAIL)) {
            for (int passing = 1; passing <= WiredCluster.NODES; passing++) {
                for (String type : REQUESTS) {
                    orders.add(Order.of(EXECUTORS, FaultPoint.MESSAGE, type, action, Duration.ofMillis(300), passing));
                }
                for (String type : ANSWERS) {
                    orders.add(Order.of(DRIVER, FaultPoint.MESSAGE, type, action, Duration.ofMillis(300), passing));
                }
                orders.add(Order.of(
                        EXECUTORS, FaultPoint.MESSAGE, "FetchSegments", action, Duration.ofMillis(300), passing));
            }
        }
        return orders.stream();
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("oneByOne")
    void oneMessageGoesWrong(Order order) throws Exception {
        FaultRuns.Outcome outcome = runs.run(Map.of(), List.of(order));

        assertThat(outcome.executorsReplaced()).isZero();
        assertThat(outcome.tasksRunAgain()).as("tasks that ran again").isLessThanOrEqualTo(vanishing(order.action()));
    }

    /** Tasks whose end was on its way when a connection ended are taken for vanished, until that is told again. */
    private static int vanishing(Order.Action action) {
        return action == Order.Action.FAIL ? WiredCluster.NODES * WiredCluster.SLOTS : 0;
    }

    @Test
    void segmentsThatComeDamagedLateOrNotAtAllAreAskedForAgain() throws Exception {
        List<Order> orders = List.of(
                Order.of(EXECUTORS, FaultPoint.SERVE, "\\d+/\\d+", Order.Action.CORRUPT, Duration.ZERO, 1),
                Order.of(EXECUTORS, FaultPoint.SERVE, "\\d+/\\d+", Order.Action.FAIL, Duration.ZERO, 3),
                Order.of(EXECUTORS, FaultPoint.SERVE, "\\d+/\\d+", Order.Action.DELAY, Duration.ofMillis(200), 4),
                Order.of(EXECUTORS, FaultPoint.SERVE, "\\d+/\\d+", Order.Action.DROP, Duration.ZERO, 5));

        FaultRuns.Outcome outcome = runs.run(Map.of(), orders);

        assertThat(outcome.tasksRunAgain()).isZero();
    }

    @Test
    void aSegmentFileThatIsDamagedOnItsDiskIsNeverUsed() throws Exception {
        FaultRuns.Outcome outcome = runs.run(
                Map.of(),
                List.of(Order.of(
                        EXECUTORS, FaultPoint.DISK_WRITE, "shuffle_.*", Order.Action.CORRUPT, Duration.ZERO, 1)));

        assertThat(outcome.partitionsRunAgain())
                .as("the map task and its readers")
                .isNotEmpty();
    }

    private static Order order(String process, String type, Order.Action action) {
        return Order.of(process, FaultPoint.MESSAGE, type, action, Duration.ofMillis(200), 2);
    }
}
