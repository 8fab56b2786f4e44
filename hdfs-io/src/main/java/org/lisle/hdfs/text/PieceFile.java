package org.lisle.hdfs.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;

/** Opens the file of a piece after a look at whether it is still the file that was listed. */
public final class PieceFile {
    private PieceFile() {}

    /** @throws org.lisle.core.error.LisleException INPUT_CHANGED when the file is gone, or has another length or modification time */
    public static void checkUnchanged(FilePiece piece, Configuration configuration) throws IOException {
        Path path = new Path(piece.path());
        FileSystem fileSystem = path.getFileSystem(configuration);
        FileStatus status;
        try {
            status = fileSystem.getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw vanished(piece);
        }
        if (status.getLen() != piece.fileLength()) {
            throw FileErrors.changed(piece.path(), piece.fileLength() + " bytes", status.getLen() + " bytes");
        }
        if (status.getModificationTime() != piece.modificationTime()) {
            throw FileErrors.changed(
                    piece.path(),
                    piece.fileLength() + " bytes last written at " + piece.modificationTime(),
                    status.getLen() + " bytes last written at " + status.getModificationTime());
        }
    }

    /**
     * When reading failed: a file that changed is the reason, whatever its reader took it for.
     *
     * @throws org.lisle.core.error.LisleException INPUT_CHANGED as above
     */
    public static void checkUnchangedAfter(Throwable failure, FilePiece piece, Configuration configuration) {
        if (failure instanceof LisleException known && known.code() == ErrorCode.INPUT_CHANGED) {
            return;
        }
        try {
            checkUnchanged(piece, configuration);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The file from the piece's start to the file's end. */
    static WholeLengthInputStream open(FilePiece piece, Configuration configuration) throws IOException {
        FSDataInputStream in = openFile(piece, configuration);
        try {
            in.seek(piece.start());
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
        return new WholeLengthInputStream(in, piece.path(), piece.start(), piece.fileLength());
    }

    /** The file, at its beginning. */
    static FSDataInputStream openFile(FilePiece piece, Configuration configuration) throws IOException {
        checkUnchanged(piece, configuration);
        Path path = new Path(piece.path());
        try {
            return path.getFileSystem(configuration).open(path);
        } catch (FileNotFoundException e) {
            throw vanished(piece);
        }
    }

    private static RuntimeException vanished(FilePiece piece) {
        return FileErrors.changed(piece.path(), piece.fileLength() + " bytes", "no file");
    }
}
