package org.lisle.core.record;

import org.jspecify.annotations.Nullable;

/** A value that does not fit a field; the message is a clause without place. The reader or writer that knows file and offset catches it. */
public final class ValueRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ValueRefused(String reason) {
        this(reason, null);
    }

    public ValueRefused(String reason, @Nullable Throwable cause) {
        super(reason, cause, false, cause != null);
    }
}
