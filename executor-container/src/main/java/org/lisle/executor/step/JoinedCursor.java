package org.lisle.executor.step;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Partitions;
import org.lisle.executor.record.RecordCursor;

/** Several partitions one after the other; each is opened when its turn comes. */
final class JoinedCursor implements RecordCursor {
    private final Iterator<Partitions.Of> inputs;
    private final PartitionFlow flow;
    private @Nullable RecordCursor open;

    JoinedCursor(List<Partitions.Of> inputs, PartitionFlow flow) {
        this.inputs = inputs.iterator();
        this.flow = flow;
    }

    @Override
    public boolean advance() throws Exception {
        while (true) {
            if (open != null) {
                if (open.advance()) {
                    return true;
                }
                open.close();
                open = null;
            }
            if (!inputs.hasNext()) {
                return false;
            }
            open = flow.pull(inputs.next());
        }
    }

    @Override
    public @Nullable Object current() {
        return open == null ? null : open.current();
    }

    @Override
    public String where() {
        return open == null ? "" : open.where();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
