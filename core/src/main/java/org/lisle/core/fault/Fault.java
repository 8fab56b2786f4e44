package org.lisle.core.fault;

import java.time.Duration;

/**
 * What is to go wrong at a point. Each point says in its class which kinds it can carry out; an injector that orders another one gets an
 * {@link IllegalArgumentException}, so that a test never passes because its fault was ignored.
 *
 * @param delay for {@link Kind#DELAY}, else zero
 */
public record Fault(Kind kind, Duration delay) {
    public static final Fault NONE = new Fault(Kind.NONE, Duration.ZERO);

    /** The kinds of faults. */
    public enum Kind {
        NONE,
        /** The message or request is not sent; who waits learns nothing. */
        DROP,
        /** The point is passed later. */
        DELAY,
        /** The message is sent twice. */
        DUPLICATE,
        /** A byte of the data is changed. */
        CORRUPT,
        /** Half of the record reaches the disk, then the process ends. */
        TORN,
        /** The operation fails; where a message is sent, its connection ends. */
        FAIL,
        /** Writing fails as on a full disk. */
        DISK_FULL,
        /** The process ends at once, without any clean-up. */
        CRASH
    }
}
