package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lisle.api.Pair;
import org.lisle.api.Partitioner;
import org.lisle.api.RangePartitioner;
import org.lisle.api.function.Predicate;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;

/**
 * The pairs whose keys lie in a range, its ends included. Where the keys lie by ranges, as after a sort, partitions outside of it read
 * nothing: they stay, empty, so that keys stay where they are.
 */
public final class RangeFilter {
    private RangeFilter() {}

    public static <K> Node of(Node parent, CallSite site, SerializableComparator<K> order, K lower, K upper) {
        Predicate<Pair<K, Object>> inside =
                pair -> order.compare(pair.key(), lower) >= 0 && order.compare(pair.key(), upper) <= 0;
        return Narrow.filter(pruned(parent, site, lower, upper), site, inside);
    }

    private static Node pruned(Node parent, CallSite site, Object lower, Object upper) {
        Memo<Optional<Partitioner>> ranges = new Memo<>(
                () -> parent.partitioning().map(Partitioning::partitioner).filter(RangePartitioner.class::isInstance));
        return parent.lineage()
                .node(site, "Coalesce")
                .on(parent)
                .keepsPartitioning()
                .requires(ranges)
                .build((id, in) -> ranges.get()
                        .<Operator>map(known -> new Operator.Coalesce(
                                id,
                                Narrow.only(in),
                                between(known, Narrow.only(in).partitions(), lower, upper)))
                        .orElseGet(() -> Narrow.only(in)));
    }

    private static List<int[]> between(Partitioner ranges, int partitions, Object lower, Object upper) {
        int one = ranges.getPartition(lower);
        int other = ranges.getPartition(upper);
        List<int[]> groups = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            boolean reads = partition >= Math.min(one, other) && partition <= Math.max(one, other);
            groups.add(reads ? new int[] {partition} : new int[0]);
        }
        return groups;
    }
}
