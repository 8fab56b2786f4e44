package org.lisle.dag.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.Dependency;
import org.lisle.dag.lineage.Node;

/**
 * What a barrier stage may be made of: as many tasks as each of its datasets has partitions, so that each partition is computed once and all
 * of them at the same time; and no dataset made of two barrier datasets. The rules are Spark's.
 */
final class BarrierChains {
    private final Node end;
    private final Map<Node, Boolean> barriers = new HashMap<>();

    private BarrierChains(Node end) {
        this.end = end;
    }

    /** Whether the stage that ends with this node is a barrier stage. */
    static boolean has(Node end) {
        return new BarrierChains(end).find() != null;
    }

    /**
     * @param tasks of the stage
     * @param action for the error: what wants the stage
     * @throws LisleException INVALID_ARGUMENT when the stage that ends with this node is a barrier stage and cannot be one
     */
    static void check(Node end, int tasks, CallSite action) {
        var chains = new BarrierChains(end);
        Node barrier = chains.find();
        if (barrier != null) {
            chains.checkParts(barrier, tasks, action);
        }
    }

    private void checkParts(Node barrier, int tasks, CallSite action) {
        if (tasks < end.partitions()) {
            throw refused(
                    action + " wants " + tasks + " of the " + end.partitions() + " partitions of "
                            + end.site() + ", which is made in a barrier stage (" + barrier.site()
                            + "): its tasks run all at once, for all partitions",
                    "take() and first() are collect() and then a part of it here");
        }
        for (Node node : inStage(end)) {
            if (node.partitions() != tasks) {
                throw refused(
                        node.site() + " has " + node.partitions() + " partitions and is computed in a barrier stage ("
                                + barrier.site() + ") of " + tasks + " tasks",
                        "put a shuffle between them, such as repartition(" + tasks
                                + "): union, coalesce and cartesian change the number of partitions within a stage");
            }
            long above = within(node).stream().filter(this::isMadeAtOnce).count();
            if (above > 1) {
                throw refused(
                        node.site() + " is made of " + above + " datasets of barrier stages",
                        "put a shuffle behind all of them but one, or do the work in one barrier stage");
            }
        }
    }

    private static LisleException refused(String what, String nextStep) {
        return new LisleException(ErrorCode.INVALID_ARGUMENT, what, nextStep);
    }

    private @Nullable Node find() {
        return inStage(end).stream().filter(Node::isBarrier).findFirst().orElse(null);
    }

    /** The node and all that it is made of in its stage, without recursion, because lineages of iterations are long. */
    private static Set<Node> inStage(Node from) {
        Set<Node> seen = new LinkedHashSet<>(List.of(from));
        Deque<Node> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Node parent : within(open.remove())) {
                if (seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return seen;
    }

    /** The datasets of the same stage that the node is made of. */
    private static List<Node> within(Node node) {
        List<Node> parents = new ArrayList<>();
        for (Dependency dependency : node.dependencies()) {
            if (!Shuffles.cuts(dependency)) {
                parents.add(dependency.parent());
            }
        }
        return parents;
    }

    private boolean isMadeAtOnce(Node node) {
        return barriers.computeIfAbsent(node, top -> inStage(top).stream().anyMatch(Node::isBarrier));
    }
}
