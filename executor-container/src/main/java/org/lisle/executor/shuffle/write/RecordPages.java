package org.lisle.executor.shuffle.write;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serialised records in arrays, each record with its length in front as a varint. Does not reserve memory: its owner does, page by page.
 * Confined to one thread.
 */
final class RecordPages {
    static final int MOST_LENGTH_BYTES = 5;

    private final int pageBytes;
    private final List<byte[]> pages = new ArrayList<>();
    private byte @Nullable [] current;
    private int currentNumber;
    private int position;
    private long allocated;

    RecordPages(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    /** Bytes of all pages. */
    long allocated() {
        return allocated;
    }

    boolean isFull() {
        return pages.size() >= RecordPointers.MOST_PAGES;
    }

    boolean hasRoom(int length) {
        return current != null && pageBytes - position >= length + MOST_LENGTH_BYTES;
    }

    /** Bytes of the page that {@link #addPage} makes for a record of the length. */
    int pageFor(int length) {
        return Math.max(pageBytes, Math.addExact(length, MOST_LENGTH_BYTES));
    }

    /** Puts a record where {@link #hasRoom} or {@link #addPage} made room. @return its offset in {@link #currentPage} */
    int append(byte[] bytes, int length) {
        byte[] page = java.util.Objects.requireNonNull(current, "no page");
        int offset = position;
        int at = offset;
        int rest = length;
        while (rest >= 0x80) {
            page[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        page[at++] = (byte) rest;
        System.arraycopy(bytes, 0, page, at, length);
        position = at + length;
        return offset;
    }

    int currentPage() {
        return currentNumber;
    }

    void addPage(int length) {
        byte[] page = new byte[pageFor(length)];
        pages.add(page);
        allocated += page.length;
        current = page;
        currentNumber = pages.size() - 1;
        position = 0;
    }

    /** Writes a record without its length. */
    void writeTo(OutputStream out, int pageNumber, int offset) throws IOException {
        byte[] page = pages.get(pageNumber);
        int at = offset;
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = page[at++];
            length |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        out.write(page, at, length);
    }

    void clear() {
        pages.clear();
        current = null;
        position = 0;
        allocated = 0;
    }
}
