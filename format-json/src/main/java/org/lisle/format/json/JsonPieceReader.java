package org.lisle.format.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.api.BadRow;
import org.lisle.api.BadRows;
import org.lisle.core.io.RecordReader;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.ValueRefused;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.PieceLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of a piece as records. Confined to the task's thread. */
final class JsonPieceReader<T> implements RecordReader<T> {
    private static final Logger LOG = LoggerFactory.getLogger(JsonPieceReader.class);
    private static final int TEXT_KEPT = 1000;

    private final Class<T> type;
    private final BadRows badRows;
    private final FilePiece piece;
    private final PieceLines lines;
    private final ObjectForm form;
    private @Nullable T record;
    private long line;
    private long bad;

    JsonPieceReader(Class<T> type, BadRows badRows, FilePiece piece, PieceLines lines) {
        this.type = type;
        this.badRows = badRows;
        this.piece = piece;
        this.lines = lines;
        this.form = new ObjectForm(RecordShape.of(type));
    }

    @Override
    public boolean advance() throws IOException {
        while (lines.next()) {
            line++;
            try (JsonParser parser = JsonStreams.parser(lines.buffer(), lines.from(), lines.to() - lines.from())) {
                if (parser.nextToken() == null) {
                    continue;
                }
                record = type.cast(form.read(parser));
                if (parser.nextToken() != null) {
                    throw new ValueRefused("something follows the object");
                }
                return true;
            } catch (JacksonException e) {
                long column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
                handle(e.getOriginalMessage() + (column > 0 ? " at column " + column : ""));
            } catch (ValueRefused e) {
                handle(String.valueOf(e.getMessage()));
            }
        }
        return false;
    }

    private void handle(String reason) {
        bad++;
        String text = lines.text();
        badRows.handle(new BadRow(
                piece.path(),
                lines.offset(),
                piece.start() == 0 ? line : 0,
                text.length() <= TEXT_KEPT ? text : text.substring(0, TEXT_KEPT),
                reason));
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
        return lines.where();
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        if (bad > 0) {
            LOG.warn("{} bad lines of {} were left out", bad, piece.path());
        }
        lines.close();
    }
}
