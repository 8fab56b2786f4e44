package org.lisle.hdfs.split;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.RecordReader;

/** The records of several readers, one reader after the other, of which one is open at a time. */
public final class ReadersInTurn<T> implements RecordReader<T> {
    private final int count;
    private final Opener<T> opener;
    private int opened;
    private @Nullable RecordReader<T> open;
    private long bytesOfClosed;

    /** @param count of readers */
    public ReadersInTurn(int count, Opener<T> opener) {
        this.count = count;
        this.opener = opener;
    }

    /** Opens the readers. */
    @FunctionalInterface
    public interface Opener<T> {
        /** @param number from 0 */
        RecordReader<T> open(int number) throws IOException;
    }

    @Override
    public boolean advance() throws IOException {
        while (true) {
            if (open == null) {
                if (opened == count) {
                    return false;
                }
                open = opener.open(opened++);
            }
            if (open.advance()) {
                return true;
            }
            close();
        }
    }

    @Override
    public T current() {
        if (open == null) {
            throw new IllegalStateException("there is no record behind the last");
        }
        return open.current();
    }

    /** The number of the reader that the current record is of. */
    public int number() {
        return opened - 1;
    }

    @Override
    public String where() {
        return open == null ? "" : open.where();
    }

    @Override
    public long bytesRead() {
        return bytesOfClosed + (open == null ? 0 : open.bytesRead());
    }

    /** Closes the reader that is open. */
    @Override
    public void close() throws IOException {
        RecordReader<T> closing = open;
        if (closing != null) {
            open = null;
            bytesOfClosed += closing.bytesRead();
            closing.close();
        }
    }
}
