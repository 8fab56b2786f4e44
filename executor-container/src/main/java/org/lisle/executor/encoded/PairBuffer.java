package org.lisle.executor.encoded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded pairs, and for each an entry of two longs: its rank, by which entries are sorted, and its place.
 *
 * <pre>
 *   page  = ... key length 4 bytes, record length 4 bytes, key, value ...
 *   place = bits 63..56 label | bits 55..32 page | bits 31..0 offset in the page
 * </pre>
 *
 * Entries are sorted by rank as unsigned numbers, stably; how pairs of one rank are ordered is left to a {@link Ties}. The label is a
 * number of the owner's. A buffer does not reserve memory: who adds asks {@link #hasRoom} before and reserves {@link #bytesWithRoom}. Confined to one thread.
 */
public final class PairBuffer {
    private static final int HEADER_BYTES = 8;
    private static final int INITIAL_ENTRIES = 256;
    private static final int MOST_ENTRIES = 1 << 29;
    private static final int MOST_PAGES = 1 << 24;
    private static final int READ_AHEAD = 16;
    /** Rank and place, and as much again while they are sorted. */
    private static final int ENTRY_BYTES = 32;

    private final int pageBytes;
    private final List<byte[]> pages = new ArrayList<>();
    private byte[] page = new byte[0];
    private int position;
    private long allocated;
    private long[] ranks = new long[0];
    private long[] places = new long[0];
    private int size;
    private byte[] bytes = page;
    private int at;
    /** The first entry that was not read ahead. */
    private int readTo;
    /** Read by nobody: what is read ahead has to be of use. */
    @SuppressWarnings("UnusedVariable")
    private int seenAhead;

    /** The order of pairs of the same rank. */
    @FunctionalInterface
    public interface Ties {
        /** Compares two keys, each between two positions. */
        int compare(byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo);
    }

    public PairBuffer(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    public int size() {
        return size;
    }

    /** Bytes that all of this takes, also while it is sorted. */
    public long bytes() {
        return allocated + (long) ranks.length * ENTRY_BYTES;
    }

    public boolean hasRoom(int length) {
        return size < ranks.length && page.length - position >= length + HEADER_BYTES;
    }

    /** Whether there can be no more entries, whatever the memory. */
    public boolean isFull() {
        return size >= MOST_ENTRIES || pages.size() >= MOST_PAGES;
    }

    /** {@link #bytes} after {@link #makeRoom}. */
    public long bytesWithRoom(int length) {
        long more = page.length - position >= length + HEADER_BYTES ? 0 : pageFor(length);
        long entries = size < ranks.length ? 0 : Math.max(INITIAL_ENTRIES, ranks.length);
        return bytes() + more + entries * ENTRY_BYTES;
    }

    /** Makes room for one more pair of the length. */
    public void makeRoom(int length) {
        if (page.length - position < length + HEADER_BYTES) {
            page = new byte[pageFor(length)];
            pages.add(page);
            allocated += page.length;
            position = 0;
        }
        if (size == ranks.length) {
            int capacity = Math.max(INITIAL_ENTRIES, ranks.length * 2);
            ranks = Arrays.copyOf(ranks, capacity);
            places = Arrays.copyOf(places, capacity);
        }
    }

    /**
     * Adds a pair, for which there is room.
     *
     * @param label from 0 to 127
     */
    public void add(long rank, int label, byte[] source, int from, int valueFrom, int to) {
        int length = to - from;
        Words.setInt(page, position, valueFrom - from);
        Words.setInt(page, position + 4, length);
        System.arraycopy(source, from, page, position + HEADER_BYTES, length);
        ranks[size] = rank;
        places[size++] = (long) label << 56 | (long) (pages.size() - 1) << 32 | position;
        position += HEADER_BYTES + length;
    }

    /** Sorts the entries by rank, those of one rank as they came. */
    public void sortByRank() {
        var sort = new RadixSort(ranks, places, size);
        ranks = sort.ranks();
        places = sort.payload();
        readTo = 0;
    }

    /** Sorts the entries by rank and, within one rank, by the ties' order; what is equal in both stays as it came. */
    public void sort(Ties ties) {
        sortByRank();
        int from = 0;
        while (from < size) {
            int to = from + 1;
            while (to < size && ranks[to] == ranks[from]) {
                to++;
            }
            sortTies(from, to, ties);
            from = to;
        }
    }

    /** Sorts entries of one rank, from one (inclusive) to another. */
    public void sortTies(int from, int to, Ties ties) {
        if (to - from > 1) {
            new TieSort(this, places, ties).sort(from, to);
        }
    }

    public int label(int entry) {
        return (int) (places[entry] >>> 56);
    }

    /** The first entry behind {@code from}, up to {@code to}, whose key has other bytes than that at {@code from}. */
    public int endOfKey(int from, int to) {
        showInTurn(from);
        byte[] first = bytes;
        int firstFrom = keyFrom();
        int firstTo = valueFrom();
        int entry = from + 1;
        while (entry < to) {
            showInTurn(entry);
            if (!Arrays.equals(first, firstFrom, firstTo, bytes, keyFrom(), valueFrom())) {
                return entry;
            }
            entry++;
        }
        return entry;
    }

    public long rank(int entry) {
        return ranks[entry];
    }

    /** Makes an entry the one that the methods below show. */
    public void show(int entry) {
        show(places[entry]);
    }

    void show(long place) {
        bytes = pages.get((int) (place >>> 32) & MOST_PAGES - 1);
        at = (int) place;
    }

    /**
     * Shows an entry of many that are shown in their order, some of them perhaps again. Sorted entries lie anywhere in the pages, and a
     * processor that has to know one pair's length before it looks for the next waits for memory each time: so the places of some entries are
     * read together, none of which depends on another.
     */
    public void showInTurn(int entry) {
        if (entry >= readTo) {
            readAhead(entry);
        }
        show(places[entry]);
    }

    private void readAhead(int from) {
        int to = Math.min(size, from + READ_AHEAD);
        int seen = 0;
        for (int entry = from; entry < to; entry++) {
            long place = places[entry];
            seen += pages.get((int) (place >>> 32) & MOST_PAGES - 1)[(int) place];
        }
        seenAhead = seen;
        readTo = to;
    }

    /** The page of the entry shown. */
    public byte[] page() {
        return bytes;
    }

    public int keyFrom() {
        return at + HEADER_BYTES;
    }

    public int valueFrom() {
        return at + HEADER_BYTES + Words.getInt(bytes, at);
    }

    public int valueTo() {
        return at + HEADER_BYTES + Words.getInt(bytes, at + 4);
    }

    /** Forgets everything, and the room for it. */
    public void clear() {
        pages.clear();
        page = new byte[0];
        bytes = page;
        position = 0;
        allocated = 0;
        ranks = new long[0];
        places = new long[0];
        size = 0;
        readTo = 0;
    }

    private int pageFor(int length) {
        return Math.max(pageBytes, Math.addExact(length, HEADER_BYTES));
    }
}
