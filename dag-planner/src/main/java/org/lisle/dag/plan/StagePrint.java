package org.lisle.dag.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.InputSplit;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.fingerprint.Digest;
import org.lisle.dag.fingerprint.DigestContext;
import org.lisle.dag.fingerprint.Digester;
import org.lisle.dag.fingerprint.Fingerprint;
import org.lisle.dag.fingerprint.PartDigests;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Step;

/**
 * Makes the fingerprint of one stage while it is built. Functions are digested as they are now, at each action, because what they captured
 * may have changed since the last; inputs once, because splits do not change. Confined to the planner's lock.
 */
final class StagePrint {
    private final @Nullable PartDigests parts;
    private final Map<Node, Digest> inputs;

    private StagePrint(@Nullable PartDigests parts, Map<Node, Digest> inputs) {
        this.parts = parts;
        this.inputs = inputs;
    }

    /** Makes the prints of all stages of a planner. */
    static final class Maker {
        private final @Nullable DigestContext context;
        private final Map<Node, Digest> inputs = new WeakHashMap<>();

        /** @param context null when fingerprints are not wanted */
        Maker(@Nullable DigestContext context) {
            this.context = context;
        }

        StagePrint begin() {
            return new StagePrint(context == null ? null : new PartDigests(context), inputs);
        }
    }

    /** A node with all that it is made of in this stage. */
    Digest node(Node node, Operator operator, List<Step.Input> made, List<Digest> below) {
        if (parts == null) {
            return Digest.NONE;
        }
        Set<Operator> known = Collections.newSetFromMap(new IdentityHashMap<>());
        made.forEach(input -> known.add(input.operator()));
        var digest = new Digester().add(parts.of((Record) operator, node.site().toString(), known));
        node.splits()
                .ifPresent(splits -> digest.add(parts.part(
                        "the input of " + node.site() + (node.detail().isEmpty() ? "" : " (" + node.detail() + ")"),
                        inputs.computeIfAbsent(node, leaf -> input(leaf, splits)))));
        below.forEach(digest::add);
        return digest.digest();
    }

    private static Digest input(Node leaf, List<InputSplit> splits) {
        var digest = new Digester().add(splits.size());
        splits.forEach(split -> digest.add(split.payload()));
        leaf.contentVersion().forEach(digest::add);
        return digest.digest();
    }

    /** Another stage's shuffle that is read. */
    Digest shuffle(Node reader, PlannedStage writer) {
        return parts == null
                ? Digest.NONE
                : parts.part(
                        "the shuffle of " + writer.callSite() + " that " + reader.site() + " reads",
                        writer.fingerprint().digest());
    }

    /** The whole stage. */
    Fingerprint stage(Digest root, StageOutput output, String site, List<Integer> partitions) {
        if (parts == null) {
            return Fingerprint.NONE;
        }
        Digest wanted = parts.part(
                "the partitions wanted by " + site,
                Digester.of(partitions.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Digest whole = new Digester()
                .add(root)
                .add(parts.of((Record) output, site, Set.of()))
                .add(wanted)
                .digest();
        return new Fingerprint(whole, parts.parts());
    }
}
