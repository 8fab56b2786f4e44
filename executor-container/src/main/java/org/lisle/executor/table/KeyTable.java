package org.lisle.executor.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys and one value for each: open addressing with linear probing over three arrays, the hashes kept beside the keys. Null is a key like
 * any other. Nothing is ever removed but everything. Does not grow by itself: whoever inserts asks {@link #isFull} before, so that memory
 * can be reserved first. Confined to one thread.
 */
public final class KeyTable<V> {
    private static final int INITIAL_CAPACITY = 64;
    private static final int SLOT_BYTES = 12;
    private static final Object NULL_KEY = new Object();

    private @Nullable Object[] keys = new Object[INITIAL_CAPACITY];
    private @Nullable Object[] values = new Object[INITIAL_CAPACITY];
    private int[] hashes = new int[INITIAL_CAPACITY];
    private int size;

    /** A key's hash code with its bits mixed, never the same function as partitioners use. */
    public static int hash(@Nullable Object key) {
        int hash = key == null ? 0 : key.hashCode();
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 16;
    }

    /** The slot of the key; or, when it is not here, {@code -1 - slot} where it would be inserted. */
    public int find(@Nullable Object key, int hash) {
        int mask = keys.length - 1;
        int slot = hash & mask;
        while (true) {
            Object there = keys[slot];
            if (there == null) {
                return -1 - slot;
            }
            if (hashes[slot] == hash && (there == key || there.equals(key == null ? NULL_KEY : key))) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** @param absent what {@link #find} returned, below 0 */
    public void insert(int absent, @Nullable Object key, int hash, V value) {
        int slot = -1 - absent;
        keys[slot] = key == null ? NULL_KEY : key;
        hashes[slot] = hash;
        values[slot] = value;
        size++;
    }

    @SuppressWarnings("unchecked")
    public V value(int slot) {
        return (V) values[slot];
    }

    public void setValue(int slot, V value) {
        values[slot] = value;
    }

    public @Nullable Object key(int slot) {
        Object key = keys[slot];
        return key == NULL_KEY ? null : key;
    }

    public int hashAt(int slot) {
        return hashes[slot];
    }

    public boolean isUsed(int slot) {
        return keys[slot] != null;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return keys.length;
    }

    /** Whether it must {@link #grow} before another key is inserted. */
    public boolean isFull() {
        return size >= (keys.length >> 1) + (keys.length >> 3);
    }

    /** Bytes of the arrays. */
    public long bytes() {
        return (long) keys.length * SLOT_BYTES;
    }

    /** Bytes of the arrays that {@link #grow} makes, while the old ones are still there. */
    public long bytesToGrow() {
        return 2 * bytes();
    }

    /** Doubles the capacity; slots change. */
    public void grow() {
        if (keys.length == 1 << 30) {
            throw new IllegalStateException("a table of " + size + " keys cannot grow");
        }
        @Nullable Object[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        int[] oldHashes = hashes;
        allocate(oldKeys.length * 2);
        int mask = keys.length - 1;
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != null) {
                int slot = oldHashes[old] & mask;
                while (keys[slot] != null) {
                    slot = (slot + 1) & mask;
                }
                keys[slot] = oldKeys[old];
                hashes[slot] = oldHashes[old];
                values[slot] = oldValues[old];
            }
        }
    }

    /** The used slots from a slot on, ordered by hash as a signed number. */
    public int[] slotsByHash(int from) {
        long[] order = new long[size];
        int count = 0;
        for (int slot = from; slot < keys.length; slot++) {
            if (keys[slot] != null) {
                order[count++] = (long) hashes[slot] << 32 | slot;
            }
        }
        Arrays.sort(order, 0, count);
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) {
            slots[i] = (int) order[i];
        }
        return slots;
    }

    /** Takes an entry out of reach, so that its memory can be collected; the table is only read to its end after that. */
    public void drop(int slot) {
        if (keys[slot] != null) {
            keys[slot] = null;
            values[slot] = null;
            size--;
        }
    }

    /** Forgets all entries, and the room for them. */
    public void clear() {
        allocate(INITIAL_CAPACITY);
        size = 0;
    }

    private void allocate(int capacity) {
        keys = new Object[capacity];
        values = new Object[capacity];
        hashes = new int[capacity];
    }
}
