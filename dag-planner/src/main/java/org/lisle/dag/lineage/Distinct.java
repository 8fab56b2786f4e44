package org.lisle.dag.lineage;

import java.util.Optional;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;

/** Each record once: records become keys and are combined; pairs that lie by their keys already are not moved. */
public final class Distinct {
    private static final Aggregator<Object, Object> NOTHING =
            new Aggregator<>(value -> value, (nothing, value) -> nothing, (nothing, value) -> nothing);

    private Distinct() {}

    /** @param partitions wanted; the parent's where the program names none */
    public static Node of(Node parent, CallSite site, Memo<Integer> partitions) {
        Memo<Optional<Partitioning>> inPlace = new Memo<>(() -> parent.partitioning()
                .filter(have -> have instanceof Partitioning.Fixed && have.partitions() == partitions.get()));
        Function<Object, Pair<Object, Boolean>> asKey = record -> Pair.of(record, true);
        Node keyed = parent.lineage()
                .node(site, "MapRecords")
                .on(parent)
                .partitioning(() -> inPlace.get().map(Distinct::ofRecords))
                .build((id, in) -> new Operator.MapRecords(id, Narrow.only(in), asKey));
        Memo<Partitioning> wanted = new Memo<>(
                () -> inPlace.get().map(Distinct::ofRecords).orElseGet(() -> Keyed.byHash(Math.max(1, partitions.get()))
                        .get()));
        Node combined = Keyed.combine(keyed, site, wanted, NOTHING, true);
        Function<Pair<Object, Object>, Object> key = Pair::key;
        return parent.lineage()
                .node(site, "MapRecords")
                .on(combined)
                .partitioning(inPlace)
                .build((id, in) -> new Operator.MapRecords(id, Narrow.only(in), key));
    }

    private static Partitioning ofRecords(Partitioning byKey) {
        return new Partitioning.Fixed(new RecordPartitioner(byKey.partitioner()));
    }
}
