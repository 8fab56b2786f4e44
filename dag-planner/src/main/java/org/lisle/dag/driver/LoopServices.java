package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.api.listener.LisleListener;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.BlockHolder;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.dag.schedule.Event;

/** The services, as posts to the loop. The bytes of broadcasts are kept here, for any thread. */
final class LoopServices implements DriverServices {
    private final SchedulerLoop loop;
    private final DriverState state;
    private final RequestAnswers answers;
    private final AccumulatorRegistry accumulators;
    private final Supplier<ApplicationStatus> status;
    private final int epoch;
    private final Map<String, byte[]> ownBlocks = new ConcurrentHashMap<>();
    private volatile @Nullable BlockHolder ownAddress;

    LoopServices(
            SchedulerLoop loop,
            DriverState state,
            ResultReceiver results,
            AccumulatorRegistry accumulators,
            int epoch,
            Supplier<ApplicationStatus> status) {
        this.status = status;
        this.loop = loop;
        this.state = state;
        this.accumulators = accumulators;
        this.epoch = epoch;
        this.answers = new RequestAnswers(state, results, epoch, this::ownHolder);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
        var answer = new CompletableFuture<SpecificRecord>();
        loop.post(new SchedulerLoop.Action() {
            @Override
            public void run() {
                answers.answer(message, answer);
            }

            @Override
            public void dropped() {
                answer.completeExceptionally(closed());
            }
        });
        return answer;
    }

    static LisleException closed() {
        return new LisleException(
                ErrorCode.CONTEXT_CLOSED, "the driver of this application has ended", "make a new context");
    }

    @Override
    public void executorAdded(RegisterExecutor executor, ExecutorGateway gateway) {
        loop.post(() -> state.executorAdded(executor, gateway));
    }

    @Override
    public void executorLost(
            String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes) {
        loop.post(() ->
                state.executorLost(new Event.ExecutorLost(executor, reason, outputLost, countsAsFailure, largerComes)));
    }

    @Override
    public void notice(String text) {
        loop.post(() -> state.notice(text));
    }

    @Override
    public void nodeLost(String host, String reason) {
        loop.post(() -> state.apply(new Event.NodeLost(host, reason)));
    }

    @Override
    public void shuffleServerRefused(String host, String reason) {
        loop.post(() -> state.apply(new Event.ShuffleServerRefused(host, reason)));
    }

    @Override
    public void executorLeaves(String executor, String reason) {
        loop.post(() -> state.executorLeaves(executor, reason));
    }

    @Override
    public void putBlock(String block, byte[] bytes) {
        ownBlocks.put(block, bytes);
    }

    @Override
    public byte[] block(String block) {
        byte[] bytes = ownBlocks.get(block);
        if (bytes == null) {
            throw new LisleException(
                    ErrorCode.INTERNAL_ERROR,
                    "the driver does not hold the block " + block,
                    "a broadcast cannot be read after it was destroyed");
        }
        return bytes;
    }

    @Override
    public void blocksServedAt(String host, int port) {
        ownAddress = new BlockHolder(DriverRuntime.DRIVER_ID, host, port);
    }

    private List<BlockHolder> ownHolder(String block) {
        BlockHolder address = ownAddress;
        return address != null && ownBlocks.containsKey(block) ? List.of(address) : List.of();
    }

    @Override
    public void removeBlocks(List<String> prefixes) {
        ownBlocks.keySet().removeIf(block -> prefixes.stream().anyMatch(block::startsWith));
        loop.post(() -> {
            state.apply(new Event.DatasetsRemoved(datasets(prefixes)));
            state.removeBlocks(prefixes);
        });
    }

    private static List<Integer> datasets(List<String> prefixes) {
        List<Integer> rddIds = new ArrayList<>();
        for (String prefix : prefixes) {
            if (prefix.matches("rdd_\\d+_")) {
                rddIds.add(Integer.parseInt(prefix.substring(4, prefix.length() - 1)));
            }
        }
        return rddIds;
    }

    @Override
    public void removeShuffles(List<Integer> shuffleIds) {
        loop.post(() -> {
            state.removeShuffles(shuffleIds);
        });
    }

    @Override
    public void registerAccumulator(long id, AccumulatorMerger merger) {
        accumulators.register(id, merger);
    }

    @Override
    public void removeAccumulator(long id) {
        accumulators.remove(id);
    }

    @Override
    public ApplicationStatus status() {
        return status.get();
    }

    @Override
    public void addListener(LisleListener listener) {
        state.status.events().bus().add(listener);
    }

    @Override
    public void removeListener(LisleListener listener) {
        state.status.events().bus().remove(listener);
    }
}
