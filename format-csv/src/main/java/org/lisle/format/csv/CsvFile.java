package org.lisle.format.csv;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.ScalarText;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;

/** Rows, each ended by a line feed; a field has quotes only where it would be read as something else without. */
final class CsvFile<T> implements RecordFile<T> {
    private static final int BUFFER_CHARACTERS = 64 * 1024;

    private final RecordShape shape;
    private final CsvOptions options;
    private final OutputFile file;
    private final Writer out;
    private boolean closed;

    CsvFile(RecordShape shape, CsvOptions options, OutputFile file) throws IOException {
        this.shape = shape;
        this.options = options;
        this.file = file;
        this.out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8), BUFFER_CHARACTERS);
        if (options.header()) {
            for (RecordShape.Field field : shape.fields()) {
                separate(field.index());
                writeText(field.name(), field);
            }
            out.write('\n');
        }
    }

    @Override
    public void write(@Nullable T value) throws IOException {
        if (value == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT, "a record is null, which CSV cannot hold", "filter nulls out first");
        }
        for (RecordShape.Field field : shape.fields()) {
            separate(field.index());
            Object component = shape.get(value, field.index());
            if (component == null) {
                out.write(options.nullText());
            } else {
                writeText(ScalarText.format(component), field);
            }
        }
        out.write('\n');
    }

    private void separate(int index) throws IOException {
        if (index > 0) {
            out.write(options.separator());
        }
    }

    private void writeText(String text, RecordShape.Field field) throws IOException {
        boolean quoted = text.equals(options.nullText()) || text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (CsvOptions.isLineEnd(c) && !options.multiLine()) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a value of the field " + field.name() + " has a line break in it",
                        "write with multiLine(true), and read so too");
            }
            quoted |= c == options.separator() || c == options.quote() || CsvOptions.isLineEnd(c);
        }
        if (!quoted) {
            out.write(text);
            return;
        }
        out.write(options.quote());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == options.quote()) {
                out.write(c);
            }
            out.write(c);
        }
        out.write(options.quote());
    }

    @Override
    public long bytesWritten() {
        return file.position();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.flush();
        } finally {
            file.close();
        }
    }
}
