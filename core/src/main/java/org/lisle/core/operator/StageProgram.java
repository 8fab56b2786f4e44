package org.lisle.core.operator;

import java.io.Serializable;

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

    public int partitions() {
        return root.partitions();
    }
}
