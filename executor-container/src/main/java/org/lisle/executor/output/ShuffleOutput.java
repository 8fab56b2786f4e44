package org.lisle.executor.output;

import org.lisle.api.Partitioner;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.Partitions;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.aggregate.MapSideCombiner;
import org.lisle.executor.aggregate.PairSink;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.shuffle.write.ShuffleWriter;
import org.lisle.executor.step.PartitionFlow;

/** Writes pairs into the segments of a shuffle, combined before where the shuffle says so. */
final class ShuffleOutput {
    private final TaskScope scope;
    private final PartitionFlow flow;

    ShuffleOutput(TaskScope scope, PartitionFlow flow) {
        this.scope = scope;
        this.flow = flow;
    }

    MapOutput run(Partitions.Of root, ShuffleSpec shuffle) throws Exception {
        ShuffleWriter writer = scope.services()
                .shuffleWriters()
                .open(
                        shuffle,
                        scope.identity().partition(),
                        scope.identity().taskId(),
                        scope.memory(),
                        scope.codec(),
                        scope.counters());
        // Does nothing after a commit.
        AutoCloseable abort = writer::abort;
        scope.closeAtEnd(abort);
        Partitioner partitioner = shuffle.partitioner();
        PairSink sink = (key, value) -> writer.write(partitioner.getPartition(key), key, value);
        Aggregator<?, ?> aggregator = shuffle.mapSideCombine();
        if (aggregator == null) {
            flow.pushPairs(root, sink);
        } else {
            combineInto(sink, root, shuffle, aggregator);
        }
        scope.pass(FaultPoint.TASK_OUTPUT);
        return writer.commit();
    }

    private void combineInto(PairSink sink, Partitions.Of root, ShuffleSpec shuffle, Aggregator<?, ?> aggregator)
            throws Exception {
        var combiner = scope.closeAtEnd(new MapSideCombiner(
                "map-side combine of shuffle " + shuffle.shuffleId(), aggregator, scope.memory(), sink));
        flow.pushPairs(root, combiner);
        combiner.flush();
    }
}
