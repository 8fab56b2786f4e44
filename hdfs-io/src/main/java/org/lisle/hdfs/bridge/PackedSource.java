package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.PackedSplits;
import org.lisle.hdfs.split.ReadersInTurn;

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
        List<InputSplit> splits = PackedSplits.unpack(payload);
        return new ReadersInTurn<>(
                splits.size(), split -> source.open(splits.get(split).payload(), context));
    }

    @Override
    public String toString() {
        return description();
    }
}
