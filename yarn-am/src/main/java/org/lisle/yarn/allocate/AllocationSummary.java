package org.lisle.yarn.allocate;

/**
 * Where the containers stand.
 *
 * @param wanted executors wanted in all
 * @param pending containers asked for and not granted
 * @param starting containers whose executor has not registered yet
 * @param running registered executors
 * @param failures executors that failed, against the budget
 */
public record AllocationSummary(int wanted, int pending, int starting, int running, int failures) {
    public static final AllocationSummary NONE = new AllocationSummary(0, 0, 0, 0, 0);
}
