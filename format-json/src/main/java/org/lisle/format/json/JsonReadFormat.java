package org.lisle.format.json;

import java.io.IOException;
import org.apache.hadoop.mapred.JobConf;
import org.lisle.api.BadRows;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.format.ReadFormat;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.LinesOpener;

/** Opens pieces of files of JSON lines. */
final class JsonReadFormat<T> implements ReadFormat<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final BadRows badRows;

    JsonReadFormat(Class<T> type, BadRows badRows) {
        this.type = type;
        this.badRows = badRows;
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public Cut cut() {
        return Cut.AS_LINES;
    }

    @Override
    public RecordReader<T> open(FilePiece piece, JobConf configuration) throws IOException {
        return new JsonPieceReader<>(type, badRows, piece, new LinesOpener(configuration).open(piece));
    }
}
