package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.Predicate;
import org.lisle.core.operator.BarrierFunction;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;

/** Nodes whose partitions are made of whole partitions of their parents: no shuffle. */
public final class Narrow {
    private Narrow() {}

    public static Node map(Node parent, CallSite site, Function<?, ?> function) {
        return unary(parent, site, "MapRecords").build((id, in) -> new Operator.MapRecords(id, only(in), function));
    }

    public static Node flatMap(Node parent, CallSite site, FlatMapFunction<?, ?> function) {
        return unary(parent, site, "FlatMapRecords")
                .build((id, in) -> new Operator.FlatMapRecords(id, only(in), function));
    }

    public static Node filter(Node parent, CallSite site, Predicate<?> predicate) {
        return unary(parent, site, "FilterRecords")
                .keepsPartitioning()
                .keepsKeys()
                .build((id, in) -> new Operator.FilterRecords(id, only(in), predicate));
    }

    public static Node mapValues(Node parent, CallSite site, Function<?, ?> function) {
        return unary(parent, site, "MapValues")
                .keepsPartitioning()
                .keepsKeys()
                .build((id, in) -> new Operator.MapValues(id, only(in), function));
    }

    public static Node flatMapValues(Node parent, CallSite site, FlatMapFunction<?, ?> function) {
        return unary(parent, site, "FlatMapValues")
                .keepsPartitioning()
                .build((id, in) -> new Operator.FlatMapValues(id, only(in), function));
    }

    /** @param keepsPartitioning whether the function leaves the keys as they are */
    public static Node mapPartitions(
            Node parent,
            CallSite site,
            Function2<Integer, ? extends Iterator<?>, ? extends Iterator<?>> function,
            boolean keepsPartitioning) {
        NodeBuilder node = unary(parent, site, "MapPartitions");
        if (keepsPartitioning) {
            node.keepsPartitioning();
        }
        return node.build((id, in) -> new Operator.MapPartitions(id, only(in), function));
    }

    /** All partitions at the same time; @param keepsPartitioning whether the function leaves the keys as they are */
    public static <T, R> Node barrier(
            Node parent,
            CallSite site,
            Function2<Integer, Iterator<T>, Iterator<R>> function,
            boolean keepsPartitioning) {
        NodeBuilder node = unary(parent, site, "MapPartitions").barrier();
        if (keepsPartitioning) {
            node.keepsPartitioning();
        }
        var together = new BarrierFunction<>(function);
        return node.build((id, in) -> new Operator.MapPartitions(id, only(in), together));
    }

    /** @param function a {@link org.lisle.core.operator.ByRecord} */
    static Node mapByRecord(
            Node parent, CallSite site, Function2<Integer, ? extends Iterator<?>, ? extends Iterator<?>> function) {
        return unary(parent, site, "MapPartitions")
                .byRecord()
                .build((id, in) -> new Operator.MapPartitions(id, only(in), function));
    }

    /** Pairs of records and their numbers in the whole dataset; counts the partitions before the last in a job of their own first. */
    public static Node zipWithIndex(Node parent, CallSite site) {
        Memo<long[]> starts = new Memo<>(() -> RecordCounts.starts(parent, site));
        return unary(parent, site, "MapPartitions")
                .requires(starts)
                .build((id, in) -> new Operator.MapPartitions(id, only(in), RecordCounts.numbering(starts.get())));
    }

    /** Each partition as one list. */
    public static Node glom(Node parent, CallSite site) {
        Function2<Integer, Iterator<Object>, Iterator<List<Object>>> list = (partition, records) -> {
            List<Object> all = new ArrayList<>();
            records.forEachRemaining(all::add);
            return List.of(all).iterator();
        };
        return mapPartitions(parent, site, list, false);
    }

    /** Every record of one parent with every record of the other. */
    public static Node cartesian(Node left, Node right, CallSite site) {
        return left.lineage()
                .node(site, "Cartesian")
                .on(left)
                .on(right)
                .partitions(() -> Math.multiplyExact(left.partitions(), right.partitions()))
                .build((id, in) -> new Operator.Cartesian(
                        id, in.get(0).operator(), in.get(1).operator()));
    }

    /**
     * All partitions of all parents; partition by partition where all that have partitions are partitioned alike, else one parent after the
     * other.
     */
    public static Node union(List<Node> parents, CallSite site) {
        Memo<Optional<Partitioning>> common = new Memo<>(() -> common(parents));
        NodeBuilder node = parents.get(0).lineage().node(site, "Union");
        parents.forEach(node::on);
        return node.partitioning(common)
                .partitions(() -> common.get().map(Partitioning::partitions).orElseGet(() -> parents.stream()
                        .mapToInt(Node::partitions)
                        .sum()))
                .build((id, in) -> common.get().isPresent() ? alike(id, in) : new Operator.Union(id, operators(in)));
    }

    /** Partition i is made of partition i of each input. */
    private static Operator alike(int id, List<Step.Input> inputs) {
        List<Operator> children = operators(inputs).stream()
                .filter(child -> child.partitions() > 0)
                .toList();
        int partitions = children.get(0).partitions();
        List<int[]> groups = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            int first = partition;
            groups.add(IntStream.range(0, children.size())
                    .map(child -> child * partitions + first)
                    .toArray());
        }
        return new Operator.Coalesce(id, new Operator.Union(id, children), groups);
    }

    private static Optional<Partitioning> common(List<Node> parents) {
        List<Node> some =
                parents.stream().filter(parent -> parent.partitions() > 0).toList();
        Optional<Partitioning> first = some.stream().findFirst().flatMap(Node::partitioning);
        return first.filter(wanted -> some.stream()
                .allMatch(parent -> parent.partitioning().map(wanted::sameAs).orElse(false)));
    }

    /** Fewer partitions without moving records: neighbours are put together, in groups of about equal number. */
    public static Node coalesce(Node parent, CallSite site, int partitions) {
        return unary(parent, site, "Coalesce")
                .partitions(() -> Math.min(partitions, parent.partitions()))
                .build((id, in) -> {
                    Operator child = only(in);
                    return new Operator.Coalesce(
                            id, child, neighbours(child.partitions(), Math.min(partitions, child.partitions())));
                });
    }

    private static List<int[]> neighbours(int partitions, int groups) {
        List<int[]> result = new ArrayList<>();
        for (long group = 0; group < groups; group++) {
            result.add(IntStream.range((int) (group * partitions / groups), (int) ((group + 1) * partitions / groups))
                    .toArray());
        }
        return result;
    }

    private static NodeBuilder unary(Node parent, CallSite site, String kind) {
        return parent.lineage().node(site, kind).on(parent);
    }

    static Operator only(List<Step.Input> inputs) {
        return inputs.get(0).operator();
    }

    static List<Operator> operators(List<Step.Input> inputs) {
        return inputs.stream().map(Step.Input::operator).toList();
    }
}
