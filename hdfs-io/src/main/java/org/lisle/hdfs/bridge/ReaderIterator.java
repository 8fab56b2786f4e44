package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.failure.FileErrors;

/** A reader as an iterator; the seam at which its IOExceptions get the source's name. */
final class ReaderIterator<T> implements Iterator<T> {
    private final RecordReader<T> reader;
    private final String source;
    private boolean ahead;
    private boolean ended;

    ReaderIterator(RecordReader<T> reader, String source) {
        this.reader = reader;
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (!ahead && !ended) {
            try {
                ahead = reader.advance();
            } catch (IOException e) {
                throw FileErrors.translate(source, e);
            }
            ended = !ahead;
        }
        return ahead;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ahead = false;
        return reader.current();
    }
}
