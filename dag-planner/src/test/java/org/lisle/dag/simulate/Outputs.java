package org.lisle.dag.simulate;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Slice;

/** The numbers of map outputs, as readers see them. */
final class Outputs {
    private Outputs() {}

    /** Of all outputs that the shuffle is to have. */
    static BitSet wanted(MapOutputs outputs) {
        var wanted = new BitSet();
        wanted.set(0, outputs.getMapPartitions() + outputs.getSlices().size());
        outputs.getSlices().forEach(wanted::clear);
        return wanted;
    }

    /** Of those that a task reads. @param slice what it computes; null for a whole partition */
    static List<Integer> read(MapOutputs outputs, @Nullable Slice slice, int input) {
        MapRange maps = slice == null ? MapRange.ALL : slice.mapsOf(input);
        int partitions = outputs.getMapPartitions();
        return wanted(outputs).stream()
                .filter(number -> maps.contains(
                        number < partitions ? number : outputs.getSlices().get(number - partitions)))
                .boxed()
                .toList();
    }
}
