package org.lisle.hdfs.binary;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.failure.FileErrors;

/** Records that lie in batches of bytes; immutable. */
@SuppressWarnings("NullAway") // null is a record like any other
final class BatchesSource<T> implements DataSource<T> {
    private static final long serialVersionUID = 1L;

    private final DataSource<byte[]> batches;
    private final FlatMapFunction<byte[], T> read;

    BatchesSource(DataSource<byte[]> batches, FlatMapFunction<byte[], T> read) {
        this.batches = batches;
        this.read = read;
    }

    @Override
    public String description() {
        return batches.description();
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return batches.splits(minPartitions);
    }

    @Override
    public List<String> contentVersion(List<InputSplit> splits) {
        return batches.contentVersion(splits);
    }

    @Override
    public RecordReader<T> open(byte[] payload, ReadContext context) throws IOException {
        return new Records<>(batches.open(payload, context), read);
    }

    private static final class Records<T> implements RecordReader<T> {
        private final RecordReader<byte[]> batches;
        private final FlatMapFunction<byte[], T> read;
        private Iterator<T> batch = Collections.emptyIterator();
        private @Nullable T current;

        Records(RecordReader<byte[]> batches, FlatMapFunction<byte[], T> read) {
            this.batches = batches;
            this.read = read;
        }

        @Override
        public boolean advance() throws IOException {
            while (!batch.hasNext()) {
                if (!batches.advance()) {
                    return false;
                }
                batch = read(batches.current());
            }
            current = batch.next();
            return true;
        }

        private Iterator<T> read(byte[] bytes) throws IOException {
            try {
                return read.call(bytes);
            } catch (LisleException e) {
                if (e.code() != ErrorCode.BLOCK_CORRUPT) {
                    throw e;
                }
                throw corrupt(e);
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw corrupt(e);
            }
        }

        private LisleException corrupt(Exception failure) {
            return FileErrors.corrupt(
                    where(), "a batch of records cannot be decoded: " + failure.getMessage(), failure);
        }

        @Override
        public T current() {
            return current;
        }

        @Override
        public String where() {
            return batches.where();
        }

        @Override
        public long bytesRead() {
            return batches.bytesRead();
        }

        @Override
        public void close() throws IOException {
            batches.close();
        }
    }

    @Override
    public String toString() {
        return description();
    }
}
