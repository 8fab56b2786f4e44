package org.lisle.dag.driver;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lisle.core.message.AccumulatorUpdate;

/** The accumulators that are merged in this driver, by id. Registered from any thread, merged on the loop. */
final class AccumulatorRegistry {
    private final Map<Long, DriverServices.AccumulatorMerger> mergers = new ConcurrentHashMap<>();

    void register(long id, DriverServices.AccumulatorMerger merger) {
        mergers.put(id, merger);
    }

    void remove(long id) {
        mergers.remove(id);
    }

    /** Merges what an attempt that counts brought; what is not registered (any more) is dropped. */
    void merge(List<AccumulatorUpdate> updates) {
        for (AccumulatorUpdate update : updates) {
            DriverServices.AccumulatorMerger merger = mergers.get(update.getId());
            if (merger != null) {
                merger.merge(bytes(update.getValue()));
            }
        }
    }

    static byte[] bytes(ByteBuffer buffer) {
        ByteBuffer view = buffer.duplicate();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}
