package org.lisle.yarn.allocate;

/** Measures how long containers have been asked for without any being granted. Confined to its owner's thread. */
final class GrantWatch {
    /** What is to be done now. */
    enum Step {
        QUIET,
        REPORT,
        ACT
    }

    private final long intervalMillis;
    private long sinceMillis = -1;
    private boolean reported;

    /** @param intervalMillis 0 for no watch */
    GrantWatch(long intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    void granted(long nowMillis) {
        sinceMillis = nowMillis;
        reported = false;
    }

    /** One interval leads to a report, the second to an action; then it begins anew. */
    Step look(boolean waits, long nowMillis) {
        if (!waits || intervalMillis == 0) {
            sinceMillis = -1;
            reported = false;
            return Step.QUIET;
        }
        sinceMillis = sinceMillis < 0 ? nowMillis : sinceMillis;
        long waited = nowMillis - sinceMillis;
        if (waited >= 2 * intervalMillis) {
            granted(nowMillis);
            return Step.ACT;
        }
        if (waited >= intervalMillis && !reported) {
            reported = true;
            return Step.REPORT;
        }
        return Step.QUIET;
    }
}
