package org.lisle.dag.plan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.lineage.ByKey;
import org.lisle.dag.lineage.Node;

/**
 * Cuts lineage into stages at its shuffles. A shuffle is planned once: all jobs that read it have the same stage object, so that what has
 * been computed is found again; it is forgotten when its dependency can no longer be reached.
 *
 * <p>Thread-safe. Plans in the order of submission under one lock: nothing slow happens here, because the lineage has been prepared before
 * ({@link org.lisle.dag.lineage.Preparation}).
 */
public final class Planner {
    private final ShuffleListener listener;

    @GuardedBy("this")
    private final Map<ByKey, PlannedStage> shuffles = new WeakHashMap<>();

    @GuardedBy("this")
    private int nextJob;

    @GuardedBy("this")
    private int nextStage;

    @GuardedBy("this")
    private int nextShuffle;

    public Planner(ShuffleListener listener) {
        this.listener = listener;
    }

    /** Hears of each shuffle when it is planned; must be quick and not call back. */
    @FunctionalInterface
    public interface ShuffleListener {
        void planned(ByKey dependency, int shuffleId);
    }

    /** The id of the next job, for outputs that are named after their job before they are planned. */
    public synchronized int newJobId() {
        return nextJob++;
    }

    /**
     * Plans an action.
     *
     * @param node prepared
     * @param partitions those whose results are wanted
     */
    public synchronized PlannedJob plan(
            int job,
            Node node,
            CallSite action,
            List<Integer> partitions,
            StageOutput output,
            Map<String, String> properties) {
        for (ByKey shuffle : Shuffles.before(node, this::isPlanned)) {
            shuffles.put(shuffle, planShuffle(shuffle));
        }
        PlannedStage result =
                new StageBuilder(this::planned).build(nextStage++, action.toString(), action, node, output);
        return new PlannedJob(job, action, result, partitions, properties);
    }

    /** Whether a shuffle has been planned by an earlier action. */
    synchronized boolean isPlanned(ByKey dependency) {
        return shuffles.containsKey(dependency);
    }

    @GuardedBy("this")
    private PlannedStage planShuffle(ByKey dependency) {
        Node parent = dependency.parent();
        ShuffleSpec shuffle = new ShuffleSpec(
                nextShuffle++,
                parent.partitions(),
                dependency.partitioning().partitioner(),
                dependency.mapSideCombine());
        listener.planned(dependency, shuffle.shuffleId());
        return new StageBuilder(this::planned)
                .build(
                        nextStage++,
                        parent.site().toString(),
                        parent.site(),
                        parent,
                        new StageOutput.ShuffleWrite(shuffle));
    }

    private synchronized PlannedStage planned(ByKey dependency) {
        return Optional.ofNullable(shuffles.get(dependency))
                .orElseThrow(() -> new IllegalStateException("shuffle of " + dependency.parent() + " is not planned"));
    }
}
