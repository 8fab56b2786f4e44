package org.lisle.core.shuffle;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * The levels of a map output's segments in a prefix code of their own: sizes of one output are near each other, so a level takes 3 to 5
 * bits. Any one is found without reading all, by way of marks:
 *
 * <pre>
 *   byte form | int segments n | byte lowest level | byte levels - 1
 *   half a byte for each level: how many bits it takes, 0 when it does not occur
 *   int for each 128th segment but the first: at which bit it begins
 *   the codes, the highest bit first
 * </pre>
 *
 * The code is canonical: codes of one length are numbers that follow each other in the order of the levels, and those of the next length go
 * on from there. So lengths are all that need be kept.
 */
final class CodedLevels {
    static final byte FORM = 1;

    private static final int LONGEST = 15;
    private static final int MARKED = 128;
    private static final int HEADER_BYTES = 7;

    private CodedLevels() {}

    /** @param levels as unsigned bytes; not empty */
    static ByteBuffer encode(byte[] levels) {
        int lowest = 255;
        int highest = 0;
        for (byte level : levels) {
            lowest = Math.min(lowest, level & 0xff);
            highest = Math.max(highest, level & 0xff);
        }
        int[] counts = new int[highest - lowest + 1];
        for (byte level : levels) {
            counts[(level & 0xff) - lowest]++;
        }
        byte[] lengths = CodeLengths.of(counts, LONGEST);
        int codesAt = HEADER_BYTES + halves(counts.length) + Integer.BYTES * marks(levels.length);
        ByteBuffer bytes = ByteBuffer.allocate(codesAt + bytesOf(counts, lengths));
        bytes.put(FORM).putInt(levels.length).put((byte) lowest).put((byte) (counts.length - 1));
        for (int symbol = 0; symbol < lengths.length; symbol += 2) {
            int second = symbol + 1 < lengths.length ? lengths[symbol + 1] : 0;
            bytes.put((byte) ((lengths[symbol] << 4) | second));
        }
        putCodes(bytes, codesAt, levels, lowest, lengths);
        return bytes.rewind();
    }

    /** The level of one segment. */
    static int level(ByteBuffer bytes, int segment) {
        Objects.checkIndex(segment, segments(bytes));
        var codes = new Codes(bytes);
        codes.goTo(segment / MARKED);
        for (int skipped = segment % MARKED; skipped > 0; skipped--) {
            codes.next();
        }
        return codes.next();
    }

    /** Takes the levels of all segments, in their order. */
    static void forEach(ByteBuffer bytes, IntConsumer level) {
        var codes = new Codes(bytes);
        for (int left = segments(bytes); left > 0; left--) {
            level.accept(codes.next());
        }
    }

    private static int segments(ByteBuffer bytes) {
        return bytes.getInt(bytes.position() + 1);
    }

    /** Reads codes one after the other. */
    private static final class Codes {
        private final ByteBuffer bytes;
        private final int lowest;
        /** Symbols by the lengths of their codes, those of a length in the order of the levels. */
        private final int[] symbols;

        private final int[] codesOfLength = new int[LONGEST + 1];
        private final int marksAt;
        private final int codesAt;
        private int bit;

        Codes(ByteBuffer bytes) {
            this.bytes = bytes;
            int start = bytes.position();
            lowest = bytes.get(start + 5) & 0xff;
            int levels = (bytes.get(start + 6) & 0xff) + 1;
            marksAt = start + HEADER_BYTES + halves(levels);
            codesAt = marksAt + Integer.BYTES * marks(segments(bytes));
            for (int symbol = 0; symbol < levels; symbol++) {
                codesOfLength[length(symbol)]++;
            }
            codesOfLength[0] = 0;
            int[] next = new int[LONGEST + 1];
            for (int length = 1; length < LONGEST; length++) {
                next[length + 1] = next[length] + codesOfLength[length];
            }
            symbols = new int[levels];
            for (int symbol = 0; symbol < levels; symbol++) {
                int length = length(symbol);
                if (length > 0) {
                    symbols[next[length]++] = symbol;
                }
            }
        }

        private int length(int symbol) {
            int pair = bytes.get(bytes.position() + HEADER_BYTES + symbol / 2);
            return (symbol % 2 == 0 ? pair >>> 4 : pair) & 0xf;
        }

        void goTo(int mark) {
            bit = mark == 0 ? 0 : bytes.getInt(marksAt + Integer.BYTES * (mark - 1));
        }

        /** A code of the length so far is smaller than {@code first} plus their number; else it goes on, as twice its value and a bit. */
        int next() {
            int code = 0;
            int first = 0;
            int shorter = 0;
            for (int length = 1; length <= LONGEST; length++) {
                int next = (bytes.get(codesAt + (bit >>> 3)) >>> (7 - (bit & 7))) & 1;
                code = (code << 1) | next;
                bit++;
                if (code - first < codesOfLength[length]) {
                    return lowest + symbols[shorter + code - first];
                }
                shorter += codesOfLength[length];
                first = (first + codesOfLength[length]) << 1;
            }
            throw new IllegalArgumentException("no code at bit " + bit + " of a map output's sizes");
        }
    }

    private static void putCodes(ByteBuffer bytes, int codesAt, byte[] levels, int lowest, byte[] lengths) {
        int[] codes = codes(lengths);
        int bit = 0;
        for (int segment = 0; segment < levels.length; segment++) {
            if (segment > 0 && segment % MARKED == 0) {
                bytes.putInt(bit);
            }
            int symbol = (levels[segment] & 0xff) - lowest;
            for (int i = lengths[symbol] - 1; i >= 0; i--, bit++) {
                int at = codesAt + (bit >>> 3);
                int next = (codes[symbol] >>> i) & 1;
                bytes.put(at, (byte) (bytes.get(at) | (next << (7 - (bit & 7)))));
            }
        }
    }

    private static int[] codes(byte[] lengths) {
        int[] codes = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= LONGEST; length++, code <<= 1) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = code++;
                }
            }
        }
        return codes;
    }

    private static int bytesOf(int[] counts, byte[] lengths) {
        long bits = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            bits += (long) counts[symbol] * lengths[symbol];
        }
        return Math.toIntExact((bits + 7) / 8);
    }

    private static int halves(int symbols) {
        return (symbols + 1) / 2;
    }

    private static int marks(int segments) {
        return (segments - 1) / MARKED;
    }
}
