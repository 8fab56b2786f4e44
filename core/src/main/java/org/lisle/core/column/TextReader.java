package org.lisle.core.column;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordInput;

/** Reads what a {@link TextWriter} wrote. Rows with the same entry of a dictionary share one string. */
final class TextReader extends ColumnReader {
    private long[] numbers = new long[0];
    private String[] texts = new String[0];
    private byte[] buffer = new byte[0];
    private int[] ends = new int[0];
    private int form;
    private int begin;

    @Override
    void load(RecordInput source) {
        form = source.readByte();
        buffer = source.buffer();
        if (form >= TextWriter.DICTIONARY) {
            loadDictionary(source);
        } else if (form == TextWriter.LATIN1) {
            loadEnds(source, rows());
        } else {
            texts = decode(source, form, rows());
        }
    }

    private void loadDictionary(RecordInput source) {
        int size = source.readVarInt();
        numbers = PackedNumbers.read(source, numbers, rows());
        texts = decode(source, form - TextWriter.DICTIONARY, size);
    }

    private String[] decode(RecordInput source, int encoding, int count) {
        String[] decoded = texts.length < count ? new String[count] : texts;
        if (encoding == TextWriter.LATIN1) {
            loadEnds(source, count);
            for (int i = 0; i < count; i++) {
                decoded[i] = latin1(i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                decoded[i] = source.readUtf8();
            }
        }
        return decoded;
    }

    private void loadEnds(RecordInput source, int count) {
        long[] lengths = form >= TextWriter.DICTIONARY ? new long[count] : numbers;
        lengths = PackedNumbers.read(source, lengths, count);
        if (form < TextWriter.DICTIONARY) {
            numbers = lengths;
        }
        if (ends.length < count) {
            ends = new int[count];
        }
        begin = source.position();
        int end = begin;
        for (int i = 0; i < count; i++) {
            end += (int) lengths[i];
            ends[i] = end;
        }
        source.skip(end - begin);
    }

    private String latin1(int index) {
        int from = index == 0 ? begin : ends[index - 1];
        return new String(buffer, from, ends[index] - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    void fill(@Nullable Object[] into, int start, int row, int count) {
        if (form >= TextWriter.DICTIONARY) {
            for (int i = 0; i < count; i++) {
                into[start + i] = texts[(int) numbers[row + i]];
            }
        } else if (form == TextWriter.LATIN1) {
            for (int i = 0; i < count; i++) {
                into[start + i] = latin1(row + i);
            }
        } else {
            System.arraycopy(texts, row, into, start, count);
        }
    }
}
