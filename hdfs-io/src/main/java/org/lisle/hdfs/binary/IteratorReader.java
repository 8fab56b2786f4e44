package org.lisle.hdfs.binary;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.RecordReader;

/** The records of an iterator, and the reader below them. */
@SuppressWarnings("NullAway") // null is a record like any other
final class IteratorReader<T> implements RecordReader<T> {
    private final Iterator<T> records;
    private final LongSupplier bytes;
    private final Closeable below;
    private @Nullable T current;

    IteratorReader(Iterator<T> records, LongSupplier bytes, Closeable below) {
        this.records = records;
        this.bytes = bytes;
        this.below = below;
    }

    @Override
    public boolean advance() {
        if (!records.hasNext()) {
            return false;
        }
        current = records.next();
        return true;
    }

    @Override
    public T current() {
        return current;
    }

    @Override
    public long bytesRead() {
        return bytes.getAsLong();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
