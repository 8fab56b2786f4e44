package org.lisle.core.column;

import java.util.Arrays;

/** Finds the different strings of a batch, as long as they are few. Its parts are used again for the next batch. */
final class Dictionary {
    private final String[] entries;
    /** Open addressing: the number of an entry, plus one. */
    private final short[] slots;

    private long[] places = new long[0];
    private int size;

    /** @param most entries, far below 32,768 */
    Dictionary(int most) {
        entries = new String[most];
        slots = new short[Integer.highestOneBit(most) * 4];
    }

    /** False when there are too many different ones. */
    boolean make(String[] texts, int count) {
        Arrays.fill(slots, (short) 0);
        size = 0;
        if (places.length < count) {
            places = new long[count];
        }
        for (int i = 0; i < count; i++) {
            int place = find(texts[i]);
            if (place < 0) {
                return false;
            }
            places[i] = place;
        }
        return true;
    }

    private int find(String text) {
        int hash = text.hashCode() * 0x9e3779b1;
        int slot = (hash >>> 16) & (slots.length - 1);
        while (slots[slot] != 0) {
            int place = slots[slot] - 1;
            if (entries[place].equals(text)) {
                return place;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (size == entries.length) {
            return -1;
        }
        entries[size] = text;
        slots[slot] = (short) (size + 1);
        return size++;
    }

    int size() {
        return size;
    }

    String[] entries() {
        return entries;
    }

    /** The number of the entry, for each string. */
    long[] places() {
        return places;
    }
}
