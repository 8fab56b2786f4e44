package org.lisle.format.csv;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.api.BadRow;
import org.lisle.core.io.RecordReader;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.ValueRefused;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.PieceLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of a piece as records. Confined to the task's thread. */
final class CsvPieceReader<T> implements RecordReader<T> {
    private static final Logger LOG = LoggerFactory.getLogger(CsvPieceReader.class);

    private final Class<T> type;
    private final CsvOptions options;
    private final RowLines lines;
    private final RowParser<RowValues> parser;
    private @Nullable T record;
    private long badRows;

    CsvPieceReader(Class<T> type, CsvOptions options, Columns columns, FilePiece piece, PieceLines lines) {
        this(type, options, columns, new RowLines(lines, piece, options.multiLine()));
    }

    private CsvPieceReader(Class<T> type, CsvOptions options, Columns columns, RowLines lines) {
        this.type = type;
        this.options = options;
        this.lines = lines;
        this.parser = new RowParser<>(lines, options, new RowValues(RecordShape.of(type), columns, options.nullText()));
    }

    /** Of a piece that begins with the file's header, the rows behind it. */
    static <T> CsvPieceReader<T> behindHeader(Class<T> type, CsvOptions options, FilePiece piece, PieceLines opened)
            throws IOException {
        RowLines lines = new RowLines(opened, piece, options.multiLine());
        try {
            return new CsvPieceReader<>(type, options, Columns.ofHeader(RecordShape.of(type), lines, options), lines);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public boolean advance() throws IOException {
        while (lines.begin()) {
            try {
                RowValues row = parser.parse();
                if (row.isBlank()) {
                    continue;
                }
                record = type.cast(row.record());
                return true;
            } catch (RowParser.BadSyntax | ValueRefused e) {
                badRows++;
                options.badRows()
                        .handle(new BadRow(
                                lines.path(),
                                lines.rowOffset(),
                                lines.rowLine(),
                                lines.rowText(),
                                String.valueOf(e.getMessage())));
            }
        }
        return false;
    }

    @Override
    public T current() {
        if (record == null) {
            throw new IllegalStateException("there is no record before the first");
        }
        return record;
    }

    @Override
    public String where() {
        return lines.path() + " at byte " + lines.rowOffset();
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        if (badRows > 0) {
            LOG.warn("{} bad rows of {} were left out", badRows, lines.path());
        }
        lines.close();
    }
}
