package org.lisle.hdfs.split;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a split of files: {@code count, then for each piece: path, start, length, file length, modification time}. Written by the
 * driver and read by tasks of the same version of Lisle.
 */
public final class SplitPayload {
    private SplitPayload() {}

    public static byte[] encode(List<FilePiece> pieces) {
        var bytes = new ByteArrayOutputStream(64 * pieces.size());
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(pieces.size());
            for (FilePiece piece : pieces) {
                out.writeUTF(piece.path());
                out.writeLong(piece.start());
                out.writeLong(piece.length());
                out.writeLong(piece.fileLength());
                out.writeLong(piece.modificationTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing a split of " + pieces.size() + " pieces to memory", e);
        }
        return bytes.toByteArray();
    }

    /** The pieces, without their hosts. */
    public static List<FilePiece> decode(byte[] payload) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            int count = in.readInt();
            List<FilePiece> pieces = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                pieces.add(new FilePiece(
                        in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), Map.of()));
            }
            return pieces;
        }
    }
}
