package org.lisle.dag.schedule;

import java.util.function.Predicate;

/**
 * Delay scheduling of one stage: how far from their data its tasks may run now.
 *
 * <p>A stage begins at the nearest level. When no task was launched there for the time of the wait, it accepts the next level; a launch
 * at a nearer level brings it back to that one. Levels at which no executor could take a waiting task are passed over without a wait.
 * The idea: Zaharia et al., "Delay Scheduling", EuroSys 2010.
 */
final class LocalityDelay {
    private final long waitNanos;
    private Locality level = Locality.PROCESS;
    /** The furthest level at which every free slot was offered since. */
    private Locality offered = Locality.PROCESS;

    private long sinceNanos;

    LocalityDelay(long waitNanos) {
        this.waitNanos = waitNanos;
    }

    /** Tasks wait again after a time in which none did. */
    void restart(long nowNanos) {
        level = Locality.PROCESS;
        offered = Locality.PROCESS;
        sinceNanos = nowNanos;
    }

    Locality allowed(long nowNanos, Predicate<Locality> isUseful) {
        while (level != Locality.ANY) {
            if (isUseful.test(level)) {
                if (nowNanos - sinceNanos < waitNanos) {
                    return level;
                }
                sinceNanos += waitNanos;
            }
            level = level.next();
        }
        return level;
    }

    /** All free slots are being offered at the level that is allowed now. */
    void markOffered() {
        offered = level;
    }

    boolean isBeyondOffered() {
        return !offered.allows(level);
    }

    void launched(Locality at, long nowNanos) {
        if (level.allows(at)) {
            level = at;
            offered = offered.allows(at) ? at : offered;
            sinceNanos = nowNanos;
        }
    }

    /** When the next level is accepted if nothing is launched; {@link Long#MAX_VALUE} when all are. */
    long deadlineNanos() {
        return level == Locality.ANY ? Long.MAX_VALUE : sinceNanos + waitNanos;
    }
}
