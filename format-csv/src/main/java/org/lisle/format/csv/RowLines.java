package org.lisle.format.csv;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.PieceLines;

/**
 * The characters of a piece, given to the parser no further than the row goes: the line that {@link #begin} found and then the end of the
 * stream. So a quote that is not closed ends with its line. Where fields may hold line breaks, the lines behind it follow instead.
 *
 * <p>So it is always known at which byte and in which line a row begins. Confined to the task's thread.
 */
final class RowLines extends Reader {
    private static final int TEXT_KEPT = 1000;

    private final PieceLines lines;
    private final FilePiece piece;
    private final boolean multiLine;
    private final StringBuilder rowText = new StringBuilder();

    /** What is left of the line: its bytes, or its characters once one is not ASCII. */
    private byte[] bytes = new byte[0];

    private int next;
    private int end;
    private String text = "";
    private int nextOfText;
    private boolean lineEndLeft;

    private long rowOffset;
    private long rowLine;
    private long line;

    RowLines(PieceLines lines, FilePiece piece, boolean multiLine) {
        this.lines = lines;
        this.piece = piece;
        this.multiLine = multiLine;
    }

    /** Begins the next row; false when no line is left. */
    boolean begin() throws IOException {
        if (!takeLine()) {
            return false;
        }
        rowOffset = lines.offset();
        rowLine = line;
        rowText.setLength(0);
        keepText();
        return true;
    }

    private boolean takeLine() throws IOException {
        if (!lines.next()) {
            return false;
        }
        line++;
        bytes = lines.buffer();
        next = lines.from();
        end = multiLine ? lines.endTo() : lines.to();
        text = "";
        nextOfText = 0;
        lineEndLeft = !multiLine;
        return true;
    }

    private void keepText() {
        if (multiLine && rowText.length() < TEXT_KEPT) {
            rowText.append(new String(bytes, next, Math.min(end - next, TEXT_KEPT), StandardCharsets.UTF_8));
        }
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            int given = give(buffer, offset, length);
            if (given > 0) {
                return given;
            }
            if (!multiLine || !takeLine()) {
                return -1;
            }
            keepText();
        }
    }

    private int give(char[] buffer, int offset, int length) {
        int given = 0;
        while (given < length && next < end && bytes[next] >= 0) {
            buffer[offset + given++] = (char) bytes[next++];
        }
        if (given < length && next < end) {
            text = new String(bytes, next, end - next, StandardCharsets.UTF_8);
            nextOfText = 0;
            next = end;
        }
        int ofText = Math.min(length - given, text.length() - nextOfText);
        text.getChars(nextOfText, nextOfText + ofText, buffer, offset + given);
        nextOfText += ofText;
        given += ofText;
        if (given < length && lineEndLeft) {
            lineEndLeft = false;
            buffer[offset + given++] = '\n';
        }
        return given;
    }

    String path() {
        return piece.path();
    }

    /** Position of the row's first byte. */
    long rowOffset() {
        return rowOffset;
    }

    /** The number of the row's first line from 1; 0 when it is not known. */
    long rowLine() {
        return piece.start() == 0 ? rowLine : 0;
    }

    /** The row, or its beginning. */
    String rowText() {
        String whole = multiLine ? rowText.toString() : lines.text();
        return whole.length() <= TEXT_KEPT ? whole.stripTrailing() : whole.substring(0, TEXT_KEPT);
    }

    long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
