package org.lisle.dag.schedule;

/**
 * How long the latest tasks of one stage ran, and so how many of the next are sent to an executor before it asks for them. A task that
 * runs for less time than its end and the order for the next one are under way would leave its slot idle for most of the time.
 */
final class StagePace {
    /** The work that may wait at a slot. */
    private static final long AHEAD_NANOS = 50_000_000L;

    static final int MOST_AHEAD = 128;
    private static final int LEAST_SEEN = 8;

    private long meanNanos;
    private int seen;

    /** The mean follows the latest eight: a single long task ends the sending ahead. */
    void finished(long runNanos) {
        seen = Math.min(LEAST_SEEN, seen + 1);
        meanNanos += (runNanos - meanNanos) / seen;
    }

    /** Tasks that may wait at each slot; 0 where tasks take longer, or nothing is known. */
    int ahead() {
        return seen < LEAST_SEEN ? 0 : (int) Math.min(MOST_AHEAD, AHEAD_NANOS / Math.max(1, meanNanos));
    }
}
