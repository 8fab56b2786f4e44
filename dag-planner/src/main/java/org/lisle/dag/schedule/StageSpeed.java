package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * How fast the attempts of one stage go through their data: those that ended well, and those that run. An attempt is slow when its rate of
 * bytes is a multiple below the stage's median; where no bytes are counted, its rate of records; where none are, when it takes a multiple of
 * the median time. So a partition that is large is not slow. None is judged before it ran for as long as the median attempt took.
 */
final class StageSpeed {
    private final LogHistogram bytesPerSecond = new LogHistogram();
    private final LogHistogram recordsPerSecond = new LogHistogram();
    private final LogHistogram durations = new LogHistogram();
    /** Partitions that got a second attempt once. */
    private final BitSet copied = new BitSet();

    void finished(Attempt attempt, long nowNanos) {
        long nanos = Math.max(1, nowNanos - attempt.startedNanos);
        durations.add(nanos);
        bytesPerSecond.add(rate(attempt.bytes, nanos));
        recordsPerSecond.add(rate(attempt.records, nanos));
    }

    /** Attempts that are to get a second one beside them, which is counted as made. */
    List<Attempt> slow(Collection<Attempt> live, TaskSet tasks, SpeculationConfig config, long nowNanos) {
        List<Attempt> judged = live.stream()
                .filter(attempt -> attempt.startedNanos >= 0 && attempt.slotHeld && !attempt.killed)
                .toList();
        long medianNanos = durations.median();
        count(judged, nowNanos, 1);
        long medianBytes = bytesPerSecond.median();
        long medianRecords = recordsPerSecond.median();
        count(judged, nowNanos, -1);
        List<Attempt> slow = judged.stream()
                .filter(attempt -> !copied.get(attempt.partition) && !tasks.isDone(attempt.partition))
                .filter(attempt -> {
                    long nanos = nowNanos - attempt.startedNanos;
                    if (nanos < config.minRuntimeNanos() || nanos <= medianNanos) {
                        return false;
                    }
                    if (medianBytes > 0) {
                        return rate(attempt.bytes, nanos) * config.multiplier() < medianBytes;
                    }
                    return medianRecords > 0
                            ? rate(attempt.records, nanos) * config.multiplier() < medianRecords
                            : nanos > medianNanos * config.multiplier();
                })
                .toList();
        slow.forEach(attempt -> copied.set(attempt.partition));
        return slow;
    }

    private void count(List<Attempt> running, long nowNanos, int sign) {
        for (Attempt attempt : running) {
            long nanos = Math.max(1, nowNanos - attempt.startedNanos);
            if (sign > 0) {
                bytesPerSecond.add(rate(attempt.bytes, nanos));
                recordsPerSecond.add(rate(attempt.records, nanos));
            } else {
                bytesPerSecond.remove(rate(attempt.bytes, nanos));
                recordsPerSecond.remove(rate(attempt.records, nanos));
            }
        }
    }

    /** In thousandths a second. */
    private static long rate(long amount, long nanos) {
        return (long) (amount * 1e12 / Math.max(1, nanos));
    }
}
