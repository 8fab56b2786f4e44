package org.lisle.executor.scope;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.LeafInput;
import org.lisle.core.operator.Partitions;

/** The payloads that came with a task for its leaves. Immutable. */
public final class TaskInputs {
    private final Map<Key, byte[]> payloads = new HashMap<>();

    private record Key(int operator, int partition) {}

    public TaskInputs(List<LeafInput> inputs) {
        for (LeafInput input : inputs) {
            ByteBuffer bytes = input.getPayload().duplicate();
            byte[] payload = new byte[bytes.remaining()];
            bytes.get(payload);
            payloads.put(new Key(input.getOperatorId(), input.getPartition()), payload);
        }
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
