package org.lisle.dag.lineage;

import java.util.List;
import java.util.Optional;
import org.lisle.api.Pair;
import org.lisle.api.Partitioner;
import org.lisle.api.function.Function;
import org.lisle.api.function.Predicate;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.CallSite;

/** What two datasets have in common, and what one has beyond the other. */
public final class SetOperations {
    private static final int HERE = 1;
    private static final int THERE = 2;

    private SetOperations() {}

    /** Each record that both have, once: which sides have it is combined before the shuffle. */
    public static Node intersection(Node left, Node right, CallSite site) {
        Node sides = Narrow.union(List.of(marked(left, site, HERE), marked(right, site, THERE)), site);
        Aggregator<Integer, Integer> both = Aggregators.reduce((one, other) -> one | other);
        Memo<Partitioning> wanted = Keyed.byHashOfLargest(List.of(left, right));
        Node combined = Keyed.combine(sides, site, wanted, both, true);
        Predicate<Pair<Object, Integer>> isCommon = pair -> pair.value() == (HERE | THERE);
        return Narrow.map(Narrow.filter(combined, site, isCommon), site, Functions.key());
    }

    /** The left records that the right does not have, as often as the left has them. */
    public static Node subtract(Node left, Node right, CallSite site, Memo<Partitioning> byDefault) {
        return subtract(left, right, site, byDefault, new Memo<>(left::partitioning));
    }

    /** As above, where the program named the partitioner. */
    public static Node subtract(Node left, Node right, CallSite site, Partitioner partitioner) {
        Memo<Optional<Partitioning>> inPlace = new Memo<>(() -> left.partitioning()
                .filter(have -> have instanceof Partitioning.Fixed fixed
                        && fixed.partitioner().equals(partitioner)));
        return subtract(left, right, site, Keyed.by(partitioner), inPlace);
    }

    private static Node subtract(
            Node left, Node right, CallSite site, Memo<Partitioning> wanted, Memo<Optional<Partitioning>> lies) {
        Memo<Optional<Partitioning>> inPlace =
                new Memo<>(() -> lies.get().filter(Partitioning.Fixed.class::isInstance));
        Memo<Partitioning> ofRecords =
                new Memo<>(() -> inPlace.get().map(RecordKeys::ofRecords).orElseGet(wanted));
        Node there = Keyed.combine(
                RecordKeys.of(right, site, Memo.of(Optional.empty())), site, ofRecords, Distinct.NOTHING, true);
        Node rest = Joins.subtract(RecordKeys.of(left, site, inPlace), there, site, ofRecords);
        return RecordKeys.back(rest, site, inPlace);
    }

    private static Node marked(Node node, CallSite site, int side) {
        Function<Object, Pair<Object, Integer>> mark = record -> Pair.of(record, side);
        return Narrow.map(node, site, mark);
    }
}
