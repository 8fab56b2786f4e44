package org.lisle.core.column;

import java.util.Arrays;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/**
 * Strings.
 *
 * <pre>
 *   form     1 byte, see below
 *   entries  a varint, where the form has a dictionary; then the entries' places in it, row by row ({@link PackedNumbers})
 *   strings  of the rows or of the dictionary:
 *              LATIN1  their lengths ({@link PackedNumbers}), their characters, a byte each
 *              UTF8    each with its length in front
 * </pre>
 *
 * A dictionary is made where a batch has no more than {@value #MOST_ENTRIES} different strings: it is small, and its strings are read once a
 * batch. Where a batch has more, the next ones are not tried, up to {@value #MOST_UNTRIED} in a row.
 */
final class TextWriter extends ColumnWriter {
    static final int LATIN1 = 0;
    static final int UTF8 = 1;
    /** Added to one of the others. */
    static final int DICTIONARY = 2;

    private static final int MOST_ENTRIES = 256;
    private static final int MOST_UNTRIED = 15;
    private static final int FEWEST_ROWS_PER_ENTRY = 2;

    private final BatchLimit limit;
    private final Dictionary dictionary = new Dictionary(MOST_ENTRIES);
    private String[] texts = new String[0];
    private int toPass;
    private int passed;

    TextWriter(BatchLimit limit) {
        this.limit = limit;
    }

    @Override
    int leaves() {
        return 1;
    }

    @Override
    void writeShape(RecordOutput out, RecordCodec codec) {
        out.writeByte(Shape.TEXT);
    }

    @Override
    boolean addValue(Object value) {
        if (!(value instanceof String text) || !BatchLimit.allows(text.length())) {
            return false;
        }
        put(text);
        limit.addBytes(text.length());
        return true;
    }

    @Override
    void addPlaceholder() {
        put("");
    }

    private void put(String text) {
        if (rows() == texts.length) {
            texts = Arrays.copyOf(texts, capacity(rows()));
        }
        texts[rows()] = text;
    }

    @Override
    void writeValues(RecordOutput out, RecordCodec codec) {
        int at = out.claim(1);
        int form;
        if (makeDictionary()) {
            out.writeVarInt(dictionary.size());
            PackedNumbers.writeIntegers(dictionary.places(), rows(), out);
            form = DICTIONARY + writeTexts(dictionary.entries(), dictionary.size(), out);
        } else {
            form = writeTexts(texts, rows(), out);
        }
        // The buffer is another one after it has grown.
        out.buffer()[at] = (byte) form;
    }

    private boolean makeDictionary() {
        if (passed < toPass) {
            passed++;
            return false;
        }
        passed = 0;
        boolean made = dictionary.make(texts, rows()) && dictionary.size() * FEWEST_ROWS_PER_ENTRY <= rows();
        toPass = made ? 0 : Math.min(MOST_UNTRIED, 2 * toPass + 1);
        return made;
    }

    /** Returns the form in which they could be written. */
    private static int writeTexts(String[] texts, int count, RecordOutput out) {
        int start = out.position();
        if (writeLatin1(texts, count, out)) {
            return LATIN1;
        }
        out.position(start);
        for (int i = 0; i < count; i++) {
            out.writeUtf8(texts[i]);
        }
        return UTF8;
    }

    private static boolean writeLatin1(String[] texts, int count, RecordOutput out) {
        var lengths = new long[count];
        int all = 0;
        for (int i = 0; i < count; i++) {
            lengths[i] = texts[i].length();
            all += texts[i].length();
        }
        PackedNumbers.writeIntegers(lengths, count, out);
        int at = out.claim(all);
        byte[] target = out.buffer();
        for (int i = 0; i < count; i++) {
            String text = texts[i];
            int seen = 0;
            int length = text.length();
            for (int index = 0; index < length; index++) {
                char c = text.charAt(index);
                seen |= c;
                target[at + index] = (byte) c;
            }
            if (seen > 0xff) {
                return false;
            }
            at += length;
        }
        return true;
    }
}
