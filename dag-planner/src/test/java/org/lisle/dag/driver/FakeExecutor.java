package org.lisle.dag.driver;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.message.AccumulatorUpdate;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskFailure;
import org.lisle.core.message.TaskMetrics;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.simulate.Plans;

/** An executor that answers each task at once with what a function says, on the driver's loop; null keeps it running. */
@SuppressWarnings("NullAway") // a null here fails the test
final class FakeExecutor implements ExecutorGateway {
    final String id;
    final List<SpecificRecord> received = new CopyOnWriteArrayList<>();
    final Map<Integer, Integer> definitionsReceived = new HashMap<>();
    private final DriverServices services;
    private final Function<TaskDefinition, TaskUpdate> work;

    FakeExecutor(String id, DriverServices services, Function<TaskDefinition, TaskUpdate> work) {
        this.id = id;
        this.services = services;
        this.work = work;
    }

    FakeExecutor register(String host, int slots) {
        return register(host, slots, 42L);
    }

    FakeExecutor register(String host, int slots, long processId) {
        services.executorAdded(registration(id, host, slots, processId), this);
        return this;
    }

    static RegisterExecutor registration(String id, String host, int slots, long processId) {
        return new RegisterExecutor(
                id,
                1,
                host,
                7000,
                slots,
                1L << 20,
                processId,
                "http://" + host + "/logs",
                List.of("/disk"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                ExecutorProfile.USUAL);
    }

    @Override
    public void send(SpecificRecord message) {
        received.add(message);
        if (message instanceof LaunchTasks launch) {
            for (StageDefinition stage : launch.getStages()) {
                definitionsReceived.merge(stage.getStageId(), 1, Integer::sum);
            }
            List<TaskUpdate> updates = new ArrayList<>();
            for (TaskDefinition task : launch.getTasks()) {
                TaskUpdate update = work.apply(task);
                if (update != null) {
                    updates.add(update);
                }
            }
            if (!updates.isEmpty()) {
                services.request(new TaskUpdates(id, 1, updates));
            }
        }
    }

    <T> List<T> received(Class<T> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static TaskUpdate result(TaskDefinition task, byte... bytes) {
        return update(task, TaskState.SUCCEEDED, null, null, bytes, null, List.of());
    }

    TaskUpdate mapOutput(TaskDefinition task, int shuffleId, String host) {
        MapOutput output = Plans.mapOutput(shuffleId, task.getPartition(), task.getTaskId(), id, host, 7000);
        return update(task, TaskState.SUCCEEDED, null, output, null, null, List.of());
    }

    static TaskUpdate failure(TaskDefinition task, String code, String message, String stackTrace) {
        TaskFailure failure = new TaskFailure("USER", code, message, stackTrace, -1, List.of(), List.of(), "", "");
        return update(task, TaskState.FAILED, failure, null, null, null, List.of());
    }

    static TaskUpdate killed(long taskId) {
        var task = new TaskDefinition(taskId, 0, 0, 0, List.of(), null);
        return update(task, TaskState.KILLED, null, null, null, null, List.of());
    }

    static TaskUpdate largeResult(TaskDefinition task, long bytes) {
        String block = "result_" + task.getTaskId();
        TaskUpdate update = update(task, TaskState.SUCCEEDED, null, null, null, block, List.of());
        update.getMetrics().put("resultBytes", bytes);
        return update;
    }

    static TaskUpdate withAccumulator(TaskDefinition task, TaskState state, long id, int value) {
        var update = new AccumulatorUpdate(id, ByteBuffer.wrap(new byte[] {(byte) value}));
        return update(task, state, null, null, new byte[0], null, List.of(update));
    }

    private static TaskUpdate update(
            TaskDefinition task,
            TaskState state,
            TaskFailure failure,
            MapOutput output,
            byte[] result,
            String block,
            List<AccumulatorUpdate> accumulators) {
        TaskMetrics metrics = new TaskMetrics();
        metrics.put("recordsRead", 10L);
        ByteBuffer bytes = result == null ? null : ByteBuffer.wrap(result);
        return new TaskUpdate(task.getTaskId(), state, metrics, failure, output, bytes, block, accumulators);
    }
}
