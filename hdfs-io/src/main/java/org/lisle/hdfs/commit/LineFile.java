package org.lisle.hdfs.commit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.format.OutputFile;
import org.lisle.hdfs.format.RecordFile;

/** Writes one line of UTF-8 per record, through a buffer of 128 KiB. */
final class LineFile<T> implements RecordFile<T> {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final OutputFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;
    private boolean closed;

    LineFile(OutputFile file) {
        this.file = file;
    }

    @Override
    public void write(@Nullable T value) throws IOException {
        if (value == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a record is null, which text files cannot hold",
                    "filter nulls out first");
        }
        byte[] line = value.toString().getBytes(StandardCharsets.UTF_8);
        if (line.length >= buffer.length - used) {
            flush();
            if (line.length >= buffer.length) {
                file.write(line, 0, line.length);
                buffer[used++] = '\n';
                return;
            }
        }
        System.arraycopy(line, 0, buffer, used, line.length);
        used += line.length;
        buffer[used++] = '\n';
    }

    private void flush() throws IOException {
        file.write(buffer, 0, used);
        used = 0;
    }

    @Override
    public long bytesWritten() {
        return file.position() + (closed ? 0 : used);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            flush();
        } finally {
            file.close();
        }
    }
}
