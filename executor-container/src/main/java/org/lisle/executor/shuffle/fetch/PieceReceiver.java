package org.lisle.executor.shuffle.fetch;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.BulkReceiver;

/** Takes the answer to one request: chunk i is piece i. Confined to the event loop that calls it. */
final class PieceReceiver implements BulkReceiver {
    private final List<Piece> pieces;
    private final Consumer<Throwable> onFailure;
    private int index = -1;
    private byte @Nullable [] current;
    private int filled;
    private boolean failed;

    /** @param onFailure called at most once, when pieces stay without bytes */
    PieceReceiver(List<Piece> pieces, Consumer<Throwable> onFailure) {
        this.pieces = pieces;
        this.onFailure = onFailure;
    }

    @Override
    public boolean chunk(int chunkIndex, long length) {
        if (chunkIndex >= pieces.size() || length > Integer.MAX_VALUE - 16) {
            failed(new LisleException(
                    ErrorCode.PROTOCOL, "chunk " + chunkIndex + " of " + length + " bytes was not asked for", ""));
            return false;
        }
        if (pieces.get(chunkIndex).bytes().isCancelled()) {
            // Pieces are cancelled all together.
            return false;
        }
        index = chunkIndex;
        current = new byte[(int) length];
        filled = 0;
        finishChunk();
        return true;
    }

    @Override
    public void bytes(ByteBuffer bytes) {
        byte[] target = current;
        if (target == null) {
            return;
        }
        int count = bytes.remaining();
        bytes.get(target, filled, count);
        filled += count;
        finishChunk();
    }

    @Override
    public void completed() {
        if (!pieces.stream().allMatch(Piece::isOver)) {
            failed(new LisleException(
                    ErrorCode.PROTOCOL, "an answer has " + (index + 1) + " chunks instead of " + pieces.size(), ""));
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (!failed) {
            failed = true;
            onFailure.accept(failure);
        }
    }

    private void finishChunk() {
        byte[] whole = current;
        if (whole != null && filled == whole.length) {
            pieces.get(index).bytes().complete(whole);
            current = null;
        }
    }
}
