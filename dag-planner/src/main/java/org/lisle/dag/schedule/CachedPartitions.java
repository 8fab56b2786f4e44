package org.lisle.dag.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which executors store which partitions of persisted datasets, as they reported it. */
final class CachedPartitions {
    private record Partition(int rddId, int partition) {}

    private final Map<Integer, Map<Integer, Set<String>>> holders = new HashMap<>();
    private final Map<String, Set<Partition>> byExecutor = new HashMap<>();

    void stored(String executor, int rddId, int partition) {
        holders.computeIfAbsent(rddId, id -> new HashMap<>())
                .computeIfAbsent(partition, p -> new TreeSet<>())
                .add(executor);
        byExecutor.computeIfAbsent(executor, e -> new HashSet<>()).add(new Partition(rddId, partition));
    }

    void dropped(String executor, int rddId, int partition) {
        removeHolder(executor, rddId, partition);
        Set<Partition> stored = byExecutor.get(executor);
        if (stored != null) {
            stored.remove(new Partition(rddId, partition));
        }
    }

    void executorLost(String executor) {
        Set<Partition> stored = byExecutor.remove(executor);
        if (stored != null) {
            stored.forEach(partition -> removeHolder(executor, partition.rddId(), partition.partition()));
        }
    }

    void removeDataset(int rddId) {
        Map<Integer, Set<String>> partitions = holders.remove(rddId);
        if (partitions != null) {
            partitions.forEach((partition, executors) -> executors.forEach(executor -> {
                Set<Partition> stored = byExecutor.get(executor);
                if (stored != null) {
                    stored.remove(new Partition(rddId, partition));
                }
            }));
        }
    }

    private void removeHolder(String executor, int rddId, int partition) {
        Map<Integer, Set<String>> partitions = holders.get(rddId);
        Set<String> executors = partitions == null ? null : partitions.get(partition);
        if (partitions != null && executors != null) {
            executors.remove(executor);
            if (executors.isEmpty()) {
                partitions.remove(partition);
            }
        }
    }

    /** Executors that store the partition, by id. */
    Set<String> holders(int rddId, int partition) {
        Map<Integer, Set<String>> partitions = holders.get(rddId);
        return partitions == null ? Set.of() : partitions.getOrDefault(partition, Set.of());
    }

    /** Whether the executor stores a partition that none of the others which stay does. */
    boolean isSoleHolder(String executor, Predicate<String> stays) {
        return byExecutor.getOrDefault(executor, Set.of()).stream()
                .anyMatch(stored -> holders(stored.rddId(), stored.partition()).stream()
                        .noneMatch(holder -> !holder.equals(executor) && stays.test(holder)));
    }

    /** How many partitions of the dataset are stored somewhere. */
    int storedPartitions(int rddId) {
        Map<Integer, Set<String>> partitions = holders.get(rddId);
        return partitions == null ? 0 : partitions.size();
    }
}
