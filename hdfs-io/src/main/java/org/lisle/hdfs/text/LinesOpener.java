package org.lisle.hdfs.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;
import org.jspecify.annotations.Nullable;
import org.lisle.hdfs.codec.FileCodecs;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;

/** Opens pieces of text files, each in the way its codec asks for. Pieces of one opener share a buffer: close one before the next. */
public final class LinesOpener implements Closeable {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Configuration configuration;
    private final FileCodecs codecs;
    private final LineReader lines = new LineReader(BUFFER_BYTES, RecordLimit.BYTES);
    private @Nullable ScatteredFile scattered;

    public LinesOpener(Configuration configuration) {
        this.configuration = configuration;
        this.codecs = new FileCodecs(configuration);
    }

    public PieceLines open(FilePiece piece) throws IOException {
        CompressionCodec codec = codecs.codecOf(new Path(piece.path()));
        if (codec instanceof SplittableCompressionCodec && !piece.isWholeFile()) {
            return new BlockCodecLines(piece, configuration);
        }
        WholeLengthInputStream file = PieceFile.open(piece, configuration);
        try {
            if (codec == null) {
                return StreamLines.ofRange(lines, file, piece.start(), piece.end(), piece.path());
            }
            InputStream decompressed = decompress(codec, file, piece);
            return StreamLines.ofDecompressed(lines, decompressed, file, piece.path());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** As {@link #open}, for one of several pieces of a file that follow each other here: the file stays open. */
    PieceLines openScattered(FilePiece piece) throws IOException {
        if (codecs.codecOf(new Path(piece.path())) != null) {
            return open(piece);
        }
        ScatteredFile file = scattered;
        if (file == null || !file.has(piece)) {
            close();
            file = ScatteredFile.open(piece, configuration);
            scattered = file;
        }
        return StreamLines.ofRange(lines, file.from(piece), piece.start(), piece.end(), piece.path());
    }

    /** Closes a file that was kept open. */
    @Override
    public void close() throws IOException {
        ScatteredFile closing = scattered;
        if (closing != null) {
            scattered = null;
            closing.close();
        }
    }

    static InputStream decompress(CompressionCodec codec, WholeLengthInputStream file, FilePiece piece)
            throws IOException {
        try {
            return FileCodecs.decompress(codec, file, file.bytesLeft(), piece.path());
        } catch (IOException | RuntimeException e) {
            throw FileErrors.ofContent(piece.path(), file.position(), e, file.failed());
        }
    }
}
