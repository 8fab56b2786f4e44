package org.lisle.executor.shuffle.fetch;

import java.util.concurrent.CompletableFuture;

/**
 * A range of a segment, asked for in one go and held in memory until it is read.
 *
 * @param length bytes at most; -1 for all from the offset on
 * @param fromDisk whether the server is to look at the disk anew, because what came before was damaged
 * @param reservation bytes it is expected to take, at most
 * @param bytes completed on an event loop; cancelled when nobody wants it any more
 */
record Piece(
        FetchPlan.Segment segment,
        long offset,
        long length,
        boolean fromDisk,
        long reservation,
        CompletableFuture<byte[]> bytes) {
    static Piece of(FetchPlan.Segment segment, long offset, long length, boolean fromDisk, long reservation) {
        return new Piece(segment, offset, length, fromDisk, reservation, new CompletableFuture<>());
    }

    boolean isOver() {
        return bytes.isDone();
    }
}
