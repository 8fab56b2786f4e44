package org.lisle.dag.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.io.InputSplit;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Partitions;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageProgram;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.fingerprint.Fingerprint;
import org.lisle.dag.journal.StageView;

/**
 * A stage as planned. A stage that writes a shuffle is the same object, with the same id, in every job that reads the shuffle.
 *
 * @param program what its tasks do
 * @param callSite of the dataset the stage ends with
 * @param parents the shuffles its tasks read
 * @param leaves the input of every leaf partition, by operator id and partition, as the splits or encoded values
 * @param fingerprint what it does, for the journal; {@link Fingerprint#NONE} without one
 * @param operators what operators are for the user, by id: {@code map at Report.java:31}
 * @param suspects operators with the program's lines that may not do alike twice, the last in the stage first: for errors
 * @param executors the kind that its tasks run on; no part of the fingerprint, as it does not change what they do
 */
public record PlannedStage(
        StageProgram program,
        CallSite callSite,
        List<Parent> parents,
        LeafInputs leaves,
        Fingerprint fingerprint,
        Map<Integer, String> operators,
        List<String> suspects,
        ExecutorProfile executors) {
    /** A stage that no journal knows, on executors as the settings say. */
    public PlannedStage(StageProgram program, CallSite callSite, List<Parent> parents, LeafInputs leaves) {
        this(program, callSite, parents, leaves, ExecutorProfile.usual(LisleConf.empty()));
    }

    /** A stage that no journal knows. */
    public PlannedStage(
            StageProgram program,
            CallSite callSite,
            List<Parent> parents,
            LeafInputs leaves,
            ExecutorProfile executors) {
        this(program, callSite, parents, leaves, Fingerprint.NONE, Map.of(), List.of(), executors);
    }

    public PlannedStage {
        parents = List.copyOf(parents);
        operators = Map.copyOf(operators);
        suspects = List.copyOf(suspects);
    }

    /** A stage is equal to itself alone: comparing what it holds would walk the whole plan. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return id();
    }

    public int id() {
        return program.stageId();
    }

    public int partitions() {
        return program.partitions();
    }

    /** As the journal sees it. */
    public StageView view() {
        return new StageView(callSite.toString(), fingerprint, () -> parents.stream()
                .map(parent -> parent.stage().view())
                .toList());
    }

    /** The shuffle this stage writes, or null for a result stage. */
    public @Nullable ShuffleSpec shuffle() {
        return program.output() instanceof org.lisle.core.operator.StageOutput.ShuffleWrite write
                ? write.shuffle()
                : null;
    }

    /**
     * A shuffle this stage reads.
     *
     * @param stage the stage that writes it
     * @param unlessCached ids of persisted datasets that lie between: when every partition of one of them is stored, the shuffle is not
     *     read and its stage need not run
     */
    public record Parent(PlannedStage stage, List<Integer> unlessCached) {}

    /** What tasks are given for their leaves. */
    public interface LeafInputs {
        /** The payload sent to a task; encoded when asked for, so that a million partitions need not be held encoded. */
        byte[] payload(Partitions.Of leaf);

        /** Hosts that hold the leaf's bytes, best first; empty for none. */
        List<String> hosts(Partitions.Of leaf);

        /** For people, such as a split's path and range. */
        String describe(Partitions.Of leaf);
    }

    /** Leaf inputs out of splits. */
    public static LeafInputs ofSplits(Map<Integer, List<InputSplit>> splitsByOperator) {
        return new LeafInputs() {
            private InputSplit split(Partitions.Of leaf) {
                List<InputSplit> splits = splitsByOperator.get(leaf.operator().id());
                if (splits == null) {
                    throw new IllegalArgumentException(
                            "no splits for operator " + leaf.operator().id());
                }
                return splits.get(leaf.partition());
            }

            @Override
            public byte[] payload(Partitions.Of leaf) {
                return split(leaf).payload();
            }

            @Override
            public List<String> hosts(Partitions.Of leaf) {
                return split(leaf).hosts();
            }

            @Override
            public String describe(Partitions.Of leaf) {
                return split(leaf).description();
            }
        };
    }
}
