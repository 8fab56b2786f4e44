package org.lisle.dag.lineage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.io.InputSplit;

/**
 * A stand-in for a dataset that is made of files record by record, which reads evenly spread parts of them. Not for what is stored, since going
 * through it is what stores it, nor for functions that see a whole partition, which a part of one might surprise.
 *
 * @param node made of the parts, with the partitions of the dataset it stands for
 * @param times by how much the bytes of each partition exceed those of its parts; 1.0 for one that is read whole
 */
record ThinnedInput(Node node, List<Double> times) {
    private static final int PARTS_OF_A_RANGE = 16;
    private static final long LEAST_STRIDE = 1 << 20;

    /**
     * @param node with its prerequisites resolved
     * @param ranges of equal numbers of records that are to be told apart
     * @return empty where the whole dataset must be read, or is so small that it may be
     */
    static Optional<ThinnedInput> of(Node node, int ranges) {
        Deque<Node> operators = new ArrayDeque<>();
        Node leaf = node;
        while (isThinnable(leaf) && leaf.splits().isEmpty()) {
            operators.push(leaf);
            leaf = leaf.dependencies().get(0).parent();
        }
        if (!isThinnable(leaf)) {
            return Optional.empty();
        }
        List<InputSplit> whole = leaf.splits().orElseThrow();
        long stride = whole.stream().mapToLong(InputSplit::length).sum() / ranges / PARTS_OF_A_RANGE;
        if (stride < LEAST_STRIDE) {
            return Optional.empty();
        }
        List<InputSplit> parts = leaf.thinnedSplits(stride);
        if (parts.equals(whole)) {
            return Optional.empty();
        }
        Node thinned = standIn(leaf, parts);
        for (Node operator : operators) {
            thinned = alike(
                    operator,
                    operator.lineage().node(operator.site(), operator.kind()).on(thinned));
        }
        return Optional.of(new ThinnedInput(thinned, times(whole, parts)));
    }

    private static boolean isThinnable(Node node) {
        boolean isLeaf = node.splits().isPresent();
        boolean isOneByOne = node.isByRecord()
                && node.dependencies().size() == 1
                && node.dependencies().get(0) instanceof Dependency.OneToOne;
        return (isLeaf || isOneByOne) && !node.level().isValid() && !node.isBarrier();
    }

    private static Node standIn(Node leaf, List<InputSplit> parts) {
        return alike(
                leaf,
                leaf.lineage()
                        .node(leaf.site(), leaf.kind())
                        .partitions(parts::size)
                        .splits(new Memo<>(() -> parts))
                        .version(splits -> leaf.contentVersion()));
    }

    private static Node alike(Node original, NodeBuilder made) {
        Node copy = made.detail(original::detail).build(original.step());
        ResourceProfile resources = original.resources();
        if (resources != null) {
            copy.setResources(resources);
        }
        return copy;
    }

    private static List<Double> times(List<InputSplit> whole, List<InputSplit> parts) {
        return IntStream.range(0, whole.size())
                .mapToObj(i -> whole.get(i) == parts.get(i)
                        ? 1.0
                        : (double) whole.get(i).length() / parts.get(i).length())
                .toList();
    }
}
