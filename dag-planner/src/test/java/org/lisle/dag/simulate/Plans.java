package org.lisle.dag.simulate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lisle.api.HashPartitioner;
import org.lisle.api.StorageLevel;
import org.lisle.api.TaskContext;
import org.lisle.core.io.InputSplit;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.BarrierFunction;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.shuffle.ContentSums;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;

/** Small plans for tests, without a planner. */
public final class Plans {
    private Plans() {}

    /** A stage of values, split by split on the hosts given; {@code hosts.get(p)} may be empty. */
    public static PlannedStage mapStage(int stageId, int shuffleId, int reducers, List<List<String>> hosts) {
        return stage(
                stageId,
                new Operator.Values(stageId * 100, hosts.size()),
                shuffleWrite(shuffleId, hosts.size(), reducers),
                List.of(),
                hosts);
    }

    public static PlannedStage mapStage(int stageId, int shuffleId, int tasks, int reducers) {
        return mapStage(stageId, shuffleId, reducers, nowhere(tasks));
    }

    /** A stage that reads shuffles and writes one. */
    public static PlannedStage reduceStage(int stageId, int shuffleId, int reducers, PlannedStage... parents) {
        Operator root = reads(stageId, parents);
        return stage(
                stageId,
                root,
                shuffleWrite(shuffleId, root.partitions(), reducers),
                parentsOf(parents),
                nowhere(root.partitions()));
    }

    /** A stage that joins what its parents wrote and writes a shuffle; its partitions may be sliced by these parents. */
    public static PlannedStage joinStage(
            int stageId, int shuffleId, int reducers, List<Integer> divisible, PlannedStage... parents) {
        List<Operator> reads = reads(stageId, parents).children();
        Operator root = new Operator.FlatMapValues(
                stageId * 100 + 50,
                new Operator.CoGroup(stageId * 100, reads, divisible),
                (Object groups) -> java.util.Collections.emptyIterator());
        return stage(
                stageId,
                root,
                shuffleWrite(shuffleId, root.partitions(), reducers),
                parentsOf(parents),
                nowhere(root.partitions()));
    }

    /** A stage of results that joins what its parents wrote; its partitions may be sliced by these parents. */
    public static PlannedStage joinResult(int stageId, List<Integer> divisible, PlannedStage... parents) {
        PlannedStage join = joinStage(stageId, -1, 1, divisible, parents);
        return stage(stageId, join.program().root(), result(), parentsOf(parents), nowhere(join.partitions()));
    }

    /** A job that takes the results of a partition in parts. */
    public static PlannedJob jobOfParts(int id, PlannedStage result) {
        PlannedJob whole = job(id, result);
        return new PlannedJob(id, whole.callSite(), result, whole.partitions(), Map.of(), "", true);
    }

    /** A stage of results that reads shuffles. */
    public static PlannedStage resultStage(int stageId, PlannedStage... parents) {
        Operator root = reads(stageId, parents);
        return stage(stageId, root, result(), parentsOf(parents), nowhere(root.partitions()));
    }

    /** A stage of results without parents, on hosts. */
    public static PlannedStage resultStage(int stageId, List<List<String>> hosts) {
        return stage(stageId, new Operator.Values(stageId * 100, hosts.size()), result(), List.of(), hosts);
    }

    /** A stage of results that reads a file of one split, {@code split-0}. */
    public static PlannedStage readingFile(int stageId) {
        Operator root = new Operator.Input(stageId * 100, 1, new NoSource());
        return stage(stageId, root, result(), List.of(), nowhere(1));
    }

    /** The stage with its root persisted as this dataset; its parents are not needed when that is stored whole. */
    public static PlannedStage cached(PlannedStage stage, int rddId) {
        Operator root = new Operator.Cached(rddId, stage.program().root(), StorageLevel.MEMORY_ONLY);
        StageProgram program = stage.program();
        return new PlannedStage(
                new StageProgram(program.stageId(), program.name(), root, program.output()),
                stage.callSite(),
                stage.parents().stream()
                        .map(parent -> new PlannedStage.Parent(parent.stage(), List.of(rddId)))
                        .toList(),
                stage.leaves(),
                stage.executors());
    }

    /** The stage as a barrier stage. */
    public static PlannedStage barrier(PlannedStage stage) {
        StageProgram program = stage.program();
        Operator root = new Operator.MapPartitions(
                program.root().id() + 60,
                program.root(),
                new BarrierFunction<Object, Object>((partition, records) -> records));
        return new PlannedStage(
                new StageProgram(program.stageId(), program.name(), root, program.output()),
                stage.callSite(),
                stage.parents(),
                stage.leaves(),
                stage.executors());
    }

