package org.lisle.core.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.compress.BlockOutputStream;
import org.lisle.core.compress.Compression;

/**
 * The bytes of a broadcast value: what the codec writes, in compressed blocks with checksums, cut into pieces of equal length but the last.
 * There is at least one piece. Piece n is the block {@code broadcast_{id}_{n}}.
 */
public final class BroadcastEncoding {
    /** A good length of a piece: large enough for the wire, small enough that executors soon have some to pass on. */
    public static final int PIECE_BYTES = 4 << 20;

    private static final int READ_AHEAD_BYTES = 64 << 10;

    private BroadcastEncoding() {}

    /** @param pieceBytes see {@link #PIECE_BYTES} */
    public static List<byte[]> encode(
            @Nullable Object value, RecordCodec codec, Compression compression, int pieceBytes) {
        var pieces = new PieceOutput(pieceBytes);
        var record = new RecordOutput(1024);
        codec.write(value, record);
        try (var blocks = new BlockOutputStream(pieces, compression)) {
            blocks.write(record.buffer(), 0, record.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pieces.pieces();
    }

    /**
     * @param pieces all, in order
     * @param name of the broadcast, for errors
     * @throws org.lisle.core.error.LisleException BLOCK_CORRUPT when pieces are missing or damaged
     */
    public static @Nullable Object decode(List<byte[]> pieces, RecordCodec codec, String name) {
        List<InputStream> streams = new ArrayList<>(pieces.size());
        pieces.forEach(piece -> streams.add(new ByteArrayInputStream(piece)));
        var bytes = new SequenceInputStream(Collections.enumeration(streams));
        return codec.read(new RecordInput(new BlockInputStream(bytes, name), READ_AHEAD_BYTES));
    }

    /** Cuts what is written into pieces. */
    private static final class PieceOutput extends OutputStream {
        private final int pieceBytes;
        private final List<byte[]> full = new ArrayList<>();
        private byte[] current;
        private int position;

        PieceOutput(int pieceBytes) {
            this.pieceBytes = pieceBytes;
            this.current = new byte[pieceBytes];
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            int at = from;
            int left = length;
            while (left > 0) {
                if (position == pieceBytes) {
                    full.add(current);
                    current = new byte[pieceBytes];
                    position = 0;
                }
                int count = Math.min(left, pieceBytes - position);
                System.arraycopy(bytes, at, current, position, count);
                position += count;
                at += count;
                left -= count;
            }
        }

        List<byte[]> pieces() {
            List<byte[]> all = new ArrayList<>(full);
            all.add(Arrays.copyOf(current, position));
            return all;
        }
    }
}
