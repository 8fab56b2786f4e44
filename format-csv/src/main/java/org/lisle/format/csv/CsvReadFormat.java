package org.lisle.format.csv;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.mapred.JobConf;
import org.lisle.core.io.RecordReader;
import org.lisle.core.record.RecordShape;
import org.lisle.hdfs.format.ReadFormat;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.LinesOpener;

/** Opens pieces of CSV files. */
final class CsvReadFormat<T> implements ReadFormat<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final CsvOptions options;

    CsvReadFormat(Class<T> type, CsvOptions options) {
        this.type = type;
        this.options = options;
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Cut cut() {
        return options.multiLine() ? Cut.NOWHERE : Cut.AS_LINES;
    }

    @Override
    public RecordReader<T> open(FilePiece piece, JobConf configuration) throws IOException {
        LinesOpener opener = new LinesOpener(configuration);
        RecordShape shape = RecordShape.of(type);
        if (!options.header()) {
            return new CsvPieceReader<>(type, options, Columns.inOrder(shape), piece, opener.open(piece));
        }
        if (piece.start() > 0) {
            Columns columns;
            FilePiece head = new FilePiece(
                    piece.path(), 0, piece.fileLength(), piece.fileLength(), piece.modificationTime(), Map.of());
            try (RowLines lines = new RowLines(opener.open(head), head, options.multiLine())) {
                columns = Columns.ofHeader(shape, lines, options);
            }
            return new CsvPieceReader<>(type, options, columns, piece, opener.open(piece));
        }
        return CsvPieceReader.behindHeader(type, options, piece, opener.open(piece));
    }
}
