package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The executors that were asked for in the place of others that were too small, and that have not come yet. What made an executor too small
 * would do the same to another one of its size: so its tasks wait for the larger one, but not for ever, because it may not be granted.
 */
final class LargerExecutors {
    /** Longer than the allocator asks for the larger container, and a start. */
    static final long LONGEST_WAIT_NANOS = 90_000_000_000L;

    /** One that is on its way: it has more than so much memory. */
    private record Expected(long moreThanBytes, long untilNanos) {}

    private final List<Expected> expected = new ArrayList<>();

    /** @param tooSmallBytes what the one had that was lost */
    void expect(long tooSmallBytes, long nowNanos) {
        expected.add(new Expected(tooSmallBytes, nowNanos + LONGEST_WAIT_NANOS));
    }

    /** An executor is there. It is the one that was promised for the largest of those that were smaller. */
    void came(long memoryBytes) {
        Expected promised = null;
        for (Expected one : expected) {
            if (one.moreThanBytes < memoryBytes && (promised == null || one.moreThanBytes > promised.moreThanBytes)) {
                promised = one;
            }
        }
        if (promised != null) {
            expected.remove(promised);
        }
    }

    /** Whether one with more memory than this is on its way. */
    boolean isExpected(long bytes) {
        return expected.stream().anyMatch(one -> one.moreThanBytes >= bytes);
    }

    /** How many are on their way. */
    int count() {
        return expected.size();
    }

    /** Gives up those that have not come in time. Returns whether there were any. */
    boolean giveUpLate(long nowNanos) {
        return !expected.isEmpty() && expected.removeIf(one -> nowNanos >= one.untilNanos);
    }

    /** When {@link #giveUpLate} may have something to say; {@link Long#MAX_VALUE} for never. */
    long nextDeadlineNanos() {
        long earliest = Long.MAX_VALUE;
        for (Expected one : expected) {
            earliest = Math.min(earliest, one.untilNanos);
        }
        return earliest;
    }
}
