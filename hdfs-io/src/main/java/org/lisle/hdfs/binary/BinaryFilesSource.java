package org.lisle.hdfs.binary;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.api.Pair;
import org.lisle.api.PortableDataStream;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.split.SplitPayload;
import org.lisle.hdfs.split.SplitPlanner;

/** Whole files as pairs of path and a stream that is opened by who wants to read it; immutable. */
public final class BinaryFilesSource implements DataSource<Pair<String, PortableDataStream>> {
    private static final long serialVersionUID = 1L;

    private final String paths;
    private final TreeMap<String, String> settings;

    public BinaryFilesSource(String paths, Map<String, String> settings) {
        this.paths = paths;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public String description() {
        return "binary files " + paths;
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return FileErrors.guard(
                paths, () -> new SplitPlanner(HadoopConfiguration.with(settings), minPartitions).wholeFiles(paths));
    }

    @Override
    public RecordReader<Pair<String, PortableDataStream>> open(byte[] payload, ReadContext context) throws IOException {
        Iterator<FilePiece> pieces = SplitPayload.decode(payload).iterator();
        return new IteratorReader<>(
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return pieces.hasNext();
                    }

                    @Override
                    public Pair<String, PortableDataStream> next() {
                        FilePiece piece = pieces.next();
                        return new Pair<>(piece.path(), HadoopDataStream.of(piece, settings));
                    }
                },
                () -> 0L,
                () -> {});
    }

    @Override
    public String toString() {
        return description();
    }
}
