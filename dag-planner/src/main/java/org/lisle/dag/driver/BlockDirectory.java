package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.lisle.core.message.BlockChange;

/** Which executors hold which blocks, as they reported it. Confined to the loop. */
final class BlockDirectory {
    /** Bytes of one copy. */
    record Copy(long memoryBytes, long diskBytes) {}

    private final Map<String, LinkedHashMap<String, Copy>> holders = new HashMap<>();
    private final Map<String, Set<String>> byExecutor = new HashMap<>();
    private int asked;

    void change(String executor, BlockChange change) {
        String block = change.getBlock();
        if (change.getPresent()) {
            holders.computeIfAbsent(block, b -> new LinkedHashMap<>())
                    .put(executor, new Copy(change.getMemoryBytes(), change.getDiskBytes()));
            byExecutor.computeIfAbsent(executor, e -> new HashSet<>()).add(block);
        } else {
            removeHolder(executor, block);
            byExecutor.getOrDefault(executor, new HashSet<>()).remove(block);
        }
    }

    void executorLost(String executor) {
        Set<String> blocks = byExecutor.remove(executor);
        if (blocks != null) {
            blocks.forEach(block -> removeHolder(executor, block));
        }
    }

    private void removeHolder(String executor, String block) {
        Map<String, Copy> copies = holders.get(block);
        if (copies != null) {
            copies.remove(executor);
            if (copies.isEmpty()) {
                holders.remove(block);
            }
        }
    }

    void remove(String prefix) {
        List<String> removed = holders.keySet().stream()
                .filter(block -> block.startsWith(prefix))
                .toList();
        for (String block : removed) {
            List.copyOf(holders.getOrDefault(block, new LinkedHashMap<>()).keySet())
                    .forEach(executor ->
                            byExecutor.getOrDefault(executor, new HashSet<>()).remove(block));
            holders.remove(block);
        }
    }

    /** Executors that hold the block, another one first each time, so that the readers spread. */
    List<String> holders(String block) {
        LinkedHashMap<String, Copy> copies = holders.get(block);
        if (copies == null) {
            return List.of();
        }
        List<String> rotated = new ArrayList<>(copies.keySet());
        Collections.rotate(rotated, asked++);
        return rotated;
    }

    /** Cached partitions of which this executor has the only copy, but for those on executors that leave, by name. */
    List<String> onlyOn(String executor, Predicate<String> leaves) {
        return byExecutor.getOrDefault(executor, Set.of()).stream()
                .filter(block -> block.startsWith("rdd_"))
                .filter(block -> holders.getOrDefault(block, new LinkedHashMap<>()).keySet().stream()
                        .noneMatch(holder -> !holder.equals(executor) && !leaves.test(holder)))
                .sorted()
                .toList();
    }

    /** What is stored of persisted datasets, by the dataset's id. */
    List<ApplicationStatus.StoredDataset> storedDatasets() {
        Map<Integer, long[]> sums = new TreeMap<>();
        holders.forEach((block, copies) -> {
            if (block.startsWith("rdd_")) {
                int rddId = Integer.parseInt(block.substring(4, block.indexOf('_', 4)));
                long[] sum = sums.computeIfAbsent(rddId, id -> new long[3]);
                sum[0]++;
                copies.values().forEach(copy -> {
                    sum[1] += copy.memoryBytes;
                    sum[2] += copy.diskBytes;
                });
            }
        });
        List<ApplicationStatus.StoredDataset> datasets = new ArrayList<>();
        sums.forEach(
                (rddId, sum) -> datasets.add(new ApplicationStatus.StoredDataset(rddId, (int) sum[0], sum[1], sum[2])));
        return datasets;
    }
}
