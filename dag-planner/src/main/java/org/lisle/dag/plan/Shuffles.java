package org.lisle.dag.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.lisle.dag.lineage.ByKey;
import org.lisle.dag.lineage.Dependency;
import org.lisle.dag.lineage.Node;

/** Finds where a stage ends. */
final class Shuffles {
    private Shuffles() {}

    /** Whether the dependency is read from another stage's shuffle. */
    static boolean cuts(Dependency dependency) {
        return dependency instanceof ByKey byKey && byKey.shuffles();
    }

    /**
     * The shuffles that must be written for this node and all it is made of, parents first, else in the order in which the program named
     * them; without recursion, because lineages of iterations are long.
     *
     * @param known shuffles whose own parents need not be looked at, and which are left out
     */
    static List<ByKey> before(Node end, Predicate<ByKey> known) {
        Set<ByKey> ordered = new LinkedHashSet<>();
        Set<ByKey> entered = new HashSet<>();
        Deque<ByKey> open = new ArrayDeque<>(readBy(end));
        while (!open.isEmpty()) {
            ByKey next = open.peek();
            if (known.test(next) || ordered.contains(next)) {
                open.pop();
            } else if (entered.add(next)) {
                List<ByKey> parents = readBy(next.parent());
                for (int parent = parents.size() - 1; parent >= 0; parent--) {
                    open.push(parents.get(parent));
                }
            } else {
                ordered.add(open.pop());
            }
        }
        return List.copyOf(ordered);
    }

    /** The shuffles that the stage ending with this node reads, each once, from left to right. */
    private static List<ByKey> readBy(Node end) {
        List<ByKey> found = new ArrayList<>();
        Set<Node> seen = new HashSet<>();
        Deque<Dependency> open = new ArrayDeque<>();
        pushAll(end, open);
        while (!open.isEmpty()) {
            Dependency next = open.pop();
            if (next instanceof ByKey byKey && byKey.shuffles()) {
                found.add(byKey);
            } else if (seen.add(next.parent())) {
                pushAll(next.parent(), open);
            }
        }
        return found;
    }

    /** So that the first is popped first. */
    private static void pushAll(Node node, Deque<Dependency> open) {
        List<Dependency> dependencies = node.dependencies();
        for (int dependency = dependencies.size() - 1; dependency >= 0; dependency--) {
            open.push(dependencies.get(dependency));
        }
    }
}
