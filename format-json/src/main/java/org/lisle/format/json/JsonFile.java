package org.lisle.format.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.ValueRefused;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;

/** An object in each line, each ended by a line feed. */
final class JsonFile<T> implements RecordFile<T> {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final ObjectForm form;
    private final OutputFile file;
    private final OutputStream buffered;
    private final JsonGenerator out;
    private boolean written;
    private boolean closed;

    JsonFile(ObjectForm form, OutputFile file) throws IOException {
        this.form = form;
        this.file = file;
        this.buffered = new BufferedOutputStream(file, BUFFER_BYTES);
        this.out = JsonStreams.generator(buffered).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    @Override
    public void write(@Nullable T value) throws IOException {
        if (value == null) {
            throw invalid("a record is null, which JSON lines cannot hold", "filter nulls out first");
        }
        try {
            form.write(value, out);
        } catch (ValueRefused e) {
            throw invalid("a record cannot be written as JSON: " + e.getMessage(), "correct the record");
        }
        written = true;
    }

    private static LisleException invalid(String what, String next) {
        return new LisleException(ErrorCode.INVALID_ARGUMENT, what, next);
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
            out.close();
            if (written) {
                buffered.write('\n');
            }
            buffered.flush();
        } finally {
            file.close();
        }
    }
}
