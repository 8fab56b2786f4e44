package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.lisle.dag.driver.JobRunner;

/** Keeps the results of a job until it has ended, those of a partition's slices in their order. Thread-safe. */
final class TaskResults implements JobRunner.ResultListener {
    private final Map<Integer, ConcurrentSkipListMap<Integer, byte[]>> byPartition = new ConcurrentHashMap<>();

    @Override
    public void result(int partition, int task, byte[] result) {
        byPartition
                .computeIfAbsent(partition, first -> new ConcurrentSkipListMap<>())
                .put(task, result);
    }

    /** The results of these partitions, in this order; they are not kept any more. */
    List<byte[]> take(List<Integer> partitions) {
        List<byte[]> results = new ArrayList<>();
        for (int partition : partitions) {
            var parts = byPartition.remove(partition);
            if (parts == null) {
                throw new IllegalStateException("a job ended without a result of partition " + partition);
            }
            results.addAll(parts.values());
        }
        return results;
    }
}
