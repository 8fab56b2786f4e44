package org.lisle.dag.schedule;

import java.util.Arrays;

/** A first-in-first-out queue of ints in one array. */
final class IntQueue {
    private int[] values = new int[4];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(int value) {
        if (size == values.length) {
            int[] grown = Arrays.copyOf(values, size * 2);
            System.arraycopy(values, 0, grown, size, head);
            values = grown;
        }
        int tail = head + size;
        values[tail < values.length ? tail : tail - values.length] = value;
        size++;
    }

    /** The oldest; only when not empty. */
    int peek() {
        return values[head];
    }

    /** Takes the oldest away; only when not empty. */
    int remove() {
        int value = values[head];
        head = head + 1 == values.length ? 0 : head + 1;
        size--;
        return value;
    }
}
