package org.lisle.executor.encoded;

import java.util.Arrays;
import java.util.Optional;
import org.lisle.core.codec.EncodedValues;

/**
 * The natural order, or its reverse, of encoded keys of one class: a rank of 64 bits for each key, and a comparison of the bytes for keys
 * of the same rank.
 *
 * <pre>
 *   String    rank: the first eight bytes of its UTF-8   ties: the rest
 *   Long, Integer, Double   rank: the number, its sign turned   ties: none
 * </pre>
 *
 * The order of strings is that of {@link String#compareTo}, by UTF-16: it differs from that of UTF-8 where characters of four bytes meet
 * those from U+E000 on, whose first bytes are EE and EF. These count as more than F4 here. Halves of a surrogate pair alone have no place
 * in this order; a string that holds one is refused. Immutable.
 */
public final class KeyOrder implements PairBuffer.Ties {
    /** Of no keys. */
    public static final KeyOrder NONE = new KeyOrder(EncodedValues.Kind.OTHER, false);

    private static final long HIGH_BITS = 0x8080808080808080L;

    private final EncodedValues.Kind kind;
    private final boolean descending;

    private KeyOrder(EncodedValues.Kind kind, boolean descending) {
        this.kind = kind;
        this.descending = descending;
    }

    /** The order of keys of the class of this one; empty when such keys cannot be ordered by their bytes. */
    public static Optional<KeyOrder> like(byte[] bytes, int from, boolean descending) {
        EncodedValues.Kind kind = EncodedValues.kind(bytes, from);
        return kind == EncodedValues.Kind.OTHER ? Optional.empty() : Optional.of(new KeyOrder(kind, descending));
    }

    /** Whether a key has a place in this order. */
    public boolean accepts(byte[] bytes, int from, int to) {
        return EncodedValues.kind(bytes, from) == kind
                && (kind != EncodedValues.Kind.STRING || isOrdered(bytes, from + 2, to));
    }

    /** Of a key that is accepted. */
    public long rank(byte[] bytes, int from, int to) {
        long rank =
                switch (kind) {
                    case STRING -> prefix(bytes, textFrom(bytes, from), to);
                    case INTEGER, LONG -> Words.getSignedVarLong(bytes, from + 1) ^ Long.MIN_VALUE;
                    case DOUBLE -> ofDouble(Words.getLong(bytes, from + 1));
                    case OTHER -> throw new IllegalStateException("keys without an order");
                };
        return descending ? ~rank : rank;
    }

    @Override
    public int compare(byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo) {
        if (kind != EncodedValues.Kind.STRING) {
            return 0;
        }
        int order = compareText(left, textFrom(left, leftFrom), leftTo, right, textFrom(right, rightFrom), rightTo);
        return descending ? -order : order;
    }

    private static int compareText(byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo) {
        int at = Arrays.mismatch(left, leftFrom, leftTo, right, rightFrom, rightTo);
        if (at < 0) {
            return 0;
        }
        if (at == leftTo - leftFrom || at == rightTo - rightFrom) {
            return Integer.compare(leftTo - leftFrom, rightTo - rightFrom);
        }
        return Integer.compare(weight(left[leftFrom + at]), weight(right[rightFrom + at]));
    }

    private static int textFrom(byte[] bytes, int from) {
        int at = from + 1;
        while (bytes[at++] < 0) {
            // the length of the text, whose last byte is positive
        }
        return at;
    }

    private static long prefix(byte[] bytes, int from, int to) {
        long word = Words.getHigh(bytes, from, to);
        if ((word & HIGH_BITS) == 0) {
            return word;
        }
        long weighed = 0;
        for (int shift = 56; shift >= 0; shift -= 8) {
            weighed |= (long) weight((byte) (word >>> shift)) << shift;
        }
        return weighed;
    }

    /** EE and EF behind F4. */
    private static int weight(byte unit) {
        int value = unit & 0xff;
        return value == 0xee || value == 0xef ? value + 8 : value;
    }

    /** The bits of {@link Double#compareTo}: every NaN is the same and the greatest. */
    private static long ofDouble(long raw) {
        long bits = Double.doubleToLongBits(Double.longBitsToDouble(raw));
        return bits ^ (bits >> 63 | Long.MIN_VALUE);
    }

    private static boolean isOrdered(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= 8 && (Words.getLong(bytes, at) & HIGH_BITS) == 0) {
            at += 8;
        }
        for (; at < to - 1; at++) {
            if (bytes[at] == (byte) 0xed && (bytes[at + 1] & 0xff) >= 0xa0) {
                return false;
            }
        }
        return true;
    }
}
