package org.lisle.executor.spill;

import java.util.Comparator;
import java.util.List;

/**
 * A binary heap of runs that shows the one whose current record comes first; among equal ones, the run that stands first in the list, so
 * that a merge is stable. Confined to one thread.
 */
public final class MergeHeap<R> {
    private final List<R> runs;
    private final Comparator<? super R> order;
    private final int[] heap;
    private int size;

    /** @param runs each with a current record */
    public MergeHeap(List<R> runs, Comparator<? super R> order) {
        this.runs = List.copyOf(runs);
        this.order = order;
        this.size = runs.size();
        this.heap = new int[size];
        for (int i = 0; i < size; i++) {
            heap[i] = i;
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public R top() {
        return runs.get(heap[0]);
    }

    /** The first run has another current record now. */
    public void topAdvanced() {
        siftDown(0);
    }

    /** The first run has come to its end. */
    public void removeTop() {
        heap[0] = heap[--size];
        siftDown(0);
    }

    private void siftDown(int start) {
        int at = start;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], heap[at])) {
                return;
            }
            int moved = heap[at];
            heap[at] = heap[child];
            heap[child] = moved;
            at = child;
        }
    }

    private boolean isBefore(int left, int right) {
        int compared = order.compare(runs.get(left), runs.get(right));
        return compared < 0 || (compared == 0 && left < right);
    }
}
