package org.lisle.core.codec;

/**
 * UTF-8 that loses nothing: a surrogate without its other half, which real UTF-8 cannot say, is written as three bytes like any other
 * character of its size (the form known as WTF-8).
 */
final class Utf8 {
    private Utf8() {}

    static long length(String text) {
        long bytes = 0;
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (startsPair(text, index)) {
                bytes += 4;
                index++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    /** Writes the text at {@code at} and returns the position after it. The target has room for {@link #length}. */
    static int encode(String text, byte[] target, int at) {
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xc0 | (c >> 6));
                target[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (startsPair(text, index)) {
                int point = Character.toCodePoint(c, text.charAt(++index));
                target[at++] = (byte) (0xf0 | (point >> 18));
                target[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                target[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                target[at++] = (byte) (0x80 | (point & 0x3f));
            } else {
                target[at++] = (byte) (0xe0 | (c >> 12));
                target[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                target[at++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        return at;
    }

    /** Reads what {@link #encode} wrote. */
    static String decode(byte[] source, int from, int to) {
        var text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int first = source[at++] & 0xff;
            if (first < 0x80) {
                text.append((char) first);
                continue;
            }
            int following = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
            int point = first & (0x3f >> following);
            for (int left = following; left > 0; left--) {
                point = (point << 6) | (source[at++] & 0x3f);
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private static boolean startsPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
