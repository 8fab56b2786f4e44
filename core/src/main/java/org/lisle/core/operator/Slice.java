package org.lisle.core.operator;

import java.util.List;

/**
 * The part of a partition that one of several tasks computes: of one child of the stage's {@link Operator.CoGroup} the records that come from
 * some map partitions, of the others all.
 *
 * @param partition of the stage
 * @param input the number of the child
 * @param maps the map partitions whose records of that child are in it
 */
public record Slice(int partition, int input, MapRange maps) {
    /** The map partitions of which this is to read the segments, for a child. */
    public MapRange mapsOf(int child) {
        return child == input ? maps : MapRange.ALL;
    }

    /**
     * The children of the root's {@link Operator.CoGroup} by which its partitions may be sliced: those that the CoGroup names, where it reads
     * nothing but shuffles and every record above it is made of one record below. Whatever sees a partition as a whole forbids it: its
     * number, its order, its end, or that it is stored.
     */
    public static List<Integer> inputsOf(Operator root) {
        Operator at = root;
        while (isByRecord(at)) {
            at = at.children().get(0);
        }
        return at instanceof Operator.CoGroup groups
                        && groups.children().stream().allMatch(Operator.ShuffleRead.class::isInstance)
                ? groups.divisible()
                : List.of();
    }

    private static boolean isByRecord(Operator operator) {
        return operator instanceof Operator.MapRecords
                || operator instanceof Operator.MapValues
                || operator instanceof Operator.FilterRecords
                || operator instanceof Operator.FlatMapRecords
                || operator instanceof Operator.FlatMapValues
                || (operator instanceof Operator.MapPartitions map && map.function() instanceof ByRecord);
    }

    /** The shuffles that the root's CoGroup reads, by child; only where {@link #inputsOf} names any. */
    public static List<ShuffleSpec> shufflesOf(Operator root) {
        Operator at = root;
        while (!(at instanceof Operator.CoGroup)) {
            at = at.children().get(0);
        }
        return at.children().stream()
                .map(child -> ((Operator.ShuffleRead) child).shuffle())
                .toList();
    }
}
