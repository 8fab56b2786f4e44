package org.lisle.hdfs.binary;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.io.BytesWritable;
import org.lisle.api.Pair;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;

/** The bytes of the values of pairs; immutable. */
final class ValuesSource<K> implements DataSource<byte[]> {
    private static final long serialVersionUID = 1L;

    private final DataSource<Pair<K, BytesWritable>> pairs;

    ValuesSource(DataSource<Pair<K, BytesWritable>> pairs) {
        this.pairs = pairs;
    }

    @Override
    public String description() {
        return pairs.description();
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return pairs.splits(minPartitions);
    }

    @Override
    public List<String> contentVersion(List<InputSplit> splits) {
        return pairs.contentVersion(splits);
    }

    @Override
    public RecordReader<byte[]> open(byte[] payload, ReadContext context) throws IOException {
        RecordReader<Pair<K, BytesWritable>> reader = pairs.open(payload, context);
        return new RecordReader<>() {
            @Override
            public boolean advance() throws IOException {
                return reader.advance();
            }

            @Override
            public byte[] current() {
                return reader.current().value().copyBytes();
            }

            @Override
            public String where() {
                return reader.where();
            }

            @Override
            public long bytesRead() {
                return reader.bytesRead();
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    @Override
    public String toString() {
        return description();
    }
}
