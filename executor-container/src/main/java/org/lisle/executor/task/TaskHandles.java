package org.lisle.executor.task;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.api.Accumulator;
import org.lisle.api.Broadcast;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.message.AccumulatorUpdate;

/** The broadcasts and accumulators in one task's functions. All references to an accumulator become the task's one copy. Confined to one thread. */
final class TaskHandles implements HandleBinder {
    private final BroadcastValues broadcasts;
    private final Map<Long, Accumulator<?, ?>> accumulators = new TreeMap<>();

    TaskHandles(BroadcastValues broadcasts) {
        this.broadcasts = broadcasts;
    }

    @Override
    public Object bind(Object handle) {
        if (handle instanceof Broadcast.Reference reference) {
            return new TaskBroadcast(reference, broadcasts);
        }
        if (handle instanceof Accumulator<?, ?> accumulator) {
            Accumulator<?, ?> known = accumulators.putIfAbsent(accumulator.id(), accumulator);
            return known == null ? accumulator : known;
        }
        return handle;
    }

    /** What the task added. @throws org.lisle.core.error.LisleException CLOSURE_NOT_SERIALIZABLE when a value cannot be sent */
    List<AccumulatorUpdate> updates() {
        List<AccumulatorUpdate> updates = new ArrayList<>();
        for (Accumulator<?, ?> accumulator : accumulators.values()) {
            if (!accumulator.isZero()) {
                updates.add(new AccumulatorUpdate(accumulator.id(), ByteBuffer.wrap(Closures.serialize(accumulator))));
            }
        }
        return updates;
    }
}
