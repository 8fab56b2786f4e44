package org.lisle.transport;

import org.jspecify.annotations.Nullable;

/** What a frame is for. Its number on the wire is its ordinal: new kinds are added at the end and raise the protocol's version. */
enum FrameKind {
    /** A message that wants no answer. */
    MESSAGE,
    /** A message that wants an ANSWER or a FAILURE with the same id. */
    REQUEST,
    ANSWER,
    /** Ends the request or the bulk request with this id. Body: see {@link Failures}. */
    FAILURE,
    /** A message that wants CHUNK, BYTES ..., and at the end DONE or FAILURE, with the same id. */
    FETCH,
    /** A chunk begins. Body: int index, long length. */
    CHUNK,
    /** The next bytes of the chunk that has begun. */
    BYTES,
    /** All chunks are complete. */
    DONE,
    /** The end that sent FETCH wants no more of it. */
    CANCEL,
    /** Wants a PONG. */
    PING,
    PONG,
    /** The sender closes the connection. Body: why, as in FAILURE. */
    CLOSE;

    private static final FrameKind[] ALL = values();

    /** Null when no kind has the number. */
    static @Nullable FrameKind of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : null;
    }
}
