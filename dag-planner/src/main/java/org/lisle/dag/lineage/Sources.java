package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;

/** Nodes without parents. */
public final class Sources {
    private Sources() {}

    /** Values of the program, cut into slices of equal length; encoded when the first action needs them. */
    public static Node values(Lineage lineage, CallSite site, List<?> values, int slices) {
        List<Object> copy = new ArrayList<>(values);
        Memo<List<InputSplit>> encoded = new Memo<>(() -> IntStream.range(0, slices)
                .mapToObj(slice -> lineage.encode(slice(copy, slice, slices), slice))
                .toList());
        return lineage.node(site, "Values")
                .partitions(() -> slices)
                .splits(encoded)
                .build((id, inputs) -> new Operator.Values(id, slices));
    }

    private static List<Object> slice(List<Object> values, int slice, int slices) {
        long size = values.size();
        return values.subList((int) (slice * size / slices), (int) ((slice + 1) * size / slices));
    }

    /** Records of files; cut into splits when the first action, or somebody who asks for its partitions, needs them. */
    public static Node input(Lineage lineage, CallSite site, DataSource<?> source, int minPartitions) {
        Memo<List<InputSplit>> splits = new Memo<>(() -> source.splits(minPartitions));
        return lineage.node(site, "Input")
                .partitions(() -> splits.get().size())
                .splits(splits)
                .detail(source::description)
                .version(source::contentVersion)
                .thinning(source::thinned)
                .build((id, inputs) -> new Operator.Input(id, splits.get().size(), source));
    }
}
