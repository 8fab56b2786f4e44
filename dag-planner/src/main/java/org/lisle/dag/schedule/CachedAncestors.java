package org.lisle.dag.schedule;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.lisle.core.operator.Operator;
import org.lisle.dag.plan.PlannedStage;

/** Whether persisted datasets that are stored make a shuffle superfluous. */
final class CachedAncestors {
    private CachedAncestors() {}

    /** Whether one of the datasets that lie between the stage and this parent is stored whole. */
    static boolean replace(PlannedStage stage, PlannedStage.Parent parent, CachedPartitions cached) {
        for (int rddId : parent.unlessCached()) {
            int stored = cached.storedPartitions(rddId);
            if (stored > 0 && stored >= partitionsOf(stage.program().root(), rddId)) {
                return true;
            }
        }
        return false;
    }

    private static int partitionsOf(Operator root, int rddId) {
        Set<Operator> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Operator> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Operator operator = open.remove();
            if (operator instanceof Operator.Cached && operator.id() == rddId) {
                return operator.partitions();
            }
            for (Operator child : operator.children()) {
                if (seen.add(child)) {
                    open.add(child);
                }
            }
        }
        return Integer.MAX_VALUE;
    }
}
