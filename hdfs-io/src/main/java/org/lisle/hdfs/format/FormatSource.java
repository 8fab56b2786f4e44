package org.lisle.hdfs.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.mapred.JobConf;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.split.ReadersInTurn;
import org.lisle.hdfs.split.SplitPayload;
import org.lisle.hdfs.split.SplitPlanner;

/** The records of files of one format; immutable. */
public final class FormatSource<T> implements DataSource<T> {
    private static final long serialVersionUID = 1L;

    private final String paths;
    private final ReadFormat<T> format;
    private final TreeMap<String, String> settings;

    /** @param paths Hadoop paths with globs, separated by commas; a directory means the files in it */
    public FormatSource(String paths, ReadFormat<T> format, Map<String, String> settings) {
        this.paths = paths;
        this.format = format;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public String description() {
        return format.name() + " " + paths;
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return FileErrors.guard(paths, () -> {
            SplitPlanner planner = new SplitPlanner(HadoopConfiguration.with(settings), minPartitions);
            return switch (format.cut()) {
                case AS_LINES -> planner.lines(paths);
                case ANYWHERE -> planner.blocks(paths);
                case NOWHERE -> planner.wholeFiles(paths);
            };
        });
    }

    @Override
    public RecordReader<T> open(byte[] payload, ReadContext context) throws IOException {
        List<FilePiece> pieces = SplitPayload.decode(payload);
        JobConf configuration = HadoopConfiguration.with(settings);
        return new ReadersInTurn<>(pieces.size(), piece -> format.open(pieces.get(piece), configuration));
    }

    @Override
    public String toString() {
        return description();
    }
}
