package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function2;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;

/** A source whose splits each go through a function of the program, with their records; immutable. */
final class SplitFunctionSource<T, R> implements DataSource<R> {
    private static final long serialVersionUID = 1L;

    private final DataSource<T> source;
    private final SplitDecoder decoder;
    private final Function2<Object, Iterator<T>, Iterator<R>> function;

    /** Makes a split of Hadoop out of a payload. */
    @FunctionalInterface
    interface SplitDecoder extends java.io.Serializable {
        Object decode(byte[] payload) throws IOException;
    }

    @SuppressWarnings("unchecked")
    SplitFunctionSource(DataSource<T> source, SplitDecoder decoder, Function2<?, Iterator<T>, Iterator<R>> function) {
        this.source = source;
        this.decoder = decoder;
        this.function = (Function2<Object, Iterator<T>, Iterator<R>>) function;
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return source.splits(minPartitions);
    }

    @Override
    public List<String> contentVersion(List<InputSplit> splits) {
        return source.contentVersion(splits);
    }

    @Override
    public RecordReader<R> open(byte[] payload, ReadContext context) throws IOException {
        RecordReader<T> reader = source.open(payload, context);
        return new Applied<>(reader, applied(decoder.decode(payload), new ReaderIterator<>(reader, description())));
    }

    private Iterator<R> applied(Object split, Iterator<T> records) {
        try {
            return function.call(split, records);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LisleException(ErrorCode.USER_CODE_FAILED, "a function of a split failed: " + e, "", e);
        }
    }

    @Override
    public String toString() {
        return description();
    }

    private static final class Applied<T, R> implements RecordReader<R> {
        private final RecordReader<T> reader;
        private final Iterator<R> results;
        private @Nullable R current;

        Applied(RecordReader<T> reader, Iterator<R> results) {
            this.reader = reader;
            this.results = results;
        }

        @Override
        public boolean advance() {
            if (!results.hasNext()) {
                return false;
            }
            current = results.next();
            return true;
        }

        @Override
        @SuppressWarnings("NullAway") // null is a record like any other
        public R current() {
            return current;
        }

        @Override
        public long bytesRead() {
            return reader.bytesRead();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
