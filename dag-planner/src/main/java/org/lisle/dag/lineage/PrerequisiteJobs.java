package org.lisle.dag.lineage;

import java.util.List;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput;

/** Runs the small jobs that a plan needs before it can be made, such as sampling for a sort. Blocks until the job has ended. */
public interface PrerequisiteJobs {
    /** Runs the collector over some partitions; the results are in the order of {@code partitions}. */
    <R> List<R> run(Node node, CallSite site, List<Integer> partitions, StageOutput.CollectorFactory<?, R> collector);
}
