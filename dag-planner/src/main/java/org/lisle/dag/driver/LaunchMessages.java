package org.lisle.dag.driver;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.LeafInput;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskSlice;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.Partitions;
import org.lisle.core.operator.Slice;
import org.lisle.core.operator.StageProgram;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.Event;

/**
 * What executors are sent to run tasks. A stage's program is serialised when its first task is launched and dropped when the stage is
 * done; each executor is sent it once. Confined to the loop.
 */
final class LaunchMessages {
    /** The message, and the tasks that could not be put into it. */
    record Prepared(LaunchTasks message, List<Event.TaskFailed> failed) {}

    /** Serialises what tasks of a stage do. */
    interface ProgramEncoder {
        /** Fails with CLOSURE_NOT_SERIALIZABLE naming the captured field. */
        byte[] encode(StageProgram program);
    }

    private final int epoch;
    private final ProgramEncoder encoder;
    private final IntFunction<Map<String, String>> propertiesOfJob;
    private final Quarantine quarantine;
    private final Map<Integer, StageDefinition> definitions = new HashMap<>();

    LaunchMessages(
            int epoch,
            ProgramEncoder encoder,
            IntFunction<Map<String, String>> propertiesOfJob,
            Quarantine quarantine) {
        this.quarantine = quarantine;
        this.epoch = epoch;
        this.encoder = encoder;
        this.propertiesOfJob = propertiesOfJob;
    }

    Prepared prepare(ExecutorDirectory.Entry executor, List<Command.TaskLaunch> launches) {
        List<StageDefinition> stages = new ArrayList<>();
        List<TaskDefinition> tasks = new ArrayList<>();
        List<Event.TaskFailed> failed = new ArrayList<>();
        for (Command.TaskLaunch launch : launches) {
            try {
                StageDefinition definition = definition(launch);
                TaskDefinition task = task(launch);
                if (executor.needsStage(launch.stage().id())) {
                    stages.add(definition);
                }
                tasks.add(task);
            } catch (LisleException e) {
                failed.add(new Event.TaskFailed(launch.taskId(), e.code(), e.what(), ""));
            } catch (RuntimeException | StackOverflowError e) {
                failed.add(new Event.TaskFailed(
                        launch.taskId(), ErrorCode.INTERNAL_ERROR, "the task could not be prepared: " + e, ""));
            }
        }
        return new Prepared(new LaunchTasks(epoch, stages, tasks), failed);
    }

    private StageDefinition definition(Command.TaskLaunch launch) {
        PlannedStage stage = launch.stage();
        return definitions.computeIfAbsent(stage.id(), id -> {
            Map<String, String> properties = propertiesOfJob.apply(launch.jobId());
            return new StageDefinition(
                    id,
                    ByteBuffer.wrap(encoder.encode(stage.program())),
                    launch.jobId(),
                    stage.program().name(),
                    properties,
                    quarantine.rules(stage, properties),
                    stage.executors().cpus());
        });
    }

    private static TaskDefinition task(Command.TaskLaunch launch) {
        PlannedStage stage = launch.stage();
        Slice slice = launch.slice();
        int partition = slice == null ? launch.partition() : slice.partition();
        List<LeafInput> inputs = new ArrayList<>();
        for (Partitions.Of leaf : Partitions.leaves(stage.program().root(), partition)) {
            if (!(leaf.operator() instanceof Operator.ShuffleRead)) {
                inputs.add(new LeafInput(
                        leaf.operator().id(),
                        leaf.partition(),
                        ByteBuffer.wrap(stage.leaves().payload(leaf))));
            }
        }
        return new TaskDefinition(
                launch.taskId(),
                stage.id(),
                launch.partition(),
                launch.attempt(),
                inputs,
                slice == null ? null : told(slice));
    }

    static TaskSlice told(Slice slice) {
        return new TaskSlice(
                slice.partition(),
                slice.input(),
                slice.maps().from(),
                slice.maps().to());
    }

    void forgetStage(int stageId) {
        definitions.remove(stageId);
    }
}
