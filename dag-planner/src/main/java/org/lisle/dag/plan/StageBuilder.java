package org.lisle.dag.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.lisle.core.io.InputSplit;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;
import org.lisle.dag.fingerprint.Digest;
import org.lisle.dag.fingerprint.Fingerprint;
import org.lisle.dag.lineage.ByKey;
import org.lisle.dag.lineage.Dependency;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Step;

/** Builds one stage: the operators from its last node down to leaves and shuffles. Used once, by one thread. */
final class StageBuilder {
    private final Function<ByKey, PlannedStage> stageOf;
    private final StagePrint print;
    private final BiConsumer<Node, Digest> persisted;
    private final StageResources resources;
    private final Map<Node, Built> built = new IdentityHashMap<>();
    private final Map<Integer, List<InputSplit>> splits = new HashMap<>();
    private final Map<Integer, String> operators = new HashMap<>();
    private final Deque<String> suspects = new ArrayDeque<>();

    /** @param persisted hears of each persisted dataset before its blocks are named */
    StageBuilder(
            Function<ByKey, PlannedStage> stageOf,
            StagePrint print,
            BiConsumer<Node, Digest> persisted,
            StageResources resources) {
        this.resources = resources;
        this.stageOf = stageOf;
        this.print = print;
        this.persisted = persisted;
    }

    /**
     * A node's operator, and the shuffles it reads.
     *
     * @param reads for each shuffle the persisted datasets that lie on every way to it
     */
    private record Built(Operator operator, Map<ByKey, Set<Integer>> reads, Digest digest) {}

    /** What the stage that ends with this node and goes to this output does; the output's ids do not count. */
    Fingerprint fingerprint(Node end, StageOutput output, String site, List<Integer> partitions) {
        return print.stage(build(end).digest(), output, site, partitions);
    }

    PlannedStage build(int stageId, String name, CallSite site, Node end, StageOutput output, Fingerprint fingerprint) {
        Built root = build(end);
        List<PlannedStage.Parent> parents = new ArrayList<>();
        root.reads()
                .forEach((dependency, unless) ->
                        parents.add(new PlannedStage.Parent(stageOf.apply(dependency), List.copyOf(unless))));
        return new PlannedStage(
                new StageProgram(stageId, name, root.operator(), output),
                site,
                parents,
                PlannedStage.ofSplits(splits),
                fingerprint,
                operators,
                List.copyOf(suspects),
                resources.executors(end));
    }

    private Built build(Node node) {
        Built known = built.get(node);
        if (known == null) {
            known = make(node);
            built.put(node, known);
        }
        return known;
    }

    private Built make(Node node) {
        List<Step.Input> inputs = new ArrayList<>();
        List<Digest> below = new ArrayList<>();
        Map<ByKey, Set<Integer>> reads = new LinkedHashMap<>();
        for (Dependency dependency : node.dependencies()) {
            if (dependency instanceof ByKey byKey && byKey.shuffles()) {
                inputs.add(new Step.Input(new Operator.ShuffleRead(node.id(), shuffleOf(byKey)), true));
                reads.put(byKey, new TreeSet<>());
                below.add(print.shuffle(node, stageOf.apply(byKey)));
            } else {
                Built parent = build(dependency.parent());
                inputs.add(new Step.Input(parent.operator(), false));
                below.add(parent.digest());
                parent.reads()
                        .forEach((shuffle, unless) -> reads.merge(shuffle, new TreeSet<>(unless), StageBuilder::both));
            }
        }
        operators.put(node.id(), node.site().toString());
        if (node.mayDiffer()) {
            suspects.addFirst(node.kind() + " (" + node.site() + ")");
        }
        node.splits().ifPresent(leaf -> splits.put(node.id(), leaf));
        Operator operator = node.step().operator(node.id(), inputs);
        Digest digest = print.node(node, operator, inputs, below);
        if (!node.level().isValid()) {
            return new Built(operator, reads, digest);
        }
        persisted.accept(node, digest);
        int storedAs = node.storedAs().get();
        reads.values().forEach(unless -> unless.add(storedAs));
        return new Built(new Operator.Cached(storedAs, operator, node.level()), reads, digest);
    }

    private org.lisle.core.operator.ShuffleSpec shuffleOf(ByKey dependency) {
        if (stageOf.apply(dependency).program().output() instanceof StageOutput.ShuffleWrite write) {
            return write.shuffle();
        }
        throw new IllegalStateException("not a stage that writes a shuffle");
    }

    private static Set<Integer> both(Set<Integer> one, Set<Integer> other) {
        one.retainAll(other);
        return one;
    }
}
