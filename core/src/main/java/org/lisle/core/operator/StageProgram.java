package org.lisle.core.operator;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What all tasks of a stage do: the records of partition p of {@code root} go to {@code output}. Serialised once a stage with the
 * functions of the user inside, and read in the executors with the job's class loader.
 *
 * @param stageId unique in the application
 * @param name for people: the call site of the dataset the stage ends with
 */
public record StageProgram(int stageId, String name, Operator root, StageOutput output) implements Serializable {
    /** Whether a function in it is marked as having effects outside of the job. */
    public boolean hasSideEffects() {
        return hasSideEffects(output) || hasSideEffects(root);
    }

    private static boolean hasSideEffects(StageOutput output) {
        return (output instanceof StageOutput.Collect collect && collect.collector() instanceof SideEffects)
                || (output instanceof StageOutput.Apply apply && apply.function() instanceof SideEffects);
    }

    private static boolean hasSideEffects(Operator operator) {
        return (operator instanceof Operator.MapPartitions map && map.function() instanceof SideEffects)
                || operator.children().stream().anyMatch(StageProgram::hasSideEffects);
    }

    /** Whether its tasks run all at once and are run again together, see {@link BarrierFunction}. */
    public boolean isBarrier() {
        return isBarrier(root);
    }

    private static boolean isBarrier(Operator operator) {
        return (operator instanceof Operator.MapPartitions map && map.function() instanceof BarrierFunction)
                || operator.children().stream().anyMatch(StageProgram::isBarrier);
    }

    /** The persisted datasets that such a function makes: a task that finds its partition of one stored does not call the function. */
    public List<Integer> barrierDatasets() {
        List<Integer> found = new ArrayList<>();
        Deque<Operator> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Operator operator = open.remove();
            if (operator instanceof Operator.Cached && isBarrier(operator)) {
                found.add(operator.id());
            }
            open.addAll(operator.children());
        }
        return found;
    }

    public int partitions() {
        return root.partitions();
    }
}
