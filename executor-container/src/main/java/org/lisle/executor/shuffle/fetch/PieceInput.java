package org.lisle.executor.shuffle.fetch;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of one remote segment as they come from the prefetcher. Confined to the task's thread. */
final class PieceInput extends InputStream {
    private final Prefetcher prefetcher;
    private final FetchPlan.Segment segment;
    private byte @Nullable [] current = new byte[0];
    private int position;

    PieceInput(Prefetcher prefetcher, FetchPlan.Segment segment) {
        this.prefetcher = prefetcher;
        this.segment = segment;
    }

    @Override
    public int read() {
        byte[] piece = piece();
        return piece == null ? -1 : piece[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        byte[] piece = piece();
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, count);
        position += count;
        return count;
    }

    /** A piece with bytes left; null at the end. */
    private byte @Nullable [] piece() {
        byte[] piece = current;
        if (piece != null && position == piece.length) {
            piece = prefetcher.next(segment);
            current = piece;
            position = 0;
        }
        return piece;
    }
}
