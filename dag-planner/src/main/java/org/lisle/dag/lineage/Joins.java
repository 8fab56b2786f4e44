package org.lisle.dag.lineage;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.lisle.api.Pair;
import org.lisle.api.Tuple3;
import org.lisle.api.Tuple4;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.core.operator.CallSite;

/**
 * Joins out of cogroups: for each key every value on the left meets every value on the right. The right side's values of one key are
 * gone through once for each value on the left.
 *
 * <p>A side is divisible when each of its values is met by those of the other side for itself: one by one it may be there or not without what
 * the others give being another. An outer join is not by the side that it fills up: that a key has no value there is only known of the whole.
 */
public final class Joins {
    private static final List<Integer> LEFT = List.of(0);
    private static final List<Integer> RIGHT = List.of(1);
    private static final List<Integer> EITHER = List.of(0, 1);
    private static final List<Integer> NEITHER = List.of();

    private Joins() {}

    public static Node inner(Node left, Node right, CallSite site, Memo<Partitioning> wanted) {
        return flat(left, right, site, wanted, EITHER, groups -> cross(groups.get(0), groups.get(1)));
    }

    /** Values on the left without one on the right meet an empty Optional. */
    public static Node left(Node left, Node right, CallSite site, Memo<Partitioning> wanted) {
        return flat(left, right, site, wanted, LEFT, groups -> cross(groups.get(0), optional(groups.get(1))));
    }

    public static Node right(Node left, Node right, CallSite site, Memo<Partitioning> wanted) {
        return flat(left, right, site, wanted, RIGHT, groups -> cross(optional(groups.get(0)), groups.get(1)));
    }

    public static Node full(Node left, Node right, CallSite site, Memo<Partitioning> wanted) {
        return flat(
                left, right, site, wanted, NEITHER, groups -> cross(optional(groups.get(0)), optional(groups.get(1))));
    }

    /** The left pairs whose key the right does not have. */
    public static Node subtract(Node left, Node right, CallSite site, Memo<Partitioning> wanted) {
        return flat(
                left,
                right,
                site,
                wanted,
                LEFT,
                groups -> isEmpty(groups.get(1)) ? groups.get(0).iterator() : Collections.emptyIterator());
    }

    /** The groups of two to four parents, as a pair or tuple of iterables. */
    public static Node groups(List<Node> parents, CallSite site, Memo<Partitioning> wanted) {
        Function<List<Iterable<Object>>, Object> tuple =
                switch (parents.size()) {
                    case 2 -> groups -> Pair.of(groups.get(0), groups.get(1));
                    case 3 -> groups -> new Tuple3<>(groups.get(0), groups.get(1), groups.get(2));
                    default -> groups -> new Tuple4<>(groups.get(0), groups.get(1), groups.get(2), groups.get(3));
                };
        return Narrow.mapValues(Keyed.cogroup(parents, site, wanted, NEITHER), site, tuple);
    }

    private static Node flat(
            Node left,
            Node right,
            CallSite site,
            Memo<Partitioning> wanted,
            List<Integer> divisible,
            FlatMapFunction<List<Iterable<Object>>, Object> function) {
        return Narrow.flatMapValues(Keyed.cogroup(List.of(left, right), site, wanted, divisible), site, function);
    }

    private static Iterator<Object> cross(Iterable<?> left, Iterable<?> right) {
        return new FlatIterator<Object, Object>(
                iterator(left),
                first -> new FlatIterator<Object, Object>(
                        iterator(right), second -> Collections.<Object>singleton(new Pair<>(first, second))
                                .iterator()));
    }

    @SuppressWarnings("unchecked")
    private static Iterator<Object> iterator(Iterable<?> values) {
        return (Iterator<Object>) values.iterator();
    }

    private static Iterable<Optional<Object>> optional(Iterable<Object> values) {
        return isEmpty(values)
                ? List.of(Optional.empty())
                : () -> new FlatIterator<Object, Optional<Object>>(
                        values.iterator(), value -> Collections.singleton(Optional.ofNullable(value))
                                .iterator());
    }

    private static boolean isEmpty(Iterable<?> values) {
        return !values.iterator().hasNext();
    }
}
