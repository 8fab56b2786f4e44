package org.lisle.hdfs.text;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds lines in a stream of bytes. A line ends at {@code \n}, at {@code \r\n} or at a {@code \r} that no {@code \n} follows, or at the
 * end of the stream, as with Hadoop's LineReader.
 *
 * <pre>
 *   buffer  |......line......\n|next line...|      free      |
 *           ^lineFrom        ^lineTo (excl.)
 *                             ^cursor       ^limit
 *   offset of buffer[i] in the stream: base + i
 * </pre>
 *
 * Eight bytes are searched at a time. The bytes of a line stay where they were read until they become a String, which for ASCII is one
 * copy. A line longer than the buffer makes the buffer grow, up to {@code longestLine}. One instance serves many streams, one after
 * the other, on one thread.
 */
final class LineReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long CARRIAGE_RETURNS = ONES * '\r';

    private final int longestLine;
    private byte[] buffer;
    private InputStream in = InputStream.nullInputStream();
    private String name = "";
    private long base;
    private int cursor;
    private int limit;
    private int lineFrom;
    private int lineTo;
    private boolean ended = true;

    /**
     * @param bufferSize bytes, above 8
     * @param longestLine bytes that a line may have, at least {@code bufferSize}
     */
    LineReader(int bufferSize, int longestLine) {
        this.buffer = new byte[bufferSize];
        this.longestLine = longestLine;
    }

    /**
     * Begins a stream; the reader never closes it.
     *
     * @param offset position of the stream's next byte in the file, or in what a codec makes of it
     * @param name of the file, for errors
     */
    void reset(InputStream stream, long offset, String name) {
        this.in = stream;
        this.name = name;
        this.base = offset;
        this.cursor = 0;
        this.limit = 0;
        this.lineFrom = 0;
        this.lineTo = 0;
        this.ended = false;
    }

    /** Position of the first byte that no line given so far has, its end included. */
    long offset() {
        return base + cursor;
    }

    /** Position of the first byte of the line found last. */
    long lineOffset() {
        return base + lineFrom;
    }

    /**
     * Finds the next line; false at the end of the stream.
     *
     * @throws org.lisle.core.error.LisleException RECORD_TOO_LARGE naming file and offset
     */
    boolean next() throws IOException {
        int scan = cursor;
        while (true) {
            int end = findLineEnd(buffer, scan, limit);
            if (end < limit) {
                takeLine(end);
                return true;
            }
            int searched = limit - cursor;
            if (!fill()) {
                lineFrom = cursor;
                lineTo = limit;
                cursor = limit;
                return lineTo > lineFrom;
            }
            scan = cursor + searched;
        }
    }

    /** Goes behind the next line end without keeping the bytes before it, however many; false when the stream ends first. */
    boolean skip() throws IOException {
        while (true) {
            int end = findLineEnd(buffer, cursor, limit);
            if (end < limit) {
                cursor = end;
                takeLine(end);
                return true;
            }
            cursor = limit;
            if (!fill()) {
                return false;
            }
        }
    }

    /** Leaves out a byte order mark at the start of the line found last. */
    void dropByteOrderMark() {
        if (lineTo - lineFrom >= 3
                && buffer[lineFrom] == (byte) 0xEF
                && buffer[lineFrom + 1] == (byte) 0xBB
                && buffer[lineFrom + 2] == (byte) 0xBF) {
            lineFrom += 3;
        }
    }

    /** Holds the line found last, until the next is looked for. */
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return lineFrom;
    }

    int to() {
        return lineTo;
    }

    /** Index behind the end of the line found last. */
    int endTo() {
        return cursor;
    }

    /** The line found last, without its end; what is no UTF-8 becomes the replacement character. */
    String text() {
        return new String(buffer, lineFrom, lineTo - lineFrom, StandardCharsets.UTF_8);
    }

    /** The bytes before {@code end}, at which a line ends, are the line; the cursor goes behind one or two bytes of line end. */
    private void takeLine(int end) throws IOException {
        int length = end - cursor;
        boolean carriageReturn = buffer[end] == '\r';
        if (carriageReturn && end + 1 == limit) {
            fill();
        }
        lineFrom = cursor;
        lineTo = cursor + length;
        cursor = lineTo + 1;
        if (carriageReturn && cursor < limit && buffer[cursor] == '\n') {
            cursor++;
        }
    }

    /** Reads more bytes behind the limit, keeping those from the cursor on; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (cursor == limit) {
            base += cursor;
            cursor = 0;
            limit = 0;
        } else if (limit == buffer.length) {
            makeRoom();
        }
        int read = 0;
        while (read == 0) {
            read = in.read(buffer, limit, buffer.length - limit);
        }
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }

    private void makeRoom() {
        if (cursor > 0) {
            System.arraycopy(buffer, cursor, buffer, 0, limit - cursor);
            base += cursor;
            limit -= cursor;
            cursor = 0;
            return;
        }
        if (buffer.length >= longestLine) {
            throw RecordLimit.tooLarge(
                    "the line at byte " + base + " of " + name, longestLine, "read the file in another format");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(longestLine, 2L * buffer.length));
    }

    /** Index of the first line feed or carriage return of {@code [from, to)}, or {@code to}. */
    static int findLineEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long eight = (long) LONGS.get(bytes, i);
            long marks = zeroBytes(eight ^ LINE_FEEDS) | zeroBytes(eight ^ CARRIAGE_RETURNS);
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                return i;
            }
        }
        return to;
    }

    /** The high bit of the lowest byte that is zero is set, and no lower bit (Warren, Hacker's Delight, 6-1). */
    private static long zeroBytes(long value) {
        return (value - ONES) & ~value & HIGH_BITS;
    }
}
