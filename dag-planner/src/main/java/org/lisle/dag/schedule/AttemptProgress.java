package org.lisle.dag.schedule;

/**
 * Whether an attempt comes on, by what its executor reports: it does when it read records or bytes, or took more than a hundredth of the
 * time of a processor, so that a loop which only looks whether there is something yet does not count. Measured between reports: an executor
 * that is not heard of is another matter.
 */
final class AttemptProgress {
    private static final int LEAST_PART_OF_PROCESSOR = 100;

    private boolean reported;
    private long bytes;
    private long records;
    private long cpuNanos;
    private long sinceNanos;
    private long lastReportNanos;

    /** How often it was acted upon since it last came on. */
    int steps;

    /** Where its thread was when it was asked; empty for not known. */
    String stack = "";

    /** It can come on from now on. */
    void begin(long nowNanos) {
        sinceNanos = nowNanos;
        lastReportNanos = nowNanos;
    }

    void report(Event.TaskProgress told, long nowNanos) {
        boolean worked = (told.cpuNanos() - cpuNanos) * LEAST_PART_OF_PROCESSOR > nowNanos - sinceNanos;
        if (!reported || worked || told.bytes() != bytes || told.records() != records) {
            reported = true;
            bytes = told.bytes();
            records = told.records();
            cpuNanos = told.cpuNanos();
            sinceNanos = nowNanos;
            steps = 0;
            stack = "";
        }
        lastReportNanos = nowNanos;
    }

    /** For how long it has not come on. */
    long standsStillNanos() {
        return lastReportNanos - sinceNanos;
    }
}
