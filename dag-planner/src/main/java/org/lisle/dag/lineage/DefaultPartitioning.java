package org.lisle.dag.lineage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.lisle.api.HashPartitioner;

/**
 * Where keys go when the program does not say: as the parent with the most partitions that is partitioned by key, if it has enough of
 * them (not ten times fewer than the parent with the most, or at least the default number); else by hash into the default number, which
 * is {@code lisle.default.parallelism} or the largest number of partitions of a parent.
 */
final class DefaultPartitioning {
    private static final double ENOUGH = 10.0;

    private DefaultPartitioning() {}

    static Memo<Partitioning> of(List<Node> parents) {
        return new Memo<>(() -> choose(parents));
    }

    static Memo<Partitioning> hash(int partitions) {
        return Memo.of(new Partitioning.Fixed(new HashPartitioner(partitions)));
    }

    static Memo<Partitioning> hashOfLargest(List<Node> parents) {
        return new Memo<>(() -> new Partitioning.Fixed(new HashPartitioner(wanted(parents, most(parents)))));
    }

    private static int most(List<Node> parents) {
        return parents.stream().mapToInt(Node::partitions).max().orElse(1);
    }

    private static int wanted(List<Node> parents, int most) {
        return Math.max(1, parents.get(0).lineage().configuredParallelism().orElse(most));
    }

    private static Partitioning choose(List<Node> parents) {
        int most = most(parents);
        int wanted = wanted(parents, most);
        Optional<Partitioning> existing = parents.stream()
                .flatMap(parent -> parent.partitioning().stream())
                .max(Comparator.comparingInt(Partitioning::partitions));
        return existing.filter(have -> have.partitions() * ENOUGH > most || have.partitions() >= wanted)
                .orElseGet(() -> new Partitioning.Fixed(new HashPartitioner(wanted)));
    }
}
