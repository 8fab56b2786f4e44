package org.lisle.dag.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /** The shuffles that the stage ending with this node reads, each once. */
    static List<ByKey> readBy(Node end) {
        List<ByKey> found = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>(List.of(end));
        Set<Node> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (Dependency dependency : open.pop().dependencies()) {
                if (dependency instanceof ByKey byKey && byKey.shuffles()) {
                    found.add(byKey);
                } else if (seen.add(dependency.parent())) {
                    open.push(dependency.parent());
                }
            }
        }
        return found;
    }
}
