package org.lisle.dag.plan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import org.lisle.core.journal.DatasetPlanned;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.fingerprint.Digest;
import org.lisle.dag.fingerprint.DigestContext;
import org.lisle.dag.fingerprint.Fingerprint;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.journal.StageView;
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
    private final DriverJournal journal;
    private final StagePrint.Maker prints;
    private final boolean splitsSkewed;
    private final StageResources resources;

    @GuardedBy("this")
    private final Map<ByKey, PlannedStage> shuffles = new WeakHashMap<>();

    @GuardedBy("this")
    private final Set<Integer> storedDatasets = new HashSet<>();

    public Planner(ShuffleListener listener) {
        this(
                listener,
                DriverJournal.none(1),
                new DigestContext(Planner.class.getClassLoader()),
                true,
                StageResources.local());
    }

    /**
     * @param journal gives ids, those of earlier drivers' shuffles and datasets where the fingerprints match
     * @param splitsSkewed whether partitions far above the others are split over several tasks where they can be, for the explanation
     * @param resources which executors the tasks of a stage run on
     */
    public Planner(
            ShuffleListener listener,
            DriverJournal journal,
            DigestContext digests,
            boolean splitsSkewed,
            StageResources resources) {
        this.resources = resources;
        this.splitsSkewed = splitsSkewed;
        this.listener = listener;
        this.journal = journal;
        this.prints = new StagePrint.Maker(journal.isEnabled() ? digests : null);
    }

    /** Hears of each shuffle when it is planned; must be quick and not call back. */
    @FunctionalInterface
    public interface ShuffleListener {
        void planned(ByKey dependency, int shuffleId);
    }

    /** The id of the next job, for outputs that are named after their job before they are planned. */
    public int newJobId() {
        return journal.ids().newJob();
    }

    /**
     * Plans an action.
     *
     * @param node prepared
     * @param partitions those whose results are wanted
     * @param takesSlices whether a partition's result may come in several parts
     * @throws org.lisle.core.error.LisleException INVALID_ARGUMENT when a barrier stage is among its stages and cannot be one
     */
    public synchronized PlannedJob plan(
            int job,
            Node node,
            CallSite action,
            List<Integer> partitions,
            StageOutput output,
            Map<String, String> properties,
            boolean takesSlices) {
        BarrierChains.check(node, partitions.size(), action);
        // before its shuffles are planned: the text says which were planned by earlier actions
        String explanation = Explain.of(node, this);
        planShuffles(node);
        StageBuilder builder = builder();
        Fingerprint fingerprint = builder.fingerprint(node, output, action.toString(), partitions);
        PlannedStage result =
                builder.build(journal.ids().newStage(), action.toString(), action, node, output, fingerprint);
        return new PlannedJob(job, action, result, partitions, properties, explanation, takesSlices);
    }

    /** How the journal sees the result stage of such an action; the output's ids do not count. */
    public synchronized StageView view(Node node, CallSite action, List<Integer> partitions, StageOutput output) {
        planShuffles(node);
        StageBuilder builder = builder();
        Fingerprint fingerprint = builder.fingerprint(node, output, action.toString(), partitions);
        return builder.build(-1, action.toString(), action, node, output, fingerprint)
                .view();
    }

    @GuardedBy("this")
    private void planShuffles(Node node) {
        for (ByKey shuffle : Shuffles.before(node, this::isPlanned)) {
            shuffles.put(shuffle, planShuffle(shuffle));
        }
    }

    @GuardedBy("this")
    private StageBuilder builder() {
        return new StageBuilder(this::planned, prints.begin(), this::persisted, resources);
    }

    /** Blocks of the same dataset that an earlier driver's executors may still hold have its number. */
    private synchronized void persisted(Node node, Digest digest) {
        if (journal.isEnabled() && storedDatasets.add(node.storedAs().get())) {
            OptionalInt earlier = journal.claims().dataset(digest);
            if (earlier.isPresent()) {
                node.storedAs().set(earlier.getAsInt());
                storedDatasets.add(earlier.getAsInt());
            }
            journal.journal().append(new DatasetPlanned(node.storedAs().get(), ByteBuffer.wrap(digest.bytes())));
        }
    }

    StageResources resources() {
        return resources;
    }

    boolean splitsSkewed() {
        return splitsSkewed;
    }

    /** Whether a shuffle has been planned by an earlier action. */
    synchronized boolean isPlanned(ByKey dependency) {
        return shuffles.containsKey(dependency);
    }

    @GuardedBy("this")
    private PlannedStage planShuffle(ByKey dependency) {
        Node parent = dependency.parent();
        BarrierChains.check(parent, parent.partitions(), parent.site());
        StageBuilder builder = builder();
        StageOutput.ShuffleWrite unnumbered = new StageOutput.ShuffleWrite(spec(-1, dependency));
        Fingerprint fingerprint =
                builder.fingerprint(parent, unnumbered, parent.site().toString(), List.of());
        int shuffleId = journal.claims()
                .shuffle(fingerprint.digest(), parent.partitions())
                .orElseGet(() -> journal.ids().newShuffle());
        listener.planned(dependency, shuffleId);
        return builder.build(
                journal.ids().newStage(),
                parent.site().toString(),
                parent.site(),
                parent,
                new StageOutput.ShuffleWrite(spec(shuffleId, dependency)),
                fingerprint);
    }

    private static ShuffleSpec spec(int shuffleId, ByKey dependency) {
        return new ShuffleSpec(
                shuffleId,
                dependency.parent().partitions(),
                dependency.partitioning().partitioner(),
                dependency.mapSideCombine());
    }

    private synchronized PlannedStage planned(ByKey dependency) {
        return Optional.ofNullable(shuffles.get(dependency))
                .orElseThrow(() -> new IllegalStateException("shuffle of " + dependency.parent() + " is not planned"));
    }
}
