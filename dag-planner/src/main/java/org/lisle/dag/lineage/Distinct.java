package org.lisle.dag.lineage;

import java.util.Optional;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.CallSite;

/** Each record once: records become keys and are combined; pairs that lie by their keys already are not moved. */
public final class Distinct {
    static final Aggregator<Object, Object> NOTHING =
            new Aggregator<>(value -> value, (nothing, value) -> nothing, (nothing, value) -> nothing);

    private Distinct() {}

    /** @param partitions wanted; the parent's where the program names none */
    public static Node of(Node parent, CallSite site, Memo<Integer> partitions) {
        Memo<Optional<Partitioning>> inPlace = new Memo<>(() -> parent.partitioning()
                .filter(have -> have instanceof Partitioning.Fixed && have.partitions() == partitions.get()));
        Memo<Partitioning> wanted = new Memo<>(() -> inPlace.get()
                .map(RecordKeys::ofRecords)
                .orElseGet(() -> Keyed.byHash(Math.max(1, partitions.get())).get()));
        Node keyed = RecordKeys.of(parent, site, inPlace);
        return RecordKeys.back(Keyed.combine(keyed, site, wanted, NOTHING, true), site, inPlace);
    }
}
