package org.lisle.executor.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.message.Ack;
import org.lisle.core.message.BlockChange;
import org.lisle.core.message.BlockChanges;
import org.lisle.core.message.BlockHolder;
import org.lisle.core.message.BlockHolders;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.GetReplicaTargets;
import org.lisle.core.message.LocateBlock;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.executor.driver.DriverLink;

/** A driver that knows what it is told, by direct calls. Thread-safe. */
public final class FakeDriver implements DriverLink {
    private final Map<Integer, Map<Integer, MapOutput>> outputs = new TreeMap<>();
    private final Map<Integer, Integer> mapPartitions = new TreeMap<>();
    private final Map<String, BlockHolder> executors = new TreeMap<>();
    private final Map<String, Map<String, BlockChange>> blocks = new TreeMap<>();
    private final List<BlockHolder> ownHolder = new ArrayList<>();
    private int mapOutputQuestions;

    public synchronized void executor(String id, String host, int port) {
        executors.put(id, new BlockHolder(id, host, port));
    }

    /** Holds every block itself, from now on. */
    public synchronized void holdsEverything(String host, int port) {
        ownHolder.add(new BlockHolder("driver", host, port));
    }

    public synchronized void shuffle(int shuffleId, int partitions) {
        mapPartitions.put(shuffleId, partitions);
    }

    public synchronized void output(MapOutput output) {
        outputs.computeIfAbsent(output.getShuffleId(), id -> new TreeMap<>()).put(output.getMapPartition(), output);
    }

    /** What one executor wrote is served by another from now on. */
    public synchronized void move(String from, String to, int port) {
        outputs.values()
                .forEach(byPartition -> byPartition.replaceAll(
                        (partition, output) -> output.getExecutor().equals(from)
                                ? MapOutput.newBuilder(output)
                                        .setExecutor(to)
                                        .setPort(port)
                                        .build()
                                : output));
    }

    public synchronized void lose(int shuffleId, int mapPartition) {
        outputs.getOrDefault(shuffleId, new TreeMap<>()).remove(mapPartition);
    }

    public synchronized int mapOutputQuestions() {
        return mapOutputQuestions;
    }

    /** Executors that said they have the block. */
    public synchronized List<String> holdersOf(String block) {
        return List.copyOf(blocks.getOrDefault(block, Map.of()).keySet());
    }

    /** Forgets who has the block. */
    public synchronized void forget(String block) {
        blocks.remove(block);
    }

    @Override
    public synchronized CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
        return CompletableFuture.completedFuture(answer(message));
    }

    private SpecificRecord answer(SpecificRecord message) {
        if (message instanceof GetMapOutputs get) {
            mapOutputQuestions++;
            return new MapOutputs(
                    get.getShuffleId(),
                    1L,
                    mapPartitions.getOrDefault(get.getShuffleId(), 0),
                    new ArrayList<>(
                            outputs.getOrDefault(get.getShuffleId(), Map.of()).values()),
                    1,
                    List.of(),
                    -1);
        }
        if (message instanceof BlockChanges changes) {
            changes.getChanges().forEach(change -> changed(changes.getExecutor(), change));
            return new Ack(1);
        }
        if (message instanceof LocateBlock locate) {
            List<BlockHolder> holders = new ArrayList<>();
            holdersOf(locate.getBlock()).forEach(id -> holders.add(executors.get(id)));
            holders.addAll(ownHolder);
            return new BlockHolders(locate.getBlock(), holders, 1);
        }
        if (message instanceof GetReplicaTargets targets) {
            return new BlockHolders(
                    targets.getBlock(),
                    executors.values().stream()
                            .filter(holder -> !holder.getExecutor().equals(targets.getExecutor()))
                            .limit(targets.getCount())
                            .toList(),
                    1);
        }
        throw new IllegalArgumentException(message.toString());
    }

    private void changed(String executor, BlockChange change) {
        Map<String, BlockChange> holders = blocks.computeIfAbsent(change.getBlock(), block -> new TreeMap<>());
        if (change.getPresent()) {
            holders.put(executor, change);
        } else {
            holders.remove(executor);
        }
    }
}
