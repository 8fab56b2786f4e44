package org.lisle.dag.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.api.listener.LisleListener;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.dag.driver.DriverServices;
import org.lisle.dag.driver.ExecutorGateway;

/** Keeps blocks, persisted partitions and accumulators in maps. */
public final class ReferenceServices implements DriverServices {
    private final Map<String, byte[]> blocks = new ConcurrentSkipListMap<>();
    private final Map<String, List<Object>> persisted = new ConcurrentSkipListMap<>();
    private final Map<Long, AccumulatorMerger> accumulators = new ConcurrentSkipListMap<>();
    private final List<Integer> removedShuffles = new ArrayList<>();

    Map<String, List<Object>> persisted() {
        return persisted;
    }

    /** Names of the partitions that are stored. */
    public List<String> persistedBlocks() {
        return List.copyOf(persisted.keySet());
    }

    public List<String> blockNames() {
        return List.copyOf(blocks.keySet());
    }

    void merge(long accumulator, byte[] partial) {
        AccumulatorMerger merger = accumulators.get(accumulator);
        if (merger == null) {
            throw new IllegalStateException("accumulator " + accumulator + " is not registered");
        }
        merger.merge(partial);
    }

    @Override
    public void nodeLost(String host, String reason) {}

    @Override
    public void shuffleServerRefused(String host, String reason) {}

    @Override
    public void executorLeaves(String executor, String reason) {}

    @Override
    public void putBlock(String block, byte[] bytes) {
        blocks.put(block, bytes);
    }

    @Override
    public byte[] block(String block) {
        byte[] bytes = blocks.get(block);
        if (bytes == null) {
            throw new IllegalStateException("no block " + block);
        }
        return bytes;
    }

    @Override
    public void removeBlocks(List<String> prefixes) {
        for (String prefix : prefixes) {
            blocks.keySet().removeIf(block -> block.startsWith(prefix));
            persisted.keySet().removeIf(block -> block.startsWith(prefix));
        }
    }

    @Override
    public synchronized void removeShuffles(List<Integer> shuffleIds) {
        removedShuffles.addAll(shuffleIds);
    }

    public synchronized List<Integer> removedShuffles() {
        return List.copyOf(removedShuffles);
    }

    @Override
    public void registerAccumulator(long id, AccumulatorMerger merger) {
        accumulators.put(id, merger);
    }

    @Override
    public void removeAccumulator(long id) {
        accumulators.remove(id);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
        throw new UnsupportedOperationException("there are no executors");
    }

    @Override
    public void executorAdded(RegisterExecutor executor, ExecutorGateway gateway) {
        throw new UnsupportedOperationException("there are no executors");
    }

    @Override
    public void executorLost(
            String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes) {
        throw new UnsupportedOperationException("there are no executors");
    }

    @Override
    public void notice(String text) {}

    @Override
    public void blocksServedAt(String host, int port) {}

    @Override
    public ApplicationStatus status() {
        throw new UnsupportedOperationException("nothing is recorded");
    }

    @Override
    public void addListener(LisleListener listener) {
        throw new UnsupportedOperationException("nothing is told");
    }

    @Override
    public void removeListener(LisleListener listener) {
        throw new UnsupportedOperationException("nothing is told");
    }
}
