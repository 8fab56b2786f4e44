package org.lisle.dag.driver;

import java.util.List;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;

/**
 * Cuts what is known of a shuffle into messages of about a megabyte: all of it may be larger than a message can be, and many executors ask
 * for it at the same time, one page each.
 */
final class MapOutputPages {
    static final long PAGE_BYTES = 1 << 20;
    /** What an output takes in a message besides its sizes, about. */
    private static final long PLACE_BYTES = 200;

    private MapOutputPages() {}

    /**
     * The outputs of the map partitions from {@code first} on that go into one message; at least one, if there is one.
     *
     * @param known all outputs, by map partition
     */
    static MapOutputs page(MapOutputs known, int first, int epoch) {
        List<MapOutput> outputs = known.getOutputs();
        int from = 0;
        while (from < outputs.size() && outputs.get(from).getMapPartition() < first) {
            from++;
        }
        int to = from;
        long bytes = 0;
        while (to < outputs.size() && bytes < PAGE_BYTES) {
            bytes += PLACE_BYTES + outputs.get(to).getSizes().remaining();
            to++;
        }
        int next = to < outputs.size() ? outputs.get(to).getMapPartition() : -1;
        return new MapOutputs(
                known.getShuffleId(),
                known.getVersion(),
                known.getMapPartitions(),
                outputs.subList(from, to),
                epoch,
                known.getSlices(),
                next);
    }
}
