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
    public int partitions() {
        return root.partitions();
    }
}
