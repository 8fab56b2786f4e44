package org.lisle.executor.step;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.RecordReader;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.Counter;
import org.lisle.executor.scope.TaskCounters;

/** The records of a split; the seam at which a file system's exceptions get the split's name. */
final class ReaderCursor implements RecordCursor {
    private static final int COUNT_EVERY = 1024;

    private final RecordReader<?> reader;
    private final String name;
    private final TaskCounters counters;
    private int records;
    private long bytesCounted;
    private boolean closed;

    ReaderCursor(RecordReader<?> reader, String name, TaskCounters counters) {
        this.reader = reader;
        this.name = name;
        this.counters = counters;
    }

    @Override
    public boolean advance() {
        try {
            if (!reader.advance()) {
                count();
                return false;
            }
        } catch (IOException e) {
            throw failure(name, e);
        }
        if (++records == COUNT_EVERY) {
            count();
        }
        return true;
    }

    @Override
    public @Nullable Object current() {
        return reader.current();
    }

    @Override
    public String where() {
        String known = reader.where();
        return known.isEmpty() ? name : known;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        count();
        try {
            reader.close();
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    static LisleException failure(String name, IOException cause) {
        return new LisleException(
                ErrorCode.FILE_SYSTEM,
                name + " cannot be read: " + cause,
                "look at the file system and the file; the task is tried again elsewhere",
                cause);
    }

    private void count() {
        counters.add(Counter.RECORDS_READ, records);
        records = 0;
        long bytes = reader.bytesRead();
        counters.add(Counter.BYTES_READ, bytes - bytesCounted);
        bytesCounted = bytes;
    }
}
