package org.lisle.dag.schedule;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may make output visible (D9): of all attempts of a partition one, and another only after that one failed or was lost. Kept for a
 * stage from the first question until the stage is over.
 */
final class CommitCoordinator {
    private final Map<Integer, Map<Integer, Long>> allowed = new HashMap<>();

    /** Allows this attempt, unless another one is allowed. */
    boolean ask(int stageId, int partition, long taskId) {
        Long holder = allowed.computeIfAbsent(stageId, id -> new HashMap<>()).putIfAbsent(partition, taskId);
        return holder == null || holder == taskId;
    }

    /** Whether a success of this attempt may count: no other one is allowed. */
    boolean mayCount(int stageId, int partition, long taskId) {
        Long holder = holder(stageId, partition);
        return holder == null || holder == taskId;
    }

    /** Whether an attempt of the partition was allowed, and may have committed. */
    boolean isAnyAllowed(int stageId, int partition) {
        return holder(stageId, partition) != null;
    }

    /** The attempt ended without success: another one may commit. */
    void release(int stageId, int partition, long taskId) {
        Map<Integer, Long> holders = allowed.get(stageId);
        if (holders != null) {
            holders.remove(partition, taskId);
        }
    }

    void forget(int stageId) {
        allowed.remove(stageId);
    }

    private @Nullable Long holder(int stageId, int partition) {
        Map<Integer, Long> holders = allowed.get(stageId);
        return holders == null ? null : holders.get(partition);
    }
}
