package org.lisle.executor.shuffle.write;

import java.util.Arrays;

/**
 * Where the records of a run lie, one long each, in the order in which they came, and how many there are of each partition.
 *
 * <pre>
 *   bits 63..40 reduce partition | bits 39..20 page | bits 19..0 offset in the page
 * </pre>
 *
 * So there are up to 2^24 partitions and 2^20 pages of up to 1 MiB; a longer record has a page of its own and the offset 0. The layout
 * follows Spark's PackedRecordPointer. Confined to one thread.
 */
final class RecordPointers {
    static final int MOST_PARTITIONS = 1 << 24;
    static final int MOST_PAGES = 1 << 20;
    static final int MOST_PAGE_BYTES = 1 << 20;
    static final int INITIAL_CAPACITY = 512;

    /** What a pointer takes: itself, and its place in the array that {@link #sorted} makes. */
    static final int BYTES_EACH = 16;

    private static final int LARGEST_CAPACITY = 1 << 30;

    private final int[] counts;
    private long[] pointers = new long[INITIAL_CAPACITY];
    private int size;

    RecordPointers(int partitions) {
        if (partitions > MOST_PARTITIONS) {
            throw new IllegalArgumentException(partitions + " reduce partitions, the most are " + MOST_PARTITIONS);
        }
        this.counts = new int[partitions];
    }

    static int page(long pointer) {
        return (int) (pointer >>> 20) & (MOST_PAGES - 1);
    }

    static int offset(long pointer) {
        return (int) pointer & (MOST_PAGE_BYTES - 1);
    }

    int size() {
        return size;
    }

    int capacity() {
        return pointers.length;
    }

    boolean isFull() {
        return size == pointers.length;
    }

    boolean canGrow() {
        return pointers.length < LARGEST_CAPACITY;
    }

    /** Records of a partition. */
    int count(int partition) {
        return counts[partition];
    }

    void add(int partition, int page, int offset) {
        counts[partition]++;
        pointers[size++] = (long) partition << 40 | (long) page << 20 | offset;
    }

    void grow() {
        pointers = Arrays.copyOf(pointers, pointers.length * 2);
    }

    /** Forgets all, and the grown array. */
    void clear() {
        Arrays.fill(counts, 0);
        size = 0;
        if (pointers.length > INITIAL_CAPACITY) {
            pointers = new long[INITIAL_CAPACITY];
        }
    }

    /** The pointers by partition, those of one partition in the order in which they came: a counting sort. */
    long[] sorted() {
        int[] next = new int[counts.length];
        for (int p = 1; p < counts.length; p++) {
            next[p] = next[p - 1] + counts[p - 1];
        }
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            long pointer = pointers[i];
            sorted[next[(int) (pointer >>> 40)]++] = pointer;
        }
        return sorted;
    }
}
