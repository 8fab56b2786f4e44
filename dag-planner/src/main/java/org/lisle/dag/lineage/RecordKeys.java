package org.lisle.dag.lineage;

import java.util.Optional;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;

/** Records as their own keys, for operations that bring equal records together. */
final class RecordKeys {
    private static final Function<Object, Pair<Object, Boolean>> AS_KEY = record -> new Pair<>(record, true);
    private static final Function<Pair<Object, Object>, Object> KEY = Pair::key;

    private RecordKeys() {}

    /**
     * Pairs of a record and true.
     *
     * @param inPlace how the parent's pairs lie by their keys, where that is to be kept: then equal records lie together already
     */
    static Node of(Node parent, CallSite site, Memo<Optional<Partitioning>> inPlace) {
        return parent.lineage()
                .node(site, "MapRecords")
                .on(parent)
                .partitioning(() -> inPlace.get().map(RecordKeys::ofRecords))
                .build((id, in) -> new Operator.MapRecords(id, Narrow.only(in), AS_KEY));
    }

    /** The records again. */
    static Node back(Node keyed, CallSite site, Memo<Optional<Partitioning>> inPlace) {
        return keyed.lineage()
                .node(site, "MapRecords")
                .on(keyed)
                .partitioning(inPlace)
                .build((id, in) -> new Operator.MapRecords(id, Narrow.only(in), KEY));
    }

    static Partitioning ofRecords(Partitioning byKey) {
        return new Partitioning.Fixed(new RecordPartitioner(byKey.partitioner()));
    }
}