    /** The stage with output that is committed. */
    public static PlannedStage saving(PlannedStage stage) {
        StageProgram program = stage.program();
        return new PlannedStage(
                new StageProgram(
                        program.stageId(),
                        program.name(),
                        program.root(),
                        new StageOutput.Save(new NoSink(), new org.lisle.core.io.DataSink.JobToken(1, 1, 1, 1))),
                stage.callSite(),
                stage.parents(),
                stage.leaves(),
                stage.executors());
    }

    /** The stage with tasks that run on such executors. */
    public static PlannedStage on(ExecutorProfile executors, PlannedStage stage) {
        return new PlannedStage(stage.program(), stage.callSite(), stage.parents(), stage.leaves(), executors);
    }

    public static PlannedJob job(int id, PlannedStage result) {
        return job(id, result, Map.of());
    }

    public static PlannedJob job(int id, PlannedStage result, Map<String, String> properties) {
        return new PlannedJob(
                id,
                new CallSite("collect", "Test.java:" + id),
                result,
                IntStream.range(0, result.partitions()).boxed().toList(),
                properties);
    }

    public static MapOutput mapOutput(
            int shuffleId, int mapPartition, long taskId, String executor, String host, int port) {
        return new MapOutput(
                shuffleId,
                mapPartition,
                taskId,
                executor,
                host,
                port,
                "/disk",
                SegmentSizes.encode(new long[] {100}),
                0L,
                ByteBuffer.allocate(0));
    }

    /** The output with segments of these sizes. */
    public static MapOutput sized(MapOutput output, long... bytes) {
        return MapOutput.newBuilder(output).setSizes(SegmentSizes.encode(bytes)).build();
    }

    /** The output with contents: {@code sums} has one number for each reduce partition. */
    public static MapOutput holding(MapOutput output, long... sums) {
        return MapOutput.newBuilder(output)
                .setContentDigest(ContentSums.digest(sums))
                .setContentSums(ContentSums.encode(sums, 1))
                .build();
    }

    /** The stage with operators to blame. */
    public static PlannedStage suspecting(PlannedStage stage, String... suspects) {
        return new PlannedStage(
                stage.program(),
                stage.callSite(),
                stage.parents(),
                stage.leaves(),
                stage.fingerprint(),
                stage.operators(),
                List.of(suspects),
                stage.executors());
    }

    public static List<List<String>> nowhere(int tasks) {
        return java.util.Collections.nCopies(tasks, List.of());
    }

    private static Operator reads(int stageId, PlannedStage... parents) {
        List<Operator> reads = new ArrayList<>();
        for (PlannedStage parent : parents) {
            ShuffleSpec shuffle = parent.shuffle();
            if (shuffle == null) {
                throw new IllegalArgumentException("stage " + parent.id() + " writes no shuffle");
            }
            reads.add(new Operator.ShuffleRead(stageId * 100 + reads.size() + 1, shuffle));
        }
        return reads.size() == 1 ? reads.get(0) : new Operator.CoGroup(stageId * 100, reads);
    }

    private static List<PlannedStage.Parent> parentsOf(PlannedStage... parents) {
        return List.of(parents).stream()
                .map(parent -> new PlannedStage.Parent(parent, List.of()))
                .toList();
    }

    private static StageOutput shuffleWrite(int shuffleId, int maps, int reducers) {
        return new StageOutput.ShuffleWrite(new ShuffleSpec(shuffleId, maps, new HashPartitioner(reducers), null));
    }

    private static StageOutput result() {
        return new StageOutput.Apply((TaskContext context, java.util.Iterator<Object> records) -> 0);
    }

    private static PlannedStage stage(
            int stageId,
            Operator root,
            StageOutput output,
            List<PlannedStage.Parent> parents,
            List<List<String>> hosts) {
        List<InputSplit> splits = new ArrayList<>();
        for (int partition = 0; partition < hosts.size(); partition++) {
            splits.add(new InputSplit(new byte[] {1}, 1, hosts.get(partition), "split-" + partition));
        }
        Map<Integer, List<InputSplit>> byOperator = new HashMap<>();
        byOperator.put(root.id(), splits);
        return new PlannedStage(
                new StageProgram(stageId, "stage-" + stageId, root, output),
                new CallSite("map", "Test.java:" + stageId),
                parents,
                PlannedStage.ofSplits(byOperator));
    }
}
