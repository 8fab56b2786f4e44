package org.lisle.executor.table;

import org.jspecify.annotations.Nullable;

/**
 * Pairs with small keys on their way into a {@link PackedTable}. They wait until there are {@value #MOST}, so that the processor fetches
 * their places in the table at the same time, instead of waiting for memory once for each ("group prefetching": Chen, Ailamaki, Gibbons,
 * Mowry, Improving Hash Join Performance through Prefetching, 2004). Between two pairs lies what the user's functions do and the objects
 * that they make, too much for the processor to look ahead by itself.
 *
 * <pre>
 *   pair i:  words[4i .. 4i+2]  the key as the table keeps it, and the value's kind
 *            words[4i+3]        value: the number
 *   objects[i]                  value of any other class
 * </pre>
 *
 * First in, first out. Confined to one thread.
 */
@SuppressWarnings("NullAway") // null is a value like any other
public final class WaitingPairs {
    public static final int MOST = 64;

    private static final int WORDS = PackedTable.WORDS;

    private final PackedTable table;
    private final long[] words = new long[MOST * WORDS];
    private final @Nullable Object[] objects = new @Nullable Object[MOST];
    private int first;
    private int end;

    /** What {@link #fetch} read: kept, so that the reading is not optimised away. */
    long fetched;

    public WaitingPairs(PackedTable table) {
        this.table = table;
    }

    public boolean isFull() {
        return end == MOST;
    }

    /** Adds the key that the table wants; there must be room. */
    public void add(@Nullable Object value) {
        int at = end * WORDS;
        table.copyWanted(words, at);
        if (value instanceof Integer number) {
            setNumber(at, PackedTable.INTEGER, number);
        } else if (value instanceof Long number) {
            setNumber(at, PackedTable.LONG, number);
        } else if (value instanceof Double number) {
            setNumber(at, PackedTable.DOUBLE, Double.doubleToRawLongBits(number));
        } else {
            objects[end] = value;
        }
        end++;
    }

    private void setNumber(int at, int kind, long bits) {
        words[at] |= kind;
        words[at + 3] = bits;
    }

    /** Brings the places of all that wait near the processor. */
    public void fetch() {
        long read = 0;
        for (int at = first * WORDS; at < end * WORDS; at += WORDS) {
            read += table.touch(words[at]);
        }
        fetched = read;
    }

    /** Makes the first one's key the one that the table wants; false when none waits. */
    public boolean wantFirst() {
        if (first == end) {
            return false;
        }
        int at = first * WORDS;
        table.wantCopy(words[at] & ~PackedTable.VALUE_KIND, words[at + 1], words[at + 2]);
        return true;
    }

    /** The first one's value. */
    public @Nullable Object firstValue() {
        int at = first * WORDS;
        return switch ((int) words[at] & PackedTable.VALUE_KIND) {
            case PackedTable.INTEGER -> (int) words[at + 3];
            case PackedTable.LONG -> words[at + 3];
            case PackedTable.DOUBLE -> Double.longBitsToDouble(words[at + 3]);
            default -> objects[first];
        };
    }

    /** The first one is in the table. */
    public void removeFirst() {
        objects[first] = null;
        if (++first == end) {
            first = 0;
            end = 0;
        }
    }
}
