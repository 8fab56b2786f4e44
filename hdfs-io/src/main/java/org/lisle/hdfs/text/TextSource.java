package org.lisle.hdfs.text;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.SplitPayload;
import org.lisle.hdfs.split.SplitPlanner;

/** Lines of text files; immutable. */
public final class TextSource implements DataSource<String> {
    private static final long serialVersionUID = 1L;

    private final String paths;
    private final TreeMap<String, String> settings;

    public TextSource(String paths, Map<String, String> settings) {
        this.paths = paths;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public String description() {
        return "text " + paths;
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return FileErrors.guard(
                paths, () -> new SplitPlanner(HadoopConfiguration.with(settings), minPartitions).lines(paths));
    }

    @Override
    public RecordReader<String> open(byte[] payload, ReadContext context) throws IOException {
        return new TextRecordReader(SplitPayload.decode(payload), new LinesOpener(HadoopConfiguration.with(settings)));
    }

    @Override
    public String toString() {
        return description();
    }
}
