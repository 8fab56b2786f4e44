package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Slice;

/**
 * How the tasks of a stage are numbered, and with them its map outputs:
 *
 * <pre>
 *   0 ... partitions - 1      a task for each whole partition; none where the partition is sliced
 *   partitions ...            a task for each slice, in their order
 * </pre>
 *
 * So a number alone tells whether a task is of a whole partition, also to a driver that did not launch it. Immutable.
 */
final class Slices {
    private final int partitions;
    private final List<Slice> slices;
    private final BitSet sliced = new BitSet();

    /** @param partitions of the stage */
    Slices(int partitions, List<Slice> slices) {
        this.partitions = partitions;
        this.slices = List.copyOf(slices);
        slices.forEach(slice -> sliced.set(slice.partition()));
    }

    static Slices none(int partitions) {
        return new Slices(partitions, List.of());
    }

    List<Slice> all() {
        return slices;
    }

    /** All numbers are below this. */
    int numbers() {
        return partitions + slices.size();
    }

    /** How many tasks there are. */
    int tasks() {
        return numbers() - sliced.cardinality();
    }

    /** A copy: the partitions that have slices, and no task of their own. */
    BitSet sliced() {
        return (BitSet) sliced.clone();
    }

    boolean hasTask(int number) {
        return number < numbers() && !sliced.get(number);
    }

    /** What the task with this number computes; null for the whole of a partition. */
    @Nullable
    Slice of(int number) {
        return number < partitions ? null : slices.get(number - partitions);
    }

    /** The partition that the task with this number computes or is a part of. */
    int partitionOf(int number) {
        Slice slice = of(number);
        return slice == null ? number : slice.partition();
    }

    /** The numbers of the tasks that compute these partitions or parts of them. */
    BitSet tasksOf(BitSet wanted) {
        BitSet found = (BitSet) wanted.clone();
        found.andNot(sliced);
        for (int number = partitions; number < numbers(); number++) {
            found.set(number, wanted.get(partitionOf(number)));
        }
        return found;
    }
}
