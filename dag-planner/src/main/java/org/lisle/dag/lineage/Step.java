package org.lisle.dag.lineage;

import java.util.List;
import org.lisle.core.operator.Operator;

/** Makes the operator of a node out of its parents' operators; pure, called by the planner when all prerequisites are known. */
@FunctionalInterface
public interface Step {
    Operator operator(int id, List<Input> inputs);

    /**
     * What a dependency brings into a stage.
     *
     * @param operator the parent's operator, or the reading of a shuffle
     * @param shuffled whether it is the reading of a shuffle
     */
    record Input(Operator operator, boolean shuffled) {}
}
