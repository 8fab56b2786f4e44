package org.lisle.benchmarks.schedule;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lisle.api.HashPartitioner;
import org.lisle.api.TaskContext;
import org.lisle.core.io.InputSplit;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.Event;
import org.lisle.dag.schedule.ExclusionConfig;
import org.lisle.dag.schedule.Policies;
import org.lisle.dag.schedule.Scheduler;
import org.lisle.dag.schedule.SchedulerConfig;
import org.lisle.dag.schedule.SpeculationConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A stage of 10,000 tasks on 100 executors of two slots, from the job's submission to its end, with a tick after each task's end, so that
 * nothing is batched. Time and bytes are by task; a map stage has 200 reduce tasks behind it, which are not counted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SchedulerBenchmark {
    private static final int TASKS = 10_000;
    private static final int REDUCERS = 200;
    private static final int EXECUTORS = 100;

    private final PlannedStage results = stage(
            new Operator.Values(1, TASKS),
            new StageOutput.Apply((TaskContext context, Iterator<Object> records) -> 0),
            List.of());
    private final PlannedStage maps = stage(
            new Operator.Values(1, TASKS),
            new StageOutput.ShuffleWrite(new ShuffleSpec(1, TASKS, new HashPartitioner(REDUCERS), null)),
            List.of());
    private final PlannedStage reduces = stage(
            new Operator.ShuffleRead(2, new ShuffleSpec(1, TASKS, new HashPartitioner(REDUCERS), null)),
            new StageOutput.Apply((TaskContext context, Iterator<Object> records) -> 0),
            List.of(new PlannedStage.Parent(maps, List.of())));
    private final ByteBuffer sizes = SegmentSizes.encode(new long[REDUCERS]);

    private static PlannedStage stage(Operator root, StageOutput output, List<PlannedStage.Parent> parents) {
        InputSplit split = new InputSplit(new byte[] {1}, 1, List.of(), "split");
        return new PlannedStage(
                new StageProgram(root.id(), "stage", root, output),
                new CallSite("map", "Program.java:1"),
                parents,
                PlannedStage.ofSplits(Map.of(root.id(), Collections.nCopies(root.partitions(), split))));
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int resultStage() {
        return new Run().of(results);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int mapStage() {
        return new Run().of(reduces);
    }

    /** One scheduler with its executors, which end tasks in the order in which they were launched. */
    private final class Run {
        private record Launched(Command.TaskLaunch task, String executor) {}

        private final ArrayDeque<Launched> launched = new ArrayDeque<>();
        private final Scheduler scheduler =
                new Scheduler(new SchedulerConfig(4, 4, 0, false, Map.of(), Long.MAX_VALUE / 4, host -> "rack")
                        .with(new Policies(ExclusionConfig.USUAL, SpeculationConfig.USUAL)));
        private long now;
        private boolean ended;
        private int tasks;

        int of(PlannedStage result) {
            for (int executor = 0; executor < EXECUTORS; executor++) {
                handle(new Event.ExecutorAdded("" + executor, "host-" + executor, 1, 2));
            }
            List<Integer> partitions =
                    IntStream.range(0, result.partitions()).boxed().toList();
            handle(new Event.JobSubmitted(
                    new PlannedJob(0, new CallSite("collect", "Program.java:2"), result, partitions, Map.of())));
            handle(new Event.Tick());
            while (!ended) {
                Launched next = launched.remove();
                now += 1_000;
                tasks++;
                handle(new Event.TaskSucceeded(next.task.taskId(), output(next)));
                handle(new Event.Tick());
            }
            return tasks;
        }

        private @Nullable MapOutput output(Launched map) {
            return map.task.stage() != maps
                    ? null
                    : new MapOutput(
                            1,
                            map.task.partition(),
                            map.task.taskId(),
                            map.executor,
                            "host-" + map.executor,
                            1,
                            "/disk",
                            sizes,
                            1L,
                            ByteBuffer.allocate(0));
        }

        private void handle(Event event) {
            scheduler.handle(now, event, command -> {
                if (command instanceof Command.LaunchTasks launch) {
                    launch.tasks().forEach(task -> launched.add(new Launched(task, launch.executor())));
                } else if (command instanceof Command.JobEnded) {
                    ended = true;
                }
            });
        }
    }
}
