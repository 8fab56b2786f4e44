package org.lisle.hdfs.text;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.split.FilePiece;

/** The lines of a split's pieces, one piece after the other. */
final class TextRecordReader implements RecordReader<String> {
    private final List<FilePiece> pieces;
    private final LinesOpener opener;
    private @Nullable PieceLines open;
    private int nextPiece;
    private long bytesOfClosed;
    private String line = "";

    TextRecordReader(List<FilePiece> pieces, LinesOpener opener) {
        this.pieces = pieces;
        this.opener = opener;
    }

    @Override
    public boolean advance() throws IOException {
        while (true) {
            if (open == null) {
                if (nextPiece == pieces.size()) {
                    return false;
                }
                open = isScattered(nextPiece)
                        ? opener.openScattered(pieces.get(nextPiece))
                        : opener.open(pieces.get(nextPiece));
                nextPiece++;
            }
            if (open.next()) {
                line = open.text();
                return true;
            }
            closePiece();
        }
    }

    /** Whether the piece before or behind is of the same file. */
    private boolean isScattered(int number) {
        String path = pieces.get(number).path();
        return number > 0 && path.equals(pieces.get(number - 1).path())
                || number + 1 < pieces.size()
                        && path.equals(pieces.get(number + 1).path());
    }

    @Override
    public String current() {
        return line;
    }

    @Override
    public String where() {
        return open == null ? "" : open.where();
    }

    @Override
    public long bytesRead() {
        return bytesOfClosed + (open == null ? 0 : open.bytesRead());
    }

    @Override
    public void close() throws IOException {
        closePiece();
        opener.close();
    }

    private void closePiece() throws IOException {
        PieceLines closing = open;
        if (closing != null) {
            open = null;
            bytesOfClosed += closing.bytesRead();
            closing.close();
        }
    }
}
