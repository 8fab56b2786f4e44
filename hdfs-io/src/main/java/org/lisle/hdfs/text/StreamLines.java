package org.lisle.hdfs.text;

import java.io.IOException;
import java.io.InputStream;
import org.lisle.hdfs.failure.FileErrors;

/**
 * Lines of a stream. Of a file that is cut, a piece gives the lines that begin behind its first byte and not behind its end; the first
 * piece also the line at byte 0. So each line is given once, by the piece before the border when it begins at the border, whatever
 * ends it.
 */
final class StreamLines implements PieceLines {
    private final LineReader lines;
    private final InputStream in;
    private final WholeLengthInputStream file;
    private final long end;
    private final String name;
    private boolean atFileStart;

    private StreamLines(
            LineReader lines, InputStream in, WholeLengthInputStream file, long end, String name, boolean atFileStart) {
        this.lines = lines;
        this.in = in;
        this.file = file;
        this.end = end;
        this.name = name;
        this.atFileStart = atFileStart;
    }

    /** Lines of {@code [start, end]} of a file that is not compressed and whose stream stands at {@code start}. */
    static StreamLines ofRange(LineReader lines, WholeLengthInputStream file, long start, long end, String name)
            throws IOException {
        lines.reset(file, start, name);
        if (start > 0) {
            lines.skip();
        }
        return new StreamLines(lines, file, file, end, name, start == 0);
    }

    /** Lines of all that a codec makes of a file. */
    static StreamLines ofDecompressed(
            LineReader lines, InputStream decompressed, WholeLengthInputStream file, String name) {
        lines.reset(decompressed, 0, name);
        return new StreamLines(lines, decompressed, file, Long.MAX_VALUE, name, true);
    }

    @Override
    public boolean next() throws IOException {
        if (lines.offset() > end || !advance()) {
            return false;
        }
        if (atFileStart) {
            atFileStart = false;
            lines.dropByteOrderMark();
        }
        return true;
    }

    private boolean advance() throws IOException {
        try {
            return lines.next();
        } catch (IOException | RuntimeException | InternalError e) {
            if (in == file) {
                throw e;
            }
            throw FileErrors.ofContent(name, file.position(), e, file.failed());
        }
    }

    @Override
    public String text() {
        return lines.text();
    }

    @Override
    public String where() {
        return name + " at byte " + lines.lineOffset() + (in == file ? "" : " of what it is decompressed to");
    }

    @Override
    public byte[] buffer() {
        return lines.buffer();
    }

    @Override
    public int from() {
        return lines.from();
    }

    @Override
    public int to() {
        return lines.to();
    }

    @Override
    public int endTo() {
        return lines.endTo();
    }

    @Override
    public long offset() {
        return lines.lineOffset();
    }

    @Override
    public long bytesRead() {
        return file.bytesRead();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
