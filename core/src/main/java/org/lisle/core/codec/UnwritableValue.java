package org.lisle.core.codec;

import org.jspecify.annotations.Nullable;

/** A part of a record cannot be written; {@link TaggedCodec#write} makes an error for the user of it. */
final class UnwritableValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The way inside of the value that failed, such as {@code Job.helper -> Helper.connection}; empty when it is the value itself. */
    private final String path;

    UnwritableValue(String message, String path, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    String path() {
        return path;
    }
}
