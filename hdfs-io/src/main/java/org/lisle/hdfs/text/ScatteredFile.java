package org.lisle.hdfs.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.lisle.hdfs.split.FilePiece;

/**
 * A file of which several pieces are read: opened once, and read by position, so that a DataNode sends what is asked for and no more. A stream
 * makes it send the rest of the block, until somebody closes the connection.
 */
final class ScatteredFile implements Closeable {
    private final FilePiece first;
    private final FSDataInputStream in;

    private ScatteredFile(FilePiece first, FSDataInputStream in) {
        this.first = first;
        this.in = in;
    }

    /** @throws org.lisle.core.error.LisleException INPUT_CHANGED when the file is not that of the piece any more */
    static ScatteredFile open(FilePiece piece, Configuration configuration) throws IOException {
        return new ScatteredFile(piece, PieceFile.openFile(piece, configuration));
    }

    boolean has(FilePiece piece) {
        return first.path().equals(piece.path());
    }

    /** The file from the piece's start to the file's end; closing it leaves the file open. */
    WholeLengthInputStream from(FilePiece piece) {
        return new WholeLengthInputStream(
                new ByPosition(in, piece.start()), piece.path(), piece.start(), piece.fileLength());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class ByPosition extends InputStream {
        private final FSDataInputStream in;
        private long position;

        ByPosition(FSDataInputStream in, long position) {
            this.in = in;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(position, bytes, offset, length);
            position += Math.max(read, 0);
            return read;
        }
    }
}
