package org.lisle.executor.encoded;

import java.util.Arrays;

/** Merge sort of places by the keys that lie there. Stable. */
final class TieSort {
    private static final int INSERTION = 8;

    private final PairBuffer buffer;
    private final long[] places;
    private final PairBuffer.Ties ties;
    private long[] half = new long[0];

    TieSort(PairBuffer buffer, long[] places, PairBuffer.Ties ties) {
        this.buffer = buffer;
        this.places = places;
        this.ties = ties;
    }

    void sort(int from, int to) {
        if (to - from <= INSERTION) {
            insert(from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(from, middle);
        sort(middle, to);
        if (compare(places[middle - 1], places[middle]) > 0) {
            merge(from, middle, to);
        }
    }

    private void insert(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long place = places[i];
            int at = i;
            while (at > from && compare(places[at - 1], place) > 0) {
                places[at] = places[at - 1];
                at--;
            }
            places[at] = place;
        }
    }

    private void merge(int from, int middle, int to) {
        int length = middle - from;
        if (half.length < length) {
            half = Arrays.copyOf(half, length);
        }
        System.arraycopy(places, from, half, 0, length);
        int left = 0;
        int right = middle;
        int target = from;
        while (left < length && right < to) {
            places[target++] = compare(half[left], places[right]) <= 0 ? half[left++] : places[right++];
        }
        System.arraycopy(half, left, places, target, length - left);
    }

    private int compare(long left, long right) {
        buffer.show(left);
        byte[] leftPage = buffer.page();
        int leftFrom = buffer.keyFrom();
        int leftTo = buffer.valueFrom();
        buffer.show(right);
        return ties.compare(leftPage, leftFrom, leftTo, buffer.page(), buffer.keyFrom(), buffer.valueFrom());
    }
}
