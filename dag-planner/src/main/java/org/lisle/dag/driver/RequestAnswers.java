package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Ack;
import org.lisle.core.message.AskCommit;
import org.lisle.core.message.BarrierSync;
import org.lisle.core.message.BlockChange;
import org.lisle.core.message.BlockChanges;
import org.lisle.core.message.BlockHolder;
import org.lisle.core.message.BlockHolders;
import org.lisle.core.message.CommitDecision;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.GetReplicaTargets;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.HeartbeatAck;
import org.lisle.core.message.HeldShuffles;
import org.lisle.core.message.LocateBlock;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveShuffles;
import org.lisle.core.message.TaskStacks;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.dag.schedule.Event;

/** Answers executors' requests. Confined to the loop. A message of another epoch is refused: its sender follows another driver. */
final class RequestAnswers {
    private final DriverState state;
    private final ResultReceiver results;
    private final int epoch;
    private final Function<String, List<BlockHolder>> driverHolder;

    /** @param driverHolder the driver itself, when it holds the block and can be reached */
    RequestAnswers(
            DriverState state, ResultReceiver results, int epoch, Function<String, List<BlockHolder>> driverHolder) {
        this.state = state;
        this.results = results;
        this.epoch = epoch;
        this.driverHolder = driverHolder;
    }

    void answer(SpecificRecord message, CompletableFuture<SpecificRecord> answer) {
        try {
            if (message instanceof AskCommit question) {
                checkEpoch(question.getEpoch());
                askCommit(question, answer);
            } else if (message instanceof BarrierSync question) {
                checkEpoch(question.getEpoch());
                state.askBarrier(question, answer);
            } else if (message instanceof TaskUpdates updates) {
                checkEpoch(updates.getEpoch());
                taskUpdates(updates, answer);
            } else {
                answer.complete(answerAtOnce(message));
            }
        } catch (LisleException e) {
            answer.completeExceptionally(e);
        }
    }

    private SpecificRecord answerAtOnce(SpecificRecord message) {
        if (message instanceof Heartbeat heartbeat) {
            checkEpoch(heartbeat.getEpoch());
            return heartbeat(heartbeat);
        } else if (message instanceof GetMapOutputs question) {
            checkEpoch(question.getEpoch());
            return mapOutputs(question.getShuffleId(), question.getFirstMapPartition());
        } else if (message instanceof BlockChanges changes) {
            checkEpoch(changes.getEpoch());
            return blockChanges(changes);
        } else if (message instanceof TaskStacks stacks) {
            checkEpoch(stacks.getEpoch());
            stacks.getStacks().forEach(state::stackTold);
            return new Ack(epoch);
        } else if (message instanceof HeldShuffles held) {
            checkEpoch(held.getEpoch());
            return new RemoveShuffles(state.unknownOf(held.getShuffleIds()), epoch);
        } else if (message instanceof LocateBlock question) {
            checkEpoch(question.getEpoch());
            return locate(question.getBlock());
        } else if (message instanceof GetReplicaTargets question) {
            checkEpoch(question.getEpoch());
            return replicaTargets(question);
        }
        throw new LisleException(
                ErrorCode.PROTOCOL,
                "the driver has no answer to a message " + message.getSchema().getName(),
                "are driver and executors of the same version?");
    }

    private void checkEpoch(int messageEpoch) {
        if (messageEpoch != epoch) {
            throw new LisleException(
                    ErrorCode.STALE_EPOCH,
                    "a message of epoch " + messageEpoch + " came to the driver of epoch " + epoch,
                    "the executor must register with the newest driver");
        }
    }

    /**
     * The scheduler knows of no epochs: the driver's is set here. A shuffle that is not known is never answered as one without outputs: a
     * task of an earlier driver may ask before the program has asked for the shuffle again.
     */
    private MapOutputs mapOutputs(int shuffleId, int firstMapPartition) {
        MapOutputs known = state.scheduler().mapOutputs(shuffleId);
        if (known == null) {
            throw new LisleException(
                    ErrorCode.FETCH_FAILED, "the driver does not know the shuffle " + shuffleId + " (yet)", "");
        }
        return MapOutputPages.page(known, firstMapPartition, epoch);
    }

    private void askCommit(AskCommit question, CompletableFuture<SpecificRecord> answer) {
        var decision = new CompletableFuture<Boolean>();
        decision.thenAccept(allowed -> answer.complete(new CommitDecision(allowed, epoch)));
        state.askCommit(question.getTaskId(), question.getStageId(), question.getPartition(), decision);
    }

    /** Acknowledged when the next driver would know it too; until then the executor keeps it, and would tell that driver. */
    private void taskUpdates(TaskUpdates updates, CompletableFuture<SpecificRecord> answer) {
        state.apply(new Event.ExecutorHeard(updates.getExecutor()));
        for (TaskUpdate update : updates.getUpdates()) {
            results.take(update);
        }
        state.recorder.durable().thenRun(() -> answer.complete(new Ack(epoch)));
    }

    private SpecificRecord heartbeat(Heartbeat heartbeat) {
        state.heard(heartbeat);
        return new HeartbeatAck(epoch, state.executors.get(heartbeat.getExecutor()) != null);
    }

    private SpecificRecord blockChanges(BlockChanges changes) {
        String executor = changes.getExecutor();
        if (state.executors.get(executor) != null) {
            for (BlockChange change : changes.getChanges()) {
                state.blockChanged(executor, change);
            }
            state.tellEmptied();
        }
        return new Ack(epoch);
    }

    /** Executors before the driver, so that the driver sends each block about once. */
    private SpecificRecord locate(String block) {
        List<BlockHolder> holders = new ArrayList<>();
        for (String executor : state.blocks.holders(block)) {
            ExecutorDirectory.Entry entry = state.executors.get(executor);
            if (entry != null) {
                holders.add(holder(entry.registration));
            }
        }
        holders.addAll(driverHolder.apply(block));
        return new BlockHolders(block, holders, epoch);
    }

    private SpecificRecord replicaTargets(GetReplicaTargets question) {
        List<BlockHolder> targets = state
                .executors
                .replicaTargets(question.getExecutor(), question.getBlock(), question.getCount(), state::isLeaving)
                .stream()
                .map(RequestAnswers::holder)
                .toList();
        return new BlockHolders(question.getBlock(), targets, epoch);
    }

    private static BlockHolder holder(RegisterExecutor executor) {
        return new BlockHolder(executor.getExecutor(), executor.getHost(), executor.getPort());
    }
}
