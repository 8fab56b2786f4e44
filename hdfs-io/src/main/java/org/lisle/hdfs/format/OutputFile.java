package org.lisle.hdfs.format;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.lisle.hdfs.codec.FileCodecs;

/** A new file, its bytes compressed on their way if wanted, which counts what reaches it. Confined to the task's thread. */
public final class OutputFile extends OutputStream {
    private final FSDataOutputStream raw;
    private final OutputStream out;
    private boolean closed;
    private long bytesAtClose;

    private OutputFile(FSDataOutputStream raw, OutputStream out) {
        this.raw = raw;
        this.out = out;
    }

    /** @throws IOException also when the file is there already */
    public static OutputFile create(Path file, @Nullable CompressionCodec codec, Configuration configuration)
            throws IOException {
        FSDataOutputStream raw = file.getFileSystem(configuration).create(file, false);
        try {
            return new OutputFile(raw, codec == null ? raw : FileCodecs.compress(codec, raw, file.toString()));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Bytes of the file so far. */
    public long position() {
        return closed ? bytesAtClose : raw.getPos();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            out.close();
            bytesAtClose = raw.getPos();
        }
    }
}
