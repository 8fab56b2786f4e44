package org.lisle.hdfs.format;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.PieceFile;

/**
 * A file that is read at any place, as long as it was when it was listed: what was appended since is not seen, and a file that ends earlier
 * fails with INPUT_CHANGED. Counts what is read. Confined to the task's thread.
 */
public final class RandomFile implements Closeable {
    private final String path;
    private final long length;
    private final FSDataInputStream in;
    private long bytesRead;
    private boolean failed;

    private RandomFile(String path, long length, FSDataInputStream in) {
        this.path = path;
        this.length = length;
        this.in = in;
    }

    /** @throws org.lisle.core.error.LisleException INPUT_CHANGED when it is not the file that was listed */
    public static RandomFile open(FilePiece piece, Configuration configuration) throws IOException {
        PieceFile.checkUnchanged(piece, configuration);
        Path path = new Path(piece.path());
        return new RandomFile(
                piece.path(),
                piece.fileLength(),
                path.getFileSystem(configuration).open(path));
    }

    public String path() {
        return path;
    }

    public long length() {
        return length;
    }

    public long position() throws IOException {
        return in.getPos();
    }

    public void seek(long position) throws IOException {
        try {
            in.seek(position);
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    public int read(byte[] bytes, int offset, int count) throws IOException {
        long position = in.getPos();
        if (count > 0 && position >= length) {
            return -1;
        }
        int read;
        try {
            read = in.read(bytes, offset, (int) Math.min(count, length - position));
        } catch (IOException e) {
            failed = true;
            throw e;
        }
        if (read < 0) {
            throw FileErrors.changed(path, length + " bytes", position + " bytes");
        }
        bytesRead += read;
        return read;
    }

    /** Bytes read so far, those read twice counted twice. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Whether reading the file failed: otherwise a format's exception means that the content is damaged. */
    public boolean failed() {
        return failed;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
