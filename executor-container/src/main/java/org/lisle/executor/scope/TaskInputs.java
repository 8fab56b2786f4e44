package org.lisle.executor.scope;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.LeafInput;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Partitions;
import org.lisle.core.operator.Slice;

/** What came with a task for its leaves: payloads, and what of its shuffles it reads. Immutable. */
public final class TaskInputs {
    private final Map<Key, byte[]> payloads = new HashMap<>();
    private final @Nullable Slice slice;

    private record Key(int operator, int partition) {}

    /** @param slice what the task computes of its partition; null for the whole */
    public TaskInputs(List<LeafInput> inputs, @Nullable Slice slice) {
        this.slice = slice;
        for (LeafInput input : inputs) {
            ByteBuffer bytes = input.getPayload().duplicate();
            byte[] payload = new byte[bytes.remaining()];
            bytes.get(payload);
            payloads.put(new Key(input.getOperatorId(), input.getPartition()), payload);
        }
    }

    /** The map partitions whose records the task reads of a child of its stage's CoGroup. */
    public MapRange mapsOf(int child) {
        return slice == null ? MapRange.ALL : slice.mapsOf(child);
    }

    public byte[] payload(Partitions.Of leaf) {
        byte[] payload = payloads.get(new Key(leaf.operator().id(), leaf.partition()));
        if (payload == null) {
            throw new LisleException(
                    ErrorCode.INTERNAL_ERROR,
                    "the task came without the input of partition " + leaf.partition() + " of "
                            + leaf.operator().kind() + " " + leaf.operator().id(),
                    "report this with the driver's log");
        }
        return payload;
    }
}
