package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.lisle.api.Pair;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.Aggregators;
import org.lisle.dag.lineage.Functions;
import org.lisle.dag.lineage.Keyed;
import org.lisle.dag.lineage.Narrow;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Preparation;
import org.lisle.dag.lineage.ZeroValue;

/** Reductions whose partitions' results are merged in rounds on the executors first, so that few come to the driver. */
public final class TreeActions {
    private final RecordActions records;

    public TreeActions(RecordActions records) {
        this.records = records;
    }

    /** @throws org.lisle.core.error.LisleException EMPTY_COLLECTION */
    public <T> T reduce(Node node, CallSite site, Function2<T, T, T> function, int depth) {
        Preparation.of(node);
        Function2<Integer, Iterator<T>, Iterator<T>> reduce = (partition, values) -> {
            Reducing<T> reducing = Reducing.of(function);
            while (values.hasNext()) {
                reducing.add(values.next());
            }
            return reducing.result().iterator();
        };
        Node reduced = Narrow.mapPartitions(node, site, reduce, false);
        return records.reduce(rounds(reduced, site, function, depth), site, function);
    }

    /** @param lastOnExecutor whether the last merge is an executor's, too, and a single value comes to the driver */
    public <T, U> U aggregate(
            Node node,
            CallSite site,
            U zero,
            Function2<U, T, U> addRecord,
            Function2<U, U, U> merge,
            int depth,
            boolean lastOnExecutor) {
        Preparation.of(node);
        ZeroValue<U> copies = ZeroValue.of(zero);
        Function2<Integer, Iterator<T>, Iterator<U>> fold = (partition, values) -> {
            Folding<T, U> folding = new Folding<>(copies.call(), addRecord);
            while (values.hasNext()) {
                folding.add(values.next());
            }
            List<U> result = new ArrayList<>(1);
            result.add(folding.result());
            return result.iterator();
        };
        Node merged = rounds(Narrow.mapPartitions(node, site, fold, false), site, merge, depth);
        if (lastOnExecutor && merged.partitions() > 1) {
            merged = round(merged, site, merge, 1);
        }
        return records.fold(merged, site, copies, merge);
    }

    private static <T> Node rounds(Node values, CallSite site, Function2<T, T, T> merge, int depth) {
        Node merged = values;
        int partitions = values.partitions();
        int width = Math.max((int) Math.ceil(Math.pow(partitions, 1.0 / depth)), 2);
        while (partitions > width + Math.ceil((double) partitions / width)) {
            partitions /= width;
            merged = round(merged, site, merge, partitions);
        }
        return merged;
    }

    /** Partition p's value goes to partition p modulo the new number. */
    private static <T> Node round(Node node, CallSite site, Function2<T, T, T> merge, int partitions) {
        Function2<Integer, Iterator<T>, Iterator<Pair<Integer, T>>> place = (partition, values) -> {
            List<Pair<Integer, T>> placed = new ArrayList<>();
            values.forEachRemaining(value -> placed.add(Pair.of(partition % partitions, value)));
            return placed.iterator();
        };
        Node placed = Narrow.mapPartitions(node, site, place, false);
        Node merged = Keyed.combine(placed, site, Keyed.byHash(partitions), Aggregators.reduce(merge), true);
        return Narrow.map(merged, site, Functions.value());
    }
}
