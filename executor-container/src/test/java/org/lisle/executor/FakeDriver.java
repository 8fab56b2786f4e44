package org.lisle.executor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Closures;
import org.lisle.core.message.Ack;
import org.lisle.core.message.AskCommit;
import org.lisle.core.message.BadRecordRules;
import org.lisle.core.message.CommitDecision;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.LeafInput;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskStack;
import org.lisle.core.message.TaskStacks;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.core.operator.StageProgram;
import org.lisle.executor.driver.DriverLink;

/** Answers one executor as a driver would, and keeps what its tasks ended with. */
final class FakeDriver implements DriverLink {
    final BlockingQueue<TaskUpdate> ended = new LinkedBlockingQueue<>();
    final BlockingQueue<TaskStack> stacks = new LinkedBlockingQueue<>();
    final List<MapOutput> mapOutputs = new ArrayList<>();
    volatile boolean commitAllowed = true;
    volatile @Nullable BadRecordRules badRecords;
    private int updatesToRefuse;
    private long nextTask = 100;
    private @Nullable LaunchTasks lastOrder;

    synchronized void refuseUpdates(int times) {
        updatesToRefuse = times;
    }

    @Override
    public synchronized CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
        if (message instanceof TaskUpdates updates) {
            if (updatesToRefuse-- > 0) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }
            ended.addAll(updates.getUpdates());
        } else if (message instanceof TaskStacks told) {
            stacks.addAll(told.getStacks());
        } else if (message instanceof AskCommit) {
            return CompletableFuture.completedFuture(new CommitDecision(commitAllowed, 1));
        } else if (message instanceof GetMapOutputs question) {
            return CompletableFuture.completedFuture(new MapOutputs(
                    question.getShuffleId(), 1L, mapOutputs.size(), List.copyOf(mapOutputs), 1, List.of(), -1));
        }
        return CompletableFuture.completedFuture(new Ack(1));
    }

    /** Launches one task of a program and returns its id. */
    synchronized long launch(Executor executor, StageProgram program, int partition, List<LeafInput> inputs) {
        long task = nextTask++;
        var stage = new StageDefinition(
                program.stageId(),
                java.nio.ByteBuffer.wrap(Closures.serialize(program)),
                1,
                program.name(),
                Map.of("color", "blue"),
                badRecords,
                1);
        var order = new LaunchTasks(
                1, List.of(stage), List.of(new TaskDefinition(task, program.stageId(), partition, 0, inputs, null)));
        lastOrder = order;
        executor.handle(order);
        return task;
    }

    /** The last order comes a second time. */
    synchronized void launchAgain(Executor executor) {
        executor.handle(Objects.requireNonNull(lastOrder));
    }

    TaskUpdate next() throws InterruptedException {
        TaskUpdate update = ended.poll(30, TimeUnit.SECONDS);
        if (update == null) {
            throw new AssertionError("no task ended within 30 s");
        }
        return update;
    }
}
