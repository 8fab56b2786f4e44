package org.lisle.executor.step;

import org.lisle.api.Pair;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.shuffle.fetch.RecordStream;

/** The records of a reduce partition as pairs. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class ShuffleCursor implements RecordCursor {
    private final RecordStream stream;

    ShuffleCursor(RecordStream stream) {
        this.stream = stream;
    }

    @Override
    public boolean advance() {
        return stream.next();
    }

    @Override
    public Object current() {
        return new Pair<>(stream.key(), stream.value());
    }

    @Override
    public void close() {
        stream.close();
    }
}
