package org.lisle.executor.output;

import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.api.TaskContext;
import org.lisle.api.function.Function2;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.operator.Partitions;
import org.lisle.core.operator.StageOutput;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.step.Chains;
import org.lisle.executor.step.CountEnd;
import org.lisle.executor.step.Demand;
import org.lisle.executor.step.DoubleEnd;
import org.lisle.executor.step.PartitionFlow;
import org.lisle.executor.step.Step;

/** Runs a partition into its stage's output; {@link StageOutput} says how what the driver gets is encoded. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
public final class TaskOutputs {
    private final TaskScope scope;
    private final PartitionFlow flow;

    /** @param chains of the executor */
    public TaskOutputs(TaskScope scope, Chains chains) {
        this.scope = scope;
        this.flow = new PartitionFlow(scope, chains);
    }

    /** @throws Exception what the user's functions throw, and {@code LisleException}s */
    public TaskResult run(Partitions.Of root, StageOutput output) throws Exception {
        if (output instanceof StageOutput.ShuffleWrite write) {
            return new TaskResult(new ShuffleOutput(scope, flow).run(root, write.shuffle()), null);
        }
        if (output instanceof StageOutput.Save save) {
            return new TaskResult(null, new SaveOutput(scope, flow).run(root, save));
        }
        if (output instanceof StageOutput.Records records) {
            return new TaskResult(null, new RecordsOutput(scope, flow).run(root, records.most()));
        }
        if (output instanceof StageOutput.Collect collect) {
            return value(collect(root, collect.collector()));
        }
        return value(apply(root, ((StageOutput.Apply) output).function()));
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object collect(Partitions.Of root, StageOutput.CollectorFactory<?, ?> factory) throws Exception {
        var collector = (StageOutput.RecordCollector<@Nullable Object, ?>) factory.begin(scope.context());
        Demand demand = new Demand();
        flow.push(root, end(collector, demand), demand);
        return collector.result();
    }

    private static Step end(StageOutput.RecordCollector<@Nullable Object, ?> collector, Demand demand) {
        if ((Object) collector instanceof StageOutput.RecordCounter<?> counter) {
            return new CountEnd(counter);
        }
        if ((Object) collector instanceof StageOutput.DoubleCollector<?> doubles) {
            return new DoubleEnd(doubles);
        }
        return record -> {
            if (!collector.add(record)) {
                demand.end();
            }
        };
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object apply(Partitions.Of root, Function2<TaskContext, ? extends Iterator<?>, ?> function)
            throws Exception {
        var applied = (Function2<TaskContext, Iterator<@Nullable Object>, ?>) function;
        try (RecordCursor records = flow.pull(root)) {
            return applied.call(scope.context(), flow.iterate(records));
        }
    }

    private TaskResult value(@Nullable Object value) throws InterruptedException {
        scope.pass(FaultPoint.TASK_OUTPUT);
        return new TaskResult(null, ResultEncoding.encode(Collections.singletonList(value), scope.codec()));
    }
}
