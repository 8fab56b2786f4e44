package org.lisle.dag.lineage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Resolves what plans need to know of a node and all it is made of: splits, bounds, counts. Parents come first, so that nothing recurses,
 * however long the lineage; what is resolved already is not walked again. Blocks while files are looked at and sampling jobs run.
 */
public final class Preparation {
    private Preparation() {}

    public static void of(Node node) {
        Deque<Node> open = new ArrayDeque<>();
        Set<Node> entered = new HashSet<>();
        open.push(node);
        while (!open.isEmpty()) {
            Node next = open.peek();
            if (next.prepared()) {
                open.pop();
            } else if (entered.add(next)) {
                next.dependencies().forEach(dependency -> open.push(dependency.parent()));
            } else {
                open.pop();
                next.resolve();
            }
        }
    }
}
