package org.lisle.executor.task;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceInformation;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.AccumulatorUpdate;
import org.lisle.core.message.BarrierStage;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskMetrics;
import org.lisle.core.message.TaskSlice;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Partitions;
import org.lisle.core.operator.Slice;
import org.lisle.core.operator.StageProgram;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.output.TaskOutputs;
import org.lisle.executor.output.TaskResult;
import org.lisle.executor.scope.AttemptFaults;
import org.lisle.executor.scope.Counter;
import org.lisle.executor.scope.TaskInputs;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.scope.TaskServices;
import org.lisle.executor.step.Chains;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one attempt on the calling thread, from the bytes of its stage's program to the message for the driver. Whatever happens, everything the attempt held is
 * given back. Thread-safe.
 */
public final class TaskRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    private final TaskServices services;
    private final ClassLoader loader;
    private final BroadcastValues broadcasts;
    private final ResultBlocks resultBlocks;
    private final int inlineResultBytes;
    private final Chains chains = new Chains(Chains.HOT_RECORDS);

    /** @param inlineResultBytes larger results are kept as blocks */
    public TaskRunner(
            TaskServices services,
            ClassLoader loader,
            BroadcastValues broadcasts,
            ResultBlocks resultBlocks,
            int inlineResultBytes) {
        this.services = services;
        this.loader = loader;
        this.broadcasts = broadcasts;
        this.resultBlocks = resultBlocks;
        this.inlineResultBytes = inlineResultBytes;
    }

    /** @param resources that are the attempt's while it runs */
    TaskUpdate run(Attempt attempt, Map<String, ResourceInformation> resources) {
        var clock = new TaskClock(attempt.counters());
        Map<String, String> properties = attempt.stage().definition().getLocalProperties();
        var files = new TaskFiles(properties, broadcasts);
        var context = new RunningTaskContext(
                attempt.identity(),
                properties,
                attempt.killSwitch(),
                files,
                attempt.stage().definition().getCpus(),
                resources);
        // Set here, because Avro makes a default list of records only where its class is trusted, which is the
        // transport's doing.
        TaskUpdate.Builder update =
                TaskUpdate.newBuilder().setTaskId(attempt.identity().taskId()).setAccumulators(List.of());
        enter(attempt, context);
        try {
            attempt.killSwitch().check();
            files.addJars(loader);
            succeed(attempt, context, clock, update);
        } catch (Throwable failure) {
            fail(attempt, failure, update);
        } finally {
            RunningTaskContext.leave();
            clock.stop();
        }
        return update.setMetrics(metrics(attempt)).build();
    }

    private void enter(Attempt attempt, RunningTaskContext context) {
        BarrierStage barrier = attempt.barrier();
        if (barrier == null) {
            context.enter();
        } else {
            new RunningBarrierContext(context, barrier, services.barrierGate(), attempt.killSwitch()).enter();
        }
    }

    /** Passes the last point at which an attempt can go wrong by order. */
    void aboutToReport(Attempt attempt) {
        try {
            AttemptFaults.pass(services.faults(), FaultPoint.TASK_REPORT, attempt.identity());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void succeed(Attempt attempt, RunningTaskContext context, TaskClock clock, TaskUpdate.Builder update)
            throws Exception {
        TaskHandles handles = new TaskHandles(broadcasts);
        TaskResult result;
        List<AccumulatorUpdate> accumulated;
        try {
            StageProgram program = attempt.stage().program(loader, handles);
            context.runs(program);
            attempt.counters().add(Counter.DESERIALIZE_NANOS, clock.elapsedNanos());
            result = run(attempt, context, program);
            accumulated = handles.updates();
        } catch (Throwable failure) {
            context.end(failure);
            throw failure;
        }
        context.end(null);
        update.setState(TaskState.SUCCEEDED).setMapOutput(result.mapOutput()).setAccumulators(accumulated);
        byte[] value = result.value();
        if (value != null) {
            attachResult(attempt, value, update);
        }
    }

    private TaskResult run(Attempt attempt, RunningTaskContext context, StageProgram program) throws Exception {
        Slice slice = slice(attempt.task(), program);
        TaskMemory memory = services.pool().forTask(attempt.identity().taskId());
        attempt.remember(memory);
        try (var scope = new TaskScope(
                attempt.identity(),
                services,
                new TaskInputs(attempt.task().getInputs(), slice),
                context,
                attempt.killSwitch(),
                attempt.counters(),
                memory,
                attempt.badRecords())) {
            scope.pass(FaultPoint.TASK_START);
            int partition = slice == null ? attempt.identity().partition() : slice.partition();
            var root = new Partitions.Of(program.root(), partition);
            TaskResult result = new TaskOutputs(scope, chains).run(root, program.output());
            scope.done();
            return result;
        }
    }

    private static @Nullable Slice slice(TaskDefinition task, StageProgram program) {
        TaskSlice told = task.getSlice();
        if (told == null) {
            return null;
        }
        if (!Slice.inputsOf(program.root()).contains(told.getInput())) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "task " + task.getTaskId() + " is for a slice of a stage whose partitions cannot be sliced: "
                            + program.name(),
                    "");
        }
        return new Slice(
                told.getPartition(),
                told.getInput(),
                new MapRange(told.getFromMapPartition(), told.getToMapPartition()));
    }

    private void attachResult(Attempt attempt, byte[] value, TaskUpdate.Builder update) {
        attempt.counters().add(Counter.RESULT_BYTES, ResultEncoding.rawBytes(value));
        if (value.length <= inlineResultBytes) {
            update.setResult(ByteBuffer.wrap(value));
            return;
        }
        var block = new BlockId.TaskResult(attempt.identity().taskId());
        if (!resultBlocks.keep(block, value)) {
            throw new LisleException(
                    ErrorCode.MEMORY_EXHAUSTED,
                    "there is no room on the executor for the result of " + attempt.identity() + ", " + value.length
                            + " bytes",
                    "bring less to the driver, or use more partitions");
        }
        update.setResultBlock(block.text());
    }

    private static void fail(Attempt attempt, Throwable failure, TaskUpdate.Builder update) {
        FailureReport report = FailureReport.of(failure, attempt.identity(), attempt.killSwitch());
        if (report.state() == TaskState.KILLED) {
            LOG.info("{} was killed: {}", attempt.identity(), report.failure().getMessage());
        } else {
            LOG.warn("{} failed with {}", attempt.identity(), report.failure().getCode(), failure);
        }
        update.setState(report.state()).setFailure(report.failure());
    }

    private static TaskMetrics metrics(Attempt attempt) {
        return attempt.counters().snapshot(attempt.peakMemoryBytes());
    }
}
