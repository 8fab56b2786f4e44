package org.lisle.hdfs.text;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.codec.FileCodecs;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.split.SplitPayload;
import org.lisle.hdfs.split.SplitPlanner;
import org.lisle.hdfs.split.ThinSplit;

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
    public List<InputSplit> thinned(List<InputSplit> splits, long stride) {
        return FileErrors.guard(paths, () -> {
            FileCodecs codecs = new FileCodecs(HadoopConfiguration.with(settings));
            Predicate<FilePiece> isPlain = piece -> codecs.codecOf(new Path(piece.path())) == null;
            return splits.stream()
                    .map(split -> ThinSplit.of(split, stride, isPlain))
                    .toList();
        });
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
