package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.List;
import org.lisle.api.Partitioner;
import org.lisle.api.RangePartitioner;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;

/** Nodes that need equal keys in one partition: a shuffle, unless the parent is partitioned so already. */
public final class Keyed {
    private Keyed() {}

    /** The partitioning that is chosen when the program names none. */
    public static Memo<Partitioning> byDefault(Node... parents) {
        return DefaultPartitioning.of(List.of(parents));
    }

    /** As {@link #byDefault}, for keys that are not the parent's: ranges of its keys say nothing of them, and become as many by hash. */
    public static Memo<Partitioning> byDefaultForOtherKeys(Node parent) {
        Memo<Partitioning> chosen = byDefault(parent);
        return new Memo<>(() ->
                chosen.get().isByRanges() ? byHash(chosen.get().partitions()).get() : chosen.get());
    }

    public static Memo<Partitioning> byHash(int partitions) {
        return DefaultPartitioning.hash(partitions);
    }

    public static Memo<Partitioning> by(Partitioner partitioner) {
        return Memo.of(new Partitioning.Fixed(partitioner));
    }

    /** By hash into {@code lisle.default.parallelism} partitions, or as many as the largest parent has; whatever lies already. */
    static Memo<Partitioning> byHashOfLargest(List<Node> parents) {
        return DefaultPartitioning.hashOfLargest(parents);
    }

    /** As the node is, or by hash into as many partitions as it has. */
    public static Memo<Partitioning> asOf(Node node) {
        return new Memo<>(() -> node.partitioning()
                .orElseGet(() -> byHash(Math.max(1, node.partitions())).get()));
    }

    /** @param mapSideCombine whether values are combined before they are written to the shuffle */
    public static Node combine(
            Node parent,
            CallSite site,
            Memo<Partitioning> wanted,
            Aggregator<?, ?> aggregator,
            boolean mapSideCombine) {
        return node(parent, site, "CombineByKey", wanted, mapSideCombine ? aggregator : null)
                .hashed()
                .build((id, in) -> new Operator.CombineByKey(
                        id,
                        Narrow.only(in),
                        aggregator,
                        mapSideCombine && in.get(0).shuffled()));
    }

    /** Combines equal keys where they lie, without a shuffle; right only where equal keys lie together already. */
    public static Node combineInPlace(Node parent, CallSite site, Aggregator<?, ?> aggregator) {
        return parent.lineage()
                .node(site, "CombineByKey")
                .on(parent)
                .keepsPartitioning()
                .hashed()
                .build((id, in) -> new Operator.CombineByKey(id, Narrow.only(in), aggregator, false));
    }

    public static Node group(Node parent, CallSite site, Memo<Partitioning> wanted) {
        return node(parent, site, "GroupByKey", wanted, null)
                .hashed()
                .build((id, in) -> new Operator.GroupByKey(id, Narrow.only(in)));
    }

    public static Node partitionBy(Node parent, CallSite site, Memo<Partitioning> wanted) {
        return node(parent, site, "PartitionBy", wanted, null).build((id, in) -> Narrow.only(in));
    }

    /** Each partition sorted by key, placed as wanted. */
    public static Node sortWithin(
            Node parent, CallSite site, Memo<Partitioning> wanted, SerializableComparator<?> order) {
        return node(parent, site, "SortByKey", wanted, null)
                .build((id, in) -> new Operator.SortByKey(id, Narrow.only(in), order));
    }

    /** Sorted through all partitions; the ranges are found by a sampling job before the first plan. */
    public static Node sort(Node parent, CallSite site, SerializableComparator<?> order, Memo<Integer> partitions) {
        SampledRange range = new SampledRange(parent, order, partitions, site);
        return node(parent, site, "SortByKey", Memo.of(range), null)
                .requires(range.bounds())
                .build((id, in) -> new Operator.SortByKey(id, Narrow.only(in), order));
    }

    /** Ranges of the node's keys, found by a sampling job that runs now. */
    @SuppressWarnings("unchecked")
    public static <K> RangePartitioner<K> range(
            Node node, CallSite site, SerializableComparator<K> order, Memo<Integer> partitions) {
        Preparation.of(node);
        return (RangePartitioner<K>) new SampledRange(node, order, partitions, site).partitioner();
    }

    /**
     * The values of several parents by key, as a list of iterables.
     *
     * @param divisible see {@link Operator.CoGroup}
     */
    static Node cogroup(List<Node> parents, CallSite site, Memo<Partitioning> wanted, List<Integer> divisible) {
        NodeBuilder node = parents.get(0).lineage().node(site, "CoGroup");
        List<ByKey> edges = new ArrayList<>();
        for (Node parent : parents) {
            ByKey edge = new ByKey(parent, wanted, null);
            edges.add(edge);
            node.on(edge);
        }
        return node.hashed()
                .divisible(divisible)
                .build((id, in) -> new Operator.CoGroup(id, Narrow.operators(in), divisible));
    }

    private static NodeBuilder node(
            Node parent,
            CallSite site,
            String kind,
            Memo<Partitioning> wanted,
            @org.jspecify.annotations.Nullable Aggregator<?, ?> mapSideCombine) {
        return parent.lineage().node(site, kind).on(new ByKey(parent, wanted, mapSideCombine));
    }
}
