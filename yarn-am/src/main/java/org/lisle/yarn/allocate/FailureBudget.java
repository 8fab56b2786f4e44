package org.lisle.yarn.allocate;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many executors may fail before the application gives up. A failure counts for a time only, so that an application that runs for days
 * does not end by what happens once in a while. Confined to its owner's thread.
 */
final class FailureBudget {
    private final long validityMillis;
    private final Deque<Long> failures = new ArrayDeque<>();
    private int most;

    /** @param validityMillis how long a failure counts; 0 for ever */
    FailureBudget(int most, long validityMillis) {
        this.most = most;
        this.validityMillis = validityMillis;
    }

    /** Counts one; false when the budget is used up. */
    boolean fail(long nowMillis) {
        failures.add(nowMillis);
        return used(nowMillis) <= most;
    }

    int used(long nowMillis) {
        while (validityMillis > 0 && !failures.isEmpty() && nowMillis - failures.peek() > validityMillis) {
            failures.remove();
        }
        return failures.size();
    }

    /** There may be so many from now on, if that is more than before. */
    void allow(int failuresInAll) {
        most = Math.max(most, failuresInAll);
    }

    int most() {
        return most;
    }
}
