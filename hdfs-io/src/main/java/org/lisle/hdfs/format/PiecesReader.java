package org.lisle.hdfs.format;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.mapred.JobConf;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.split.FilePiece;

/** The records of a split's pieces, one piece after the other. */
final class PiecesReader<T> implements RecordReader<T> {
    private final List<FilePiece> pieces;
    private final ReadFormat<T> format;
    private final JobConf configuration;
    private @Nullable PieceReader<T> open;
    private int nextPiece;
    private long bytesOfClosed;

    PiecesReader(List<FilePiece> pieces, ReadFormat<T> format, JobConf configuration) {
        this.pieces = pieces;
        this.format = format;
        this.configuration = configuration;
    }

    @Override
    public boolean advance() throws IOException {
        while (true) {
            if (open == null) {
                if (nextPiece == pieces.size()) {
                    return false;
                }
                open = format.open(pieces.get(nextPiece++), configuration);
            }
            if (open.next()) {
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
        return open.record();
    }

    @Override
    public String where() {
        return open == null ? "" : open.where();
    }

    @Override
    public long bytesRead() {
        return bytesOfClosed + (open == null ? 0 : open.bytesRead());
    }

    /** Closes the piece that is open. */
    @Override
    public void close() throws IOException {
        PieceReader<T> closing = open;
        if (closing != null) {
            open = null;
            bytesOfClosed += closing.bytesRead();
            closing.close();
        }
    }
}
