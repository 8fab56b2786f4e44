package org.lisle.dag.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lisle.dag.plan.PlannedStage;

/** Finds the stages of jobs that no job before had. Confined to the loop. */
final class StageWalk {
    private final Set<Integer> seen = new HashSet<>();

    /** The result stage and all it is made of, as far as it was not seen before; what a stage reads comes before it. */
    List<PlannedStage> newStages(PlannedStage end) {
        Deque<PlannedStage> open = new ArrayDeque<>(List.of(end));
        List<PlannedStage> found = new ArrayList<>();
        while (!open.isEmpty()) {
            PlannedStage stage = open.pop();
            if (seen.add(stage.id())) {
                found.add(stage);
                stage.parents().forEach(parent -> open.push(parent.stage()));
            }
        }
        found.sort(java.util.Comparator.comparingInt(PlannedStage::id));
        return Collections.unmodifiableList(found);
    }
}
