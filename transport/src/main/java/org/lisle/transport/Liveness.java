package org.lisle.transport;

/**
 * Judges by the time since something came in whether the other end lives. A silent end is asked for a sign of life at half of the idle
 * time and counts as lost at its end. When this process itself was stopped, its clock has run and nothing could be read: then the time
 * starts anew. Pure; confined to the connection's event loop.
 */
final class Liveness {
    enum Verdict {
        ALIVE,
        ASK,
        LOST
    }

    private static final int CHECKS = 4;

    private final long idleNanos;
    private long receivedNanos;
    private long checkedNanos;

    Liveness(long idleNanos, long nowNanos) {
        this.idleNanos = idleNanos;
        this.receivedNanos = nowNanos;
        this.checkedNanos = nowNanos;
    }

    /** How often {@link #check} wants to be called. */
    long intervalNanos() {
        return Math.max(1, idleNanos / CHECKS);
    }

    void received(long nowNanos) {
        receivedNanos = nowNanos;
    }

    Verdict check(long nowNanos) {
        boolean stopped = nowNanos - checkedNanos > 2 * intervalNanos();
        checkedNanos = nowNanos;
        if (stopped) {
            receivedNanos = nowNanos;
            return Verdict.ASK;
        }
        long silentNanos = nowNanos - receivedNanos;
        if (silentNanos >= idleNanos) {
            return Verdict.LOST;
        }
        return silentNanos >= idleNanos / 2 ? Verdict.ASK : Verdict.ALIVE;
    }
}
