package org.lisle.hdfs.text;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.lisle.api.Pair;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.SplitPayload;
import org.lisle.hdfs.split.SplitPlanner;

/** Whole files as pairs of path and content; immutable. */
public final class WholeTextSource implements DataSource<Pair<String, String>> {
    private static final long serialVersionUID = 1L;

    private final String paths;
    private final TreeMap<String, String> settings;

    public WholeTextSource(String paths, Map<String, String> settings) {
        this.paths = paths;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public String description() {
        return "whole text " + paths;
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return FileErrors.guard(
                paths, () -> new SplitPlanner(HadoopConfiguration.with(settings), minPartitions).wholeFiles(paths));
    }

    @Override
    public RecordReader<Pair<String, String>> open(byte[] payload, ReadContext context) throws IOException {
        Configuration configuration = HadoopConfiguration.with(settings);
        return new WholeTextRecordReader(SplitPayload.decode(payload), configuration);
    }

    @Override
    public String toString() {
        return description();
    }
}
