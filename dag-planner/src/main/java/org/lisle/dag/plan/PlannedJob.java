package org.lisle.dag.plan;

import java.util.List;
import java.util.Map;
import org.lisle.core.operator.CallSite;

/**
 * A job: one action.
 *
 * @param id unique in the application, in the order of submission
 * @param callSite of the action
 * @param result the stage whose tasks' results are the job's
 * @param partitions the partitions of the result stage to compute, each once; few for take, first and lookup
 * @param explanation the plan as people read it, as {@link Explain} gives it; may be empty
 * @param properties local properties of the submitting thread; {@code lisle.scheduler.pool} names its pool
 * @param takesSlices whether a partition's result may come in several parts, each of some of its records
 */
public record PlannedJob(
        int id,
        CallSite callSite,
        PlannedStage result,
        List<Integer> partitions,
        Map<String, String> properties,
        String explanation,
        boolean takesSlices) {
    /** The property of jobs that only look at records which another job of the same action goes through. */
    public static final String PREREQUISITE = "lisle.internal.prerequisite";

    public PlannedJob {
        partitions = List.copyOf(partitions);
        properties = Map.copyOf(properties);
    }

    /** Without an explanation, and with one result of each partition. */
    public PlannedJob(
            int id, CallSite callSite, PlannedStage result, List<Integer> partitions, Map<String, String> properties) {
        this(id, callSite, result, partitions, properties, "", false);
    }

    /** The same with its results of these partitions alone. */
    public PlannedJob of(List<Integer> others) {
        return new PlannedJob(id, callSite, result, others, properties, explanation, takesSlices);
    }
}
