package org.lisle.executor.table;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of small keys, by linear probing, in which a look-up touches one place in memory. A key that fits into two words (a Long,
 * an Integer, a String of at most {@value #MOST_CHARACTERS} Latin-1 characters) is kept by its content, not as an object; so is a value that
 * is an Integer, a Long or a Double, and a value that changes is changed in place.
 *
 * <pre>
 *   slot s:  cells[4s]    hash (32 bits) | 0 (16) | kind of value (8) | kind of key (8; 0: the slot is free)
 *            cells[4s+1]  key: the number, or characters 0 to 7, the first in the lowest byte
 *            cells[4s+2]  key: characters 8 to 15
 *            cells[4s+3]  value: the number
 *   objects[s]            value of any other class; the array is made when there is one
 * </pre>
 *
 * Which keys fit depends on the key alone, so the others can live in another table. For aggregation this saves the four cache misses that
 * a String and its boxed sum cost, and leaves nothing to the garbage collector. Confined to one thread.
 */
@SuppressWarnings("NullAway") // null is a value like any other
public final class PackedTable {
    static final int MOST_CHARACTERS = 16;

    private static final int INITIAL_CAPACITY = 64;
    private static final int MOST_CAPACITY = 1 << 28;
    static final int WORDS = 4;

    private static final int EMPTY_STRING = 1; // and its length more for longer ones
    private static final int LONG_KEY = EMPTY_STRING + MOST_CHARACTERS + 1;
    private static final int INTEGER_KEY = LONG_KEY + 1;

    private static final int KEY_KIND = 0xFF;
    static final int VALUE_KIND = 0xFF00;
    static final int OBJECT = 0;
    static final int INTEGER = 0x100;
    static final int LONG = 0x200;
    static final int DOUBLE = 0x300;

    private long[] cells = new long[INITIAL_CAPACITY * WORDS];
    private @Nullable Object @Nullable [] objects;
    private int mask = INITIAL_CAPACITY - 1;
    private int size;

    private final byte[] characters = new byte[MOST_CHARACTERS];
    private long wantedHeader;
    private long wantedLow;
    private long wantedHigh;

    /** Makes the key the one that {@link #find} and {@link #insert} mean; false when it does not fit into two words. */
    public boolean want(@Nullable Object key) {
        if (key instanceof String text) {
            return wantText(text);
        }
        if (key instanceof Long number) {
            want(LONG_KEY, number, 0);
            return true;
        }
        if (key instanceof Integer number) {
            want(INTEGER_KEY, number, 0);
            return true;
        }
        return false;
    }

    private boolean wantText(String text) {
        int length = text.length();
        if (length > MOST_CHARACTERS) {
            return false;
        }
        int all = 0;
        long low = 0;
        int inLow = Math.min(length, 8);
        for (int i = 0; i < inLow; i++) {
            int character = text.charAt(i);
            all |= character;
            low |= (long) character << (i << 3);
        }
        long high = 0;
        for (int i = 8; i < length; i++) {
            int character = text.charAt(i);
            all |= character;
            high |= (long) character << (i << 3); // a shift by 64 more is the same shift
        }
        if (all > 0xFF) {
            return false;
        }
        want(EMPTY_STRING + length, low, high);
        return true;
    }

    private void want(int kind, long low, long high) {
        long hash = (low ^ high * 0xC2B2AE3D27D4EB4FL ^ kind) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        wantedHeader = hash & 0xFFFF_FFFF_0000_0000L | kind;
        wantedLow = low;
        wantedHigh = high;
    }

    /** Copies the wanted key's three words. */
    void copyWanted(long[] to, int at) {
        to[at] = wantedHeader;
        to[at + 1] = wantedLow;
        to[at + 2] = wantedHigh;
    }

    /** Makes the key the wanted one that {@link #copyWanted} copied. */
    void wantCopy(long header, long low, long high) {
        wantedHeader = header;
        wantedLow = low;
        wantedHigh = high;
    }

    /** Reads the place of a key, of which nothing but its being read matters. */
    long touch(long header) {
        int cell = ((int) (header >>> 32) & mask) * WORDS;
        return cells[cell] + cells[cell + 3]; // a slot may lie on two cache lines
    }

    /** The slot of the wanted key; or, when it is not here, {@code -1 - slot} where it would be inserted. */
    public int find() {
        long[] in = cells;
        long header = wantedHeader;
        int slot = (int) (header >>> 32) & mask;
        while (true) {
            int cell = slot * WORDS;
            long there = in[cell];
            if ((there & ~VALUE_KIND) == header && in[cell + 1] == wantedLow && in[cell + 2] == wantedHigh) {
                return slot;
            }
            if (there == 0) {
                return -1 - slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** @param absent what {@link #find} returned for the wanted key, below 0 */
    public void insert(int absent, @Nullable Object value) {
        int slot = -1 - absent;
        int cell = slot * WORDS;
        cells[cell] = wantedHeader;
        cells[cell + 1] = wantedLow;
        cells[cell + 2] = wantedHigh;
        setValue(slot, value);
        size++;
    }

    public void setValue(int slot, @Nullable Object value) {
        if (value instanceof Integer number) {
            setNumber(slot, INTEGER, number);
        } else if (value instanceof Long number) {
            setNumber(slot, LONG, number);
        } else if (value instanceof Double number) {
            setNumber(slot, DOUBLE, Double.doubleToRawLongBits(number));
        } else {
            setObject(slot, value);
        }
    }

    private void setNumber(int slot, int kind, long bits) {
        int cell = slot * WORDS;
        cells[cell + 3] = bits;
        if ((cells[cell] & VALUE_KIND) != kind) {
            cells[cell] = cells[cell] & ~VALUE_KIND | kind;
            if (objects != null) {
                objects[slot] = null;
            }
        }
    }

    private void setObject(int slot, @Nullable Object value) {
        if (objects == null) {
            objects = new Object[mask + 1];
        }
        objects[slot] = value;
        cells[slot * WORDS] &= ~VALUE_KIND;
    }

    public @Nullable Object value(int slot) {
        int cell = slot * WORDS;
        return switch ((int) cells[cell] & VALUE_KIND) {
            case INTEGER -> (int) cells[cell + 3];
            case LONG -> cells[cell + 3];
            case DOUBLE -> Double.longBitsToDouble(cells[cell + 3]);
            default -> objects == null ? null : objects[slot];
        };
    }

    /** Whether the value is kept as an object, so that its size is not in {@link #bytes}. */
    public boolean hasObject(int slot) {
        return ((int) cells[slot * WORDS] & VALUE_KIND) == OBJECT;
    }

    /** The key, made anew. */
    public Object key(int slot) {
        int cell = slot * WORDS;
        int kind = (int) cells[cell] & KEY_KIND;
        if (kind == LONG_KEY) {
            return cells[cell + 1];
        }
        if (kind == INTEGER_KEY) {
            return (int) cells[cell + 1];
        }
        int length = kind - EMPTY_STRING;
        for (int i = 0; i < length; i++) {
            characters[i] = (byte) (cells[cell + 1 + (i >> 3)] >>> (i << 3));
        }
        return new String(characters, 0, length, StandardCharsets.ISO_8859_1);
    }

    public int hashAt(int slot) {
        return (int) (cells[slot * WORDS] >>> 32);
    }

    public boolean isUsed(int slot) {
        return cells[slot * WORDS] != 0;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return mask + 1;
    }

    /** Whether it must {@link #grow} before another key is inserted. */
    public boolean isFull() {
        return size >= (capacity() >> 1) + (capacity() >> 3);
    }

    /** Bytes of the arrays: all that it holds except for the values that are objects. */
    public long bytes() {
        return (long) capacity() * (WORDS * Long.BYTES + (objects == null ? 0 : 4));
    }

    /** Bytes of the arrays that {@link #grow} makes, while the old ones are still there. */
    public long bytesToGrow() {
        return 2 * bytes();
    }

    /** Doubles the capacity; slots change. */
    public void grow() {
        if (capacity() == MOST_CAPACITY) {
            throw new IllegalStateException("a table of " + size + " keys cannot grow");
        }
        long[] oldCells = cells;
        @Nullable Object @Nullable [] oldObjects = objects;
        allocate(2 * capacity(), oldObjects != null);
        for (int old = 0; old < oldCells.length; old += WORDS) {
            if (oldCells[old] != 0) {
                int slot = (int) (oldCells[old] >>> 32) & mask;
                while (cells[slot * WORDS] != 0) {
                    slot = (slot + 1) & mask;
                }
                System.arraycopy(oldCells, old, cells, slot * WORDS, WORDS);
                if (oldObjects != null) {
                    objects[slot] = oldObjects[old / WORDS];
                }
            }
        }
    }

    /** Takes a value out of reach, so that its memory can be collected; the table is only read to its end after that. */
    public void drop(int slot) {
        if (objects != null) {
            objects[slot] = null;
        }
    }

    /** Forgets all entries, and the room for them. */
    public void clear() {
        allocate(INITIAL_CAPACITY, false);
        size = 0;
    }

    private void allocate(int capacity, boolean withObjects) {
        cells = new long[capacity * WORDS];
        objects = withObjects ? new Object[capacity] : null;
        mask = capacity - 1;
    }
}
