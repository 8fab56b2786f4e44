package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.PackedSplits;

/** A source of files whose small splits are read by one task, one after the other; immutable. */
public final class PackedSource<T> implements DataSource<T> {
    private static final long serialVersionUID = 1L;
    private static final String BLOCK_SIZE = "dfs.blocksize";
    private static final long DEFAULT_BLOCK_SIZE = 128L << 20;

    private final DataSource<T> source;
    private final TreeMap<String, String> settings;

    public PackedSource(DataSource<T> source, Map<String, String> settings) {
        this.source = source;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        Configuration configuration = FileErrors.guard(description(), () -> InputConfiguration.of(null, settings));
        long blockSize = Math.max(1, configuration.getLongBytes(BLOCK_SIZE, DEFAULT_BLOCK_SIZE));
        long most = Math.max(1, configuration.getLong(FileInputFormat.SPLIT_MAXSIZE, Long.MAX_VALUE));
        return PackedSplits.pack(source.splits(minPartitions), Math.min(blockSize, most), minPartitions);
    }

    @Override
    public List<String> contentVersion(List<InputSplit> splits) {
        return FileErrors.guard(description(), () -> {
            List<InputSplit> all = new ArrayList<>();
            for (InputSplit split : splits) {
                all.addAll(PackedSplits.unpack(split.payload()));
            }
            return source.contentVersion(all);
        });
    }

    @Override
    public RecordReader<T> open(byte[] payload, ReadContext context) throws IOException {
        return new InTurn<>(source, PackedSplits.unpack(payload).iterator(), context);
    }

    /** The records of one split after those of the other. */
    private static final class InTurn<T> implements RecordReader<T> {
        private final DataSource<T> source;
        private final Iterator<InputSplit> splits;
        private final ReadContext context;
        private @Nullable RecordReader<T> open;
        private long bytesOfClosed;

        InTurn(DataSource<T> source, Iterator<InputSplit> splits, ReadContext context) {
            this.source = source;
            this.splits = splits;
            this.context = context;
        }

        @Override
        public boolean advance() throws IOException {
            while (true) {
                if (open == null) {
                    if (!splits.hasNext()) {
                        return false;
                    }
                    open = source.open(splits.next().payload(), context);
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

        @Override
        public String where() {
            return open == null ? "" : open.where();
        }

        @Override
        public long bytesRead() {
            return bytesOfClosed + (open == null ? 0 : open.bytesRead());
        }

        /** Closes the split that is open. */
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

    @Override
    public String toString() {
        return description();
    }
}
