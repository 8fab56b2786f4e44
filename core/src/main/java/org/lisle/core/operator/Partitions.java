package org.lisle.core.operator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which partitions of an operator's children, down to the leaves, one of its partitions is made of. Used alike by driver and executors. */
public final class Partitions {
    private Partitions() {}

    /** Partition {@code partition} of {@code operator}. */
    public record Of(Operator operator, int partition) {}

    /** The leaf partitions below, in the order in which they are read, each once. */
    public static List<Of> leaves(Operator root, int partition) {
        Set<Of> leaves = new LinkedHashSet<>();
        collectLeaves(new Of(root, partition), leaves);
        return List.copyOf(leaves);
    }

    private static void collectLeaves(Of node, Set<Of> leaves) {
        if (node.operator().children().isEmpty()) {
            leaves.add(node);
        }
        for (Of child : inputs(node)) {
            collectLeaves(child, leaves);
        }
    }

    /** The direct inputs of a partition: partitions of the operator's children, in the order in which they are read. */
    public static List<Of> inputs(Of node) {
        Operator operator = node.operator();
        if (operator instanceof Operator.Union union) {
            int partition = node.partition();
            for (Operator child : union.children()) {
                if (partition < child.partitions()) {
                    return List.of(new Of(child, partition));
                }
                partition -= child.partitions();
            }
            throw new IndexOutOfBoundsException(
                    "partition " + node.partition() + " of a union of " + union.partitions());
        }
        if (operator instanceof Operator.Coalesce coalesce) {
            List<Of> inputs = new ArrayList<>();
            for (int partition : coalesce.groups().get(node.partition())) {
                inputs.add(new Of(coalesce.child(), partition));
            }
            return inputs;
        }
        if (operator instanceof Operator.Cartesian cartesian) {
            int rights = cartesian.right().partitions();
            return List.of(
                    new Of(cartesian.left(), node.partition() / rights),
                    new Of(cartesian.right(), node.partition() % rights));
        }
        List<Of> inputs = new ArrayList<>();
        for (Operator child : operator.children()) {
            inputs.add(new Of(child, node.partition()));
        }
        return inputs;
    }
}
