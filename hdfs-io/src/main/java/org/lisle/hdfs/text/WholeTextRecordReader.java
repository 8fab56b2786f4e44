package org.lisle.hdfs.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.codec.FileCodecs;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;

/** Reads each piece, which is a whole file, at once. */
final class WholeTextRecordReader implements RecordReader<Pair<String, String>> {
    private final List<FilePiece> pieces;
    private final Configuration configuration;
    private final FileCodecs codecs;
    private @Nullable Pair<String, String> current;
    private int nextPiece;
    private long bytesRead;

    WholeTextRecordReader(List<FilePiece> pieces, Configuration configuration) {
        this.pieces = pieces;
        this.configuration = configuration;
        this.codecs = new FileCodecs(configuration);
    }

    @Override
    public boolean advance() throws IOException {
        if (nextPiece == pieces.size()) {
            return false;
        }
        FilePiece piece = pieces.get(nextPiece++);
        current = new Pair<>(piece.path(), content(piece));
        return true;
    }

    private String content(FilePiece piece) throws IOException {
        CompressionCodec codec = codecs.codecOf(new Path(piece.path()));
        try (WholeLengthInputStream file = PieceFile.open(piece, configuration);
                InputStream in = codec == null ? file : LinesOpener.decompress(codec, file, piece)) {
            byte[] bytes = read(in, file, piece);
            if (bytes.length == RecordLimit.BYTES && in.read() >= 0) {
                throw RecordLimit.tooLarge(
                        "the file " + piece.path(), RecordLimit.BYTES, "read its lines with textFile");
            }
            bytesRead += file.bytesRead();
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static byte[] read(InputStream in, WholeLengthInputStream file, FilePiece piece) throws IOException {
        try {
            return in.readNBytes(RecordLimit.BYTES);
        } catch (IOException | RuntimeException | InternalError e) {
            if (in == file) {
                throw e;
            }
            throw FileErrors.ofContent(piece.path(), file.position(), e, file.failed());
        }
    }

    @Override
    public Pair<String, String> current() {
        Pair<String, String> pair = current;
        if (pair == null) {
            throw new IllegalStateException("advance was not called");
        }
        return pair;
    }

    @Override
    public String where() {
        return nextPiece == 0 ? "" : pieces.get(nextPiece - 1).path();
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {}
}
