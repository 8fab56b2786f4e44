package org.lisle.core.codec;

/**
 * Looks at written values without making objects of them. A value is <em>plain</em> when its end can be seen in its bytes, and they can be
 * copied to any other place. It is a plain <em>key</em> when besides two such values are equal exactly if their bytes are. Stateless.
 */
public final class EncodedValues {
    /** The value is not plain: only the codec can tell its end. */
    public static final int NOT_PLAIN = -1;

    /** The value goes on behind the bytes given. */
    public static final int CUT_OFF = -2;

    /** Values in each other deeper than this are left to the codec. */
    private static final int MOST_DEPTH = 16;

    /** Values whose order can be seen in their bytes, by the class of the value: UTF-8 behind its length, varints, the bits of the number. */
    public enum Kind {
        STRING,
        INTEGER,
        LONG,
        DOUBLE,
        OTHER
    }

    private EncodedValues() {}

    public static Kind kind(byte[] bytes, int from) {
        return switch (bytes[from]) {
            case Tag.STRING -> Kind.STRING;
            case Tag.INTEGER -> Kind.INTEGER;
            case Tag.LONG -> Kind.LONG;
            case Tag.DOUBLE -> Kind.DOUBLE;
            default -> Kind.OTHER;
        };
    }

    /** The end of the plain value that begins at {@code from}, or {@link #NOT_PLAIN}, or {@link #CUT_OFF}. */
    public static int end(byte[] bytes, int from, int to) {
        return end(bytes, from, to, false, 0);
    }

    /** Whether the plain value between two positions is a plain key. */
    public static boolean isKey(byte[] bytes, int from, int to) {
        byte tag = bytes[from];
        return tag == Tag.STRING || tag == Tag.LONG || tag == Tag.INTEGER || end(bytes, from, to, true, 0) == to;
    }

    private static int end(byte[] bytes, int from, int to, boolean key, int depth) {
        if (from >= to) {
            return CUT_OFF;
        }
        int at = from + 1;
        return switch (bytes[from]) {
            case Tag.NULL, Tag.FALSE, Tag.TRUE -> at;
            case Tag.BYTE -> fixed(at, 1, to);
            case Tag.SHORT, Tag.CHARACTER -> fixed(at, 2, to);
            case Tag.INTEGER, Tag.LONG, Tag.LOCAL_DATE -> varint(bytes, at, to);
            case Tag.STRING, Tag.BIG_INTEGER -> counted(bytes, at, to, 0);
            case Tag.UUID -> fixed(at, 16, to);
            case Tag.PAIR, Tag.ENTRY -> elements(bytes, at, to, 2, key && bytes[from] == Tag.PAIR, depth);
            default -> key ? NOT_PLAIN : endOfOther(bytes, from, to, depth);
        };
    }

    /** Of values that are not keys: identity, several forms of the same number, or an equality of the elements. */
    private static int endOfOther(byte[] bytes, int from, int to, int depth) {
        int at = from + 1;
        return switch (bytes[from]) {
            case Tag.FLOAT -> fixed(at, 4, to);
            case Tag.DOUBLE -> fixed(at, 8, to);
            case Tag.BOOLEANS, Tag.BYTES, Tag.KRYO -> counted(bytes, at, to, 0);
            case Tag.SHORTS, Tag.CHARACTERS -> counted(bytes, at, to, 1);
            case Tag.INTEGERS, Tag.FLOATS -> counted(bytes, at, to, 2);
            case Tag.LONGS, Tag.DOUBLES -> counted(bytes, at, to, 3);
            case Tag.EMPTY_OPTIONAL -> at;
            case Tag.OPTIONAL -> elements(bytes, at, to, 1, false, depth);
            case Tag.STRINGS, Tag.OBJECTS, Tag.LIST -> elements(bytes, at, to, depth);
            case Tag.INSTANT, Tag.DURATION, Tag.LOCAL_DATE_TIME -> {
                int second = varint(bytes, at, to);
                yield second < 0 ? second : varint(bytes, second, to);
            }
            default -> NOT_PLAIN;
        };
    }

    private static int fixed(int at, int length, int to) {
        return to - at < length ? CUT_OFF : at + length;
    }

    private static int varint(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at++] >= 0) {
                return at;
            }
        }
        return CUT_OFF;
    }

    /** A number of elements of {@code 1 << shift} bytes each behind their count. */
    private static int counted(byte[] bytes, int at, int to, int shift) {
        int start = varint(bytes, at, to);
        if (start < 0) {
            return start;
        }
        long length = count(bytes, at, start) << shift;
        return length < 0 || length > Integer.MAX_VALUE
                ? NOT_PLAIN
                : to - start < length ? CUT_OFF : start + (int) length;
    }

    private static int elements(byte[] bytes, int at, int to, int depth) {
        int start = varint(bytes, at, to);
        if (start < 0) {
            return start;
        }
        long count = count(bytes, at, start);
        return count > Integer.MAX_VALUE ? NOT_PLAIN : elements(bytes, start, to, (int) count, false, depth);
    }

    private static int elements(byte[] bytes, int from, int to, int count, boolean key, int depth) {
        if (depth == MOST_DEPTH) {
            return NOT_PLAIN;
        }
        int at = from;
        for (int left = count; left > 0 && at >= 0; left--) {
            at = end(bytes, at, to, key, depth + 1);
        }
        return at;
    }

    /** The varint between two positions. */
    private static long count(byte[] bytes, int from, int end) {
        long value = 0;
        for (int at = end - 1; at >= from; at--) {
            value = value << 7 | bytes[at] & 0x7f;
        }
        return value;
    }
}
